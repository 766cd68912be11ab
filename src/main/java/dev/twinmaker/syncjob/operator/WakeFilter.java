package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which updates make a pass: an edit of the spec, of the watched annotation, of the finalizers, a deletion, or another
 * object under the same name. Status, labels and managed fields do not, and neither does our own finalizer when it is
 * added, since the pass that adds it goes on.
 */
final class WakeFilter implements OnUpdateFilter<SyncJob> {

    @Override
    public boolean accept(SyncJob now, SyncJob before) {
        ObjectMeta a = before.getMetadata();
        ObjectMeta b = now.getMetadata();
        return !Objects.equals(a.getUid(), b.getUid())
                || !Objects.equals(a.getGeneration(), b.getGeneration())
                || !Objects.equals(a.getDeletionTimestamp(), b.getDeletionTimestamp())
                || !Objects.equals(request(a), request(b))
                || finalizersChanged(a, b);
    }

    private static @Nullable String request(ObjectMeta meta) {
        Map<String, String> annotations = meta.getAnnotations();
        return annotations == null ? null : annotations.get(SyncJob.RECONCILE_REQUESTED_AT);
    }

    private static boolean finalizersChanged(ObjectMeta before, ObjectMeta now) {
        List<String> expected = new ArrayList<>(before.getFinalizers());
        if (expected.equals(now.getFinalizers())) {
            return false;
        }
        expected.add(SyncJob.FINALIZER);
        return before.getFinalizers().contains(SyncJob.FINALIZER) || !expected.equals(now.getFinalizers());
    }
}
