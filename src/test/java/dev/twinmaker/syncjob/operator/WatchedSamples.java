package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects as a watch shows them. */
final class WatchedSamples {

    private static final String ROLE = "arn:aws:iam::123456789012:role/sync";

    private WatchedSamples() {}

    static SyncJob in(String name, String namespace) {
        SyncJob object = object(name, "plant", false);
        object.getMetadata().setNamespace(namespace);
        return object;
    }

    static SyncJobStatus kept(String account) {
        return status("arn:aws:iottwinmaker:eu-central-1:" + account + ":workspace/plant/sync-job/x", account);
    }

    static SyncJob observer(String name) {
        SyncJob object = object(name, "plant", false);
        object.setSpec(new SyncJobSpec(
                "plant",
                "SITEWISE",
                ROLE,
                null,
                null,
                null,
                null,
                null,
                null,
                ManagementPolicy.OBSERVE_ONLY,
                null,
                null,
                null));
        return object;
    }

    static SyncJob object(String name, String workspace, boolean held) {
        SyncJob object = new SyncJob();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace("default")
                .withName(name)
                .withUid("uid-of-" + name)
                .withCreationTimestamp("2026-03-01T11:00:00Z")
                .withFinalizers(held ? List.of(SyncJob.FINALIZER) : List.of())
                .build());
        object.setSpec(SyncJobSpec.of(workspace, "SITEWISE", ROLE, null, null));
        return object;
    }

    static SyncJobStatus status(@Nullable String arn) {
        return status(arn, null);
    }

    /** What an object says that was last looked at with this success. */
    static SyncJobStatus synced(boolean holds, Reason reason) {
        return status(
                null,
                null,
                new Condition(
                        Condition.SYNCED, holds ? "True" : "False", reason.text(), "", "2026-03-01T11:00:00Z", 1L));
    }

    private static SyncJobStatus status(@Nullable String arn, @Nullable String account, Condition... conditions) {
        return new SyncJobStatus(
                1L,
                arn,
                null,
                null,
                null,
                account,
                null,
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(conditions));
    }
}
