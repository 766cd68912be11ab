package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.Desired;
import dev.twinmaker.syncjob.core.Identity;
import dev.twinmaker.syncjob.core.Owner;
import dev.twinmaker.syncjob.core.SpecRules;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From an object of the API server to what the core works on. */
final class DesiredFactory {

    /** Finalizers of the garbage collector: they wait for us, so waiting for them would never end. */
    private static final Set<String> GARBAGE_COLLECTOR = Set.of("foregroundDeletion", "orphan");

    private static final SyncJobSpec NO_SPEC = new SyncJobSpec(null, null, null, null, null);

    private final String clusterId;
    private final String region;

    /**
     * @param region of objects that name none and have none pinned
     */
    DesiredFactory(String clusterId, String region) {
        this.clusterId = clusterId;
        this.region = region;
    }

    Desired of(SyncJob object) {
        ObjectMeta meta = object.getMetadata();
        SyncJobSpec stored = object.getSpec();
        SyncJobSpec spec = stored == null ? NO_SPEC : stored;
        return new Desired(
                new Owner(clusterId, meta.getNamespace(), meta.getName(), meta.getUid()),
                meta.getGeneration() == null ? 0 : meta.getGeneration(),
                meta.getDeletionTimestamp() == null ? null : Instant.parse(meta.getDeletionTimestamp()),
                meta.getFinalizers().contains(SyncJob.FINALIZER),
                others(meta.getFinalizers()),
                identity(spec, object.getStatus()),
                orEmpty(spec.roleArn()),
                spec.tags() == null ? Map.of() : Map.copyOf(spec.tags()),
                request(meta),
                SpecRules.identityFault(spec),
                SpecRules.fault(spec));
    }

    private Identity identity(SyncJobSpec spec, @Nullable SyncJobStatus status) {
        String pinned = status == null ? null : status.region();
        String named = spec.region() != null ? spec.region() : pinned;
        return new Identity(named == null ? region : named, orEmpty(spec.workspaceId()), orEmpty(spec.syncSource()));
    }

    private static List<String> others(List<String> finalizers) {
        return finalizers.stream()
                .filter(finalizer -> !finalizer.equals(SyncJob.FINALIZER))
                .filter(finalizer -> !GARBAGE_COLLECTOR.contains(finalizer))
                .toList();
    }

    private static Optional<String> request(ObjectMeta meta) {
        return Optional.ofNullable(meta.getAnnotations())
                .map(annotations -> annotations.get(SyncJob.RECONCILE_REQUESTED_AT));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
