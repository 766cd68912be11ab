package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.aws.AwsEnvironment;
import dev.twinmaker.syncjob.aws.AwsSettings;
import dev.twinmaker.syncjob.aws.TwinMakerSyncJobs;
import dev.twinmaker.syncjob.core.SpecRules;
import dev.twinmaker.syncjob.core.TakeBack;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts the parts together; the only class of this room that knows the AWS adapter. */
@Singleton
public class Wiring {

    private static final Logger LOG = Logger.getLogger(Wiring.class);

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    AwsSettings awsSettings(Settings settings) {
        SettingRules.check(settings);
        Settings.Aws aws = settings.aws();
        return new AwsSettings(
                AwsEnvironment.region()
                        .orElseThrow(() -> new BadConfiguration(
                                "AWS_REGION is not set: name the AWS region whose sync jobs this operator keeps.")),
                AwsEnvironment.endpointOverridden(),
                AwsEnvironment.stsReachable(),
                aws.callTimeout(),
                aws.readRate(),
                aws.readBurst(),
                aws.writeRate(),
                aws.writeBurst(),
                aws.stsRate(),
                aws.stsBurst());
    }

    @Produces
    @Singleton
    TwinMakerSyncJobs jobs(AwsSettings aws, InstantSource clock) {
        return TwinMakerSyncJobs.ofEnvironment(aws, clock);
    }

    void close(@Disposes TwinMakerSyncJobs jobs) {
        jobs.close();
    }

    @Produces
    @Singleton
    LiveObjects liveObjects(KubernetesClient client) {
        return new LiveObjects(client);
    }

    @Produces
    @Singleton
    CrashPoints crashPoints() {
        return CrashPoints.armed();
    }

    @Produces
    @Singleton
    ObjectWriter<SyncJob, SyncJobStatus> writer(KubernetesClient client, LiveObjects live, CrashPoints points) {
        return new ObjectWriter<>(
                client,
                SyncJob.FINALIZER,
                object -> live.get(
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName()),
                points);
    }

    @Produces
    @Singleton
    EventRecorder events(KubernetesClient client, Leadership leadership, InstantSource clock, CrashPoints points) {
        return new EventRecorder(client, leadership.processIdentity(), clock, points);
    }

    @Produces
    @Singleton
    DesiredFactory desiredFactory(KubernetesClient client, Settings settings, AwsSettings aws) {
        Map<String, String> defaultTags = defaultTags(settings.defaultTags().orElse(List.of()));
        return new DesiredFactory(
                settings.clusterId().orElseGet(() -> uidOfKubeSystem(client)),
                Set.copyOf(settings.formerClusterIds().orElse(List.of())),
                aws.region(),
                defaultTags);
    }

    private static Map<String, String> defaultTags(List<String> entries) {
        Map<String, String> tags = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new BadConfiguration("syncjob.default-tags: '" + entry + "' is not of the form key=value.");
            }
            tags.put(
                    entry.substring(0, equals).strip(),
                    entry.substring(equals + 1).strip());
        }
        SpecRules.faultOfTags("syncjob.default-tags", tags).ifPresent(fault -> {
            throw new BadConfiguration(fault);
        });
        return tags;
    }

    @Produces
    @Singleton
    WatchedObjects watchedObjects(DesiredFactory desired, ShortWatches watches, GrantBook book, Grants grants) {
        return new WatchedObjects(
                desired, watches::heard, book::account, object -> grants.of(object) instanceof Grant.Refused);
    }

    @Produces
    @Singleton
    Passes passes(
            TwinMakerSyncJobs jobs,
            LiveObjects live,
            InstantSource clock,
            Settings settings,
            AwsSettings aws,
            DesiredFactory desired,
            WatchedObjects watched,
            Grants grants,
            CrashPoints points) {
        SyncJobs port = CrashingSyncJobs.around(jobs, points);
        return new Passes(
                port,
                live,
                watched,
                grants,
                clock,
                desired,
                settings.timing(),
                aws.readRate(),
                watched::sharingAccount);
    }

    @Produces
    @Singleton
    Later later() {
        return new Later();
    }

    void close(@Disposes Later later) {
        later.close();
    }

    @Produces
    @Singleton
    AbandonedJobs abandonedJobs(
            Later later,
            TwinMakerSyncJobs jobs,
            LiveObjects live,
            Grants grants,
            Settings settings,
            InstantSource clock,
            CrashPoints points) {
        SyncJobs port = CrashingSyncJobs.around(jobs, points);
        return new AbandonedJobs(later, new TakeBack(port, live, grants, settings.timing(), clock), clock);
    }

    @Produces
    @Singleton
    RecreatedObjects<SyncJob> recreatedObjects(Later later, ObjectMemory memory) {
        return new RecreatedObjects<>(SyncJob.class, later, memory::watched, memory::forget);
    }

    @Produces
    @Singleton
    Wakeups<SyncJob> wakeups() {
        return new Wakeups<>(SyncJob.class);
    }

    private static String uidOfKubeSystem(KubernetesClient client) {
        Namespace namespace = client.namespaces().withName("kube-system").get();
        if (namespace == null) {
            throw new BadConfiguration("syncjob.cluster-id is not set and namespace kube-system is not there to take"
                    + " its uid from: set syncjob.cluster-id.");
        }
        return namespace.getMetadata().getUid();
    }

    /**
     * In place of the extension's own operator, which drops two things that this one needs: a pass over an object in
     * deletion without the framework's finalizer, and the filter and store of the watch. It is made where the cluster has
     * what it needs.
     */
    @Produces
    @ApplicationScoped
    Operator operator(
            QuarkusConfigurationService configuration,
            SyncJobReconciler reconciler,
            AwsAccessReconciler accesses,
            KubernetesClient client,
            Leadership leadership,
            Refusals refusals,
            Settings settings) {
        new CrdCheck(SyncJob.class).check(client);
        if (settings.accountsEnabled()) {
            new CrdCheck(AwsAccess.class).check(client);
        }
        Scope scope = settings.scope().readable(client, SyncJob.class, refusals);
        if (settings.leaderElection()) {
            LeaseRights.check(client, leadership.namespace(), settings.lease());
        }
        Operator operator = new Operator(configuration);
        if (settings.accountsEnabled()) {
            operator.register(
                    accesses,
                    ControllerSettings.of(accesses, AwsAccess.FINALIZER, new AccessFilter(), Scope.ALL, configuration));
        }
        operator.register(
                reconciler,
                ControllerSettings.of(reconciler, SyncJob.FINALIZER, new WakeFilter(), scope, configuration));
        return operator;
    }

    /** Null where no leader is to be elected, which only a dependent bean may be. */
    @Produces
    @Dependent
    @Unremovable
    @Nullable LeaderElectionConfiguration leaderElection(Leadership leadership, Settings settings) {
        return settings.leaderElection() ? leadership.configuration() : null;
    }

    /** A watch that is dead for good leaves a process that hears nothing; better none at all. */
    @Produces
    @Singleton
    @Unremovable
    InformerStoppedHandler informerStopped() {
        return (informer, cause) -> {
            if (cause != null) {
                LOG.error("a watch has ended for good; exiting", cause);
                Quarkus.asyncExit(1);
            }
        };
    }
}
