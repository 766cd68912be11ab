package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** Which updates of an access make a pass: an edit, a deletion, the loss of our finalizer, or another access of its name. */
final class AccessFilter implements OnUpdateFilter<AwsAccess> {

    @Override
    public boolean accept(AwsAccess now, AwsAccess before) {
        ObjectMeta a = before.getMetadata();
        ObjectMeta b = now.getMetadata();
        return !Objects.equals(a.getUid(), b.getUid())
                || !Objects.equals(a.getGeneration(), b.getGeneration())
                || !Objects.equals(a.getDeletionTimestamp(), b.getDeletionTimestamp())
                || (a.getFinalizers().contains(AwsAccess.FINALIZER)
                        && !b.getFinalizers().contains(AwsAccess.FINALIZER));
    }
}
