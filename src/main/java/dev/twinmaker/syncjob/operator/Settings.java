package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.core.decision.Timing;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The operator's settings, {@code syncjob.*} or {@code SYNCJOB_*} in the environment. */
@ConfigMapping(prefix = "syncjob")
public interface Settings {

    /** How the operator speaks to AWS. */
    Aws aws();

    /** How often a steady job is read. */
    @WithDefault("10m")
    Duration reconcileInterval();

    /** First wait while AWS works on a job. */
    @WithDefault("2s")
    Duration pollInitial();

    /** Longest wait while AWS works on a job. */
    @WithDefault("60s")
    Duration pollMax();

    /** Base of the backoff after a failure. */
    @WithDefault("1s")
    Duration backoffInitial();

    /** Cap of the backoff after a failure. */
    @WithDefault("2m")
    Duration backoffMax();

    /** How long a refusal of access may be the delay of a new policy. */
    @WithDefault("2m")
    Duration accessDeniedGrace();

    /** Id of this cluster in owner tags; the uid of namespace kube-system by default. */
    Optional<String> clusterId();

    /** Ids that this cluster had before: owner tags that name one of them count as its own. */
    Optional<List<String>> formerClusterIds();

    /** Tags of every job, each as {@code key=value}; those of a spec win. */
    Optional<List<String>> defaultTags();

    /** How long a wait for an approval counts as work under way. */
    @WithDefault("15m")
    Duration approvalWindow();

    /** After which a connection to the API server on which nothing came is given up; a quiet watch hears each minute. */
    @WithDefault("150s")
    Duration apiServerSilence();

    /** After which a pass that has not ended, or none that ends though some are due, makes the process not alive. */
    @WithDefault("10m")
    Duration stuckAfter();

    /** Whether AwsAccesses tell who may act where, and as whom. */
    @WithDefault("false")
    boolean accountsEnabled();

    /** Whether a SyncJob in whose namespace no AwsAccess holds may do nothing, instead of acting as the operator. */
    @WithDefault("false")
    boolean requireAccess();

    /** Whether replicas elect a leader. */
    @WithDefault("true")
    boolean leaderElection();

    /** Name of the lease, in the operator's namespace; one that goes with namespaces and selector by default. */
    Optional<String> leaseName();

    /** Namespaces whose SyncJobs are kept; those of all by default. */
    Optional<List<String>> namespaces();

    /** Label selector of the SyncJobs that are kept; all by default. */
    Optional<String> selector();

    /** Budget and time limit of calls to AWS. */
    interface Aws {
        /** Reads a second. */
        @WithDefault("5")
        double readRate();

        /** Reads that can be saved up. */
        @WithDefault("10")
        double readBurst();

        /** Writes a second. */
        @WithDefault("1")
        double writeRate();

        /** Writes that can be saved up. */
        @WithDefault("2")
        double writeBurst();

        /** Roles that are assumed a second. */
        @WithDefault("50")
        double stsRate();

        /** Assumptions of roles that can be saved up. */
        @WithDefault("100")
        double stsBurst();

        /** After which a call is given up. */
        @WithDefault("10s")
        Duration callTimeout();
    }

    /** Which objects are kept. */
    default Scope scope() {
        return Scope.of(namespaces().orElse(List.of()), selector(), accountsEnabled());
    }

    /** The name of the lease, given or derived. */
    default String lease() {
        return leaseName().orElseGet(() -> scope().lease());
    }

    /** The times as the core wants them. */
    default Timing timing() {
        return new Timing(
                aws().callTimeout(),
                reconcileInterval(),
                pollInitial(),
                pollMax(),
                backoffInitial(),
                backoffMax(),
                accessDeniedGrace(),
                approvalWindow());
    }
}
