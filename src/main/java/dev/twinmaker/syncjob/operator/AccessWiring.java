package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.AwsAccessStatus;
import dev.twinmaker.syncjob.aws.AwsSettings;
import dev.twinmaker.syncjob.aws.TwinMakerSyncJobs;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Identities;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** {@link Wiring} of what accesses need. Without {@code syncjob.accounts-enabled} nothing of it is asked. */
@Singleton
public class AccessWiring {

    @Produces
    @Singleton
    LiveAccesses liveAccesses(KubernetesClient client, AwsSettings aws, Refusals refusals) {
        return new LiveAccesses(client, aws.region(), refusals);
    }

    @Produces
    @Singleton
    @Typed(GrantBook.class)
    GrantBook grantBook(LiveAccesses live, Settings settings) {
        return new GrantBook(live, settings.requireAccess());
    }

    @Produces
    @Singleton
    Grants grants(GrantBook book, Settings settings) {
        if (settings.requireAccess() && !settings.accountsEnabled()) {
            throw new BadConfiguration("syncjob.require-access is true, but syncjob.accounts-enabled is not: without"
                    + " accesses nothing could be granted. Set both, or neither.");
        }
        return settings.accountsEnabled() ? book : Grants.OPERATOR;
    }

    @Produces
    @Singleton
    Identities identities(TwinMakerSyncJobs jobs) {
        return jobs.identities();
    }

    @Produces
    @Singleton
    RecreatedObjects<AwsAccess> recreatedAccesses(Later later) {
        return new RecreatedObjects<>(AwsAccess.class, later, access -> {}, access -> {});
    }

    @Produces
    @Singleton
    Wakeups<AwsAccess> accessWakeups() {
        return new Wakeups<>(AwsAccess.class);
    }

    @Produces
    @Singleton
    ObjectWriter<AwsAccess, AwsAccessStatus> accessWriter(KubernetesClient client, LiveAccesses live) {
        return new ObjectWriter<>(
                client,
                AwsAccess.FINALIZER,
                access -> live.read(access.getMetadata().getName()),
                CrashPoints.NONE);
    }
}
