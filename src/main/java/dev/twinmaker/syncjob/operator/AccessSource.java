package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.Accesses;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the accesses in the book, and has the objects looked at whose grant is another now. It starts behind the watch of
 * accesses, so that the book is filled by then.
 */
final class AccessSource extends AbstractEventSource<AwsAccess, AwsAccess> implements ResourceEventAware<AwsAccess> {

    /** A namespace seldom gets or loses one object alone. */
    private static final Duration COUNTED = Duration.ofSeconds(2);

    private final EventSourceContext<AwsAccess> context;
    private final LiveAccesses live;
    private final GrantBook book;
    private final WatchedObjects objects;
    private final Wakeups<AwsAccess> wakeups;

    AccessSource(
            EventSourceContext<AwsAccess> context,
            LiveAccesses live,
            GrantBook book,
            WatchedObjects objects,
            Wakeups<AwsAccess> wakeups) {
        super(AwsAccess.class, "accesses");
        this.context = context;
        this.live = live;
        this.book = book;
        this.objects = objects;
        this.wakeups = wakeups;
    }

    @Override
    public void start() {
        super.start();
        book.fill(() -> context.getPrimaryCache().list().map(live::of).toList());
        objects.onUse(this::count);
    }

    @Override
    public void onResourceCreated(AwsAccess object) {
        wake(book.put(live.of(object)));
    }

    @Override
    public void onResourceUpdated(AwsAccess now, AwsAccess before) {
        wake(book.put(live.of(now)));
    }

    @Override
    public void onResourceDeleted(AwsAccess object) {
        wake(book.remove(object.getMetadata().getName()));
    }

    private void wake(@Nullable Accesses before) {
        if (before == null) {
            return;
        }
        Accesses now = book.accesses();
        for (String namespace : objects.namespaces()) {
            Map<String, String> labels = book.labels(namespace);
            if (!now.sameFor(namespace, labels, before)) {
                objects.wake(namespace);
                count(before, namespace, labels);
                count(namespace);
            }
        }
    }

    /** The accesses that are for that namespace count anew how many use them. */
    void count(String namespace) {
        count(book.accesses(), namespace, book.labels(namespace));
    }

    /** The same of those that were for it. */
    void count(Accesses then, String namespace, Map<String, String> labels) {
        for (Access access : then.of(namespace, labels)) {
            wakeups.after(COUNTED, new ResourceID(access.name()));
        }
    }

    @Override
    public Set<AwsAccess> getSecondaryResources(AwsAccess primary) {
        return Set.of();
    }
}
