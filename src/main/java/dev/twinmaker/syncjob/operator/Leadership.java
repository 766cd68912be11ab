package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, and since when. A process that loses the lease ends, so that no two act at once; one that is asked to stop
 * gives the lease back, so that the next one need not wait for it to expire.
 */
@ApplicationScoped
public class Leadership {

    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final Settings settings;
    private final InstantSource clock;
    private final String identity = identity();
    private volatile @Nullable Instant since;
    private volatile boolean stopping;

    Leadership(KubernetesClient client, Settings settings, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    /** Since when this process alone acts on objects. */
    Instant since() {
        Instant now = clock.instant();
        Instant known = since;
        if (known == null) {
            since = now;
            return now;
        }
        return known;
    }

    /** Which process this is, for the lease and for events. */
    String processIdentity() {
        return identity;
    }

    // The builder refuses to leave the exit to us, and the framework's own exit never ends while the JVM shuts down.
    @SuppressWarnings("deprecation")
    LeaderElectionConfiguration configuration() {
        return new LeaderElectionConfiguration(
                settings.lease(),
                namespace(),
                LEASE,
                RENEW_DEADLINE,
                RETRY,
                identity,
                new LeaderCallbacks(this::started, this::stopped, leader -> {}),
                false);
    }

    private void started() {
        since = clock.instant();
        LOG.infof("leading as %s", identity);
    }

    private void stopped() {
        if (!stopping) {
            LOG.error("lost the lease; exiting, so that no two act at once");
            Quarkus.asyncExit(1);
        }
    }

    /** From here on, the end of leading is wanted. */
    void stopping() {
        stopping = true;
    }

    /** Gives the lease back, if it is ours. To be called when nothing is being worked on any more. */
    void release() {
        try {
            Lease lease = client.resources(Lease.class)
                    .inNamespace(namespace())
                    .withName(settings.lease())
                    .get();
            if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) {
                return;
            }
            lease.getSpec().setHolderIdentity("");
            lease.getSpec().setLeaseDurationSeconds(1);
            client.resource(lease).update();
            LOG.info("gave the lease back");
        } catch (KubernetesClientException e) {
            LOG.warnf("could not give the lease back, it expires in %d s: %s", LEASE.toSeconds(), e.getMessage());
        }
    }

    /** Where the lease is. */
    String namespace() {
        String configured = client.getConfiguration().getNamespace();
        return configured == null ? "default" : configured;
    }

    private static String identity() {
        String host = System.getenv("HOSTNAME");
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        return host == null || host.isBlank() ? suffix : host + "-" + suffix;
    }
}
