package dev.twinmaker.syncjob.check;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.SpecRules;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.WrittenAccess;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/**
 * Whether this version can work with a stored object.
 *
 * @param fault why it cannot; empty if it can
 */
record Fit(Optional<String> fault) {

    private static final String LOST =
            "its status cannot be read, so what is known of its job is lost to this version of the operator";

    static Fit ofSyncJob(KubernetesSerialization json, GenericKubernetesResource stored) {
        SyncJob object = json.convertValue(stored, SyncJob.class);
        SyncJobSpec spec = object.getSpec();
        if (spec == null) {
            return new Fit(Optional.of("it has no spec"));
        }
        boolean told = stored.get("status", "conditions") != null;
        boolean lost = told && SyncJobStatus.EMPTY.equals(object.getStatus());
        return new Fit(SpecRules.fault(spec)
                .or(() -> SpecRules.movedFault(spec, object.getStatus()))
                .or(() -> lost ? Optional.of(LOST) : Optional.empty()));
    }

    static Fit ofAccess(KubernetesSerialization json, GenericKubernetesResource stored) {
        AwsAccess object = json.convertValue(stored, AwsAccess.class);
        return new Fit(WrittenAccess.of(stored.getMetadata().getName(), object.getSpec(), Access.Phase.HELD, "")
                .fault());
    }
}
