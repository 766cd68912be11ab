package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Sees to it that an object made again under a name that was just deleted gets its first pass.
 *
 * <p>The framework (5.3.2), when it is told of every event, takes an addition that arrives while it still works on the
 * deletion of that name for a part of the deletion, and forgets it: see docs/decisions/0003-finalizer-and-status.md.
 * This source repeats the addition until the reconciler has seen the new object.
 */
final class RecreatedObjects<R extends HasMetadata> extends AbstractEventSource<R, R> implements ResourceEventAware<R> {

    private static final Duration REPEAT = Duration.ofMillis(500);
    private static final Duration RECENT = Duration.ofMinutes(1);
    private static final int MOST_REPEATS = 600;

    private final Later later;
    private final Consumer<R> watched;
    private final Consumer<R> forgotten;
    private final Set<ResourceID> deleted = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Map<ResourceID, String> unseen = new ConcurrentHashMap<>();

    /**
     * @param watched is told what the watch shows of an object that it showed before
     * @param forgotten is told of an object that has been gone for a while
     */
    RecreatedObjects(Class<R> type, Later later, Consumer<R> watched, Consumer<R> forgotten) {
        super(type, "recreated-objects");
        this.later = later;
        this.watched = watched;
        this.forgotten = forgotten;
    }

    /** Not about recreation: what the watch shows need not be remembered beside it. */
    @Override
    public void onResourceUpdated(R now, R before) {
        watched.accept(now);
    }

    @Override
    public void onResourceDeleted(R object) {
        ResourceID name = ResourceID.fromResource(object);
        String uid = object.getMetadata().getUid();
        deleted.add(name);
        gone.add(uid);
        later.after(RECENT, () -> {
            deleted.remove(name);
            // Not one that is shown again since: its labels may have taken it out of the selector for a while.
            if (gone.remove(uid)) {
                forgotten.accept(object);
            }
        });
    }

    @Override
    public void onResourceCreated(R object) {
        ResourceID name = ResourceID.fromResource(object);
        gone.remove(object.getMetadata().getUid());
        if (deleted.contains(name)) {
            unseen.put(name, object.getMetadata().getUid());
            later.after(REPEAT, () -> repeat(name, object, MOST_REPEATS));
        }
    }

    /** To be called at each pass over a living object. */
    void seen(R object) {
        unseen.remove(ResourceID.fromResource(object), object.getMetadata().getUid());
    }

    private void repeat(ResourceID name, R object, int left) {
        if (left > 0 && isRunning() && object.getMetadata().getUid().equals(unseen.get(name))) {
            getEventHandler().handleEvent(new ResourceEvent(ResourceAction.ADDED, name, object));
            later.after(REPEAT, () -> repeat(name, object, left - 1));
        }
    }

    @Override
    public Set<R> getSecondaryResources(R primary) {
        return Set.of();
    }
}
