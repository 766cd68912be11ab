package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.SpecRules;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Requests;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From an object of the API server to what the core works on. */
final class DesiredFactory {

    /** Finalizers of the garbage collector: they wait for us, so waiting for them would never end. */
    private static final Set<String> GARBAGE_COLLECTOR = Set.of("foregroundDeletion", "orphan");

    private static final SyncJobSpec NO_SPEC = SyncJobSpec.of(null, null, null, null, null);

    private final String clusterId;
    private final Set<String> formerClusterIds;
    private final String region;
    private final Map<String, String> defaultTags;

    /**
     * @param region of objects that name none and have none pinned
     * @param defaultTags of every job; those of a spec win
     */
    DesiredFactory(String clusterId, Set<String> formerClusterIds, String region, Map<String, String> defaultTags) {
        this.clusterId = clusterId;
        this.formerClusterIds = Set.copyOf(formerClusterIds);
        this.region = region;
        this.defaultTags = Map.copyOf(defaultTags);
    }

    Desired of(SyncJob object) {
        ObjectMeta meta = object.getMetadata();
        SyncJobSpec stored = object.getSpec();
        SyncJobSpec spec = stored == null ? NO_SPEC : stored;
        Map<String, String> tags = tags(spec);
        Optional<String> moved = SpecRules.movedFault(spec, object.getStatus());
        return new Desired(
                new Owner(clusterId, meta.getNamespace(), meta.getName(), meta.getUid()),
                formerClusterIds,
                meta.getCreationTimestamp() == null ? Instant.EPOCH : Instant.parse(meta.getCreationTimestamp()),
                meta.getGeneration() == null ? 0 : meta.getGeneration(),
                meta.getDeletionTimestamp() == null ? null : Instant.parse(meta.getDeletionTimestamp()),
                meta.getFinalizers().contains(SyncJob.FINALIZER),
                others(meta.getFinalizers()),
                identity(spec, object.getStatus()),
                orEmpty(spec.roleArn()),
                tags,
                policy(spec),
                requests(meta),
                SpecRules.identityFault(spec).or(() -> moved),
                SpecRules.fault(spec)
                        .or(() -> moved)
                        .or(() -> SpecRules.faultOfTags("spec.tags with the tags of syncjob.default-tags", tags)));
    }

    private Map<String, String> tags(SyncJobSpec spec) {
        if (defaultTags.isEmpty()) {
            return spec.tags() == null ? Map.of() : Map.copyOf(spec.tags());
        }
        Map<String, String> tags = new HashMap<>(defaultTags);
        if (spec.tags() != null) {
            tags.putAll(spec.tags());
        }
        return Map.copyOf(tags);
    }

    private static Policy policy(SyncJobSpec spec) {
        return new Policy(
                or(spec.deletionPolicy(), Policy.DEFAULT.deletion()),
                or(spec.adoptionPolicy(), Policy.DEFAULT.adoption()),
                or(spec.replacementPolicy(), Policy.DEFAULT.replacement()),
                or(spec.tagPolicy(), Policy.DEFAULT.tags()),
                or(spec.managementPolicy(), Policy.DEFAULT.management()),
                Boolean.TRUE.equals(spec.suspend()),
                Boolean.TRUE.equals(spec.deletionProtection()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
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

    private static Requests requests(ObjectMeta meta) {
        Map<String, String> annotations = meta.getAnnotations();
        return annotations == null
                ? Requests.NONE
                : new Requests(
                        Optional.ofNullable(annotations.get(SyncJob.RECONCILE_REQUESTED_AT)),
                        Optional.ofNullable(annotations.get(SyncJob.APPROVE_REPLACEMENT)),
                        Optional.ofNullable(annotations.get(SyncJob.FORCE_RELEASE)));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
