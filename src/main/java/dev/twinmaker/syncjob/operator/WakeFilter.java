package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which updates make a pass: an edit of the spec, of a watched annotation, of the finalizers, a deletion, or another
 * object under the same name. Status, labels and managed fields do not, and neither does our own finalizer when it is
 * added, since the pass that adds it goes on.
 */
final class WakeFilter implements OnUpdateFilter<SyncJob> {

    private static final Set<String> WATCHED =
            Set.of(SyncJob.RECONCILE_REQUESTED_AT, SyncJob.APPROVE_REPLACEMENT, SyncJob.FORCE_RELEASE);

    @Override
    public boolean accept(SyncJob now, SyncJob before) {
        ObjectMeta a = before.getMetadata();
        ObjectMeta b = now.getMetadata();
        return !Objects.equals(a.getUid(), b.getUid())
                || !Objects.equals(a.getGeneration(), b.getGeneration())
                || !Objects.equals(a.getDeletionTimestamp(), b.getDeletionTimestamp())
                || !requests(a).equals(requests(b))
                || finalizersChanged(a, b);
    }

    private static Map<String, String> requests(ObjectMeta meta) {
        Map<String, String> requests =
                meta.getAnnotations() == null ? new HashMap<>() : new HashMap<>(meta.getAnnotations());
        requests.keySet().retainAll(WATCHED);
        return requests;
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
