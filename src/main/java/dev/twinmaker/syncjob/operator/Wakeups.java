package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When each object is looked at again without an event: one wait for each, and none is kept that was cancelled.
 *
 * <p>The framework (5.3.2) keeps a cancelled wait until it would have ended, so that each event costs memory for as long
 * as the interval: see docs/decisions/0014-wakeups.md.
 */
final class Wakeups<R extends HasMetadata> extends AbstractEventSource<R, R> {

    private final Map<ResourceID, ScheduledFuture<?>> waiting = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1,
            task -> {
                Thread thread = new Thread(task, "syncjob-wakeups");
                thread.setDaemon(true);
                return thread;
            },
            // What is asked for while the process stops is not done.
            new ThreadPoolExecutor.DiscardPolicy());

    Wakeups(Class<R> type) {
        super(type, "wakeups");
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Has the object looked at when this time is over, or sooner where that was asked for and not cancelled. */
    void after(Duration delay, ResourceID name) {
        waiting.compute(name, (key, before) -> {
            if (before != null && !before.isDone() && before.getDelay(TimeUnit.MILLISECONDS) <= delay.toMillis()) {
                return before;
            }
            cancel(before);
            return executor.schedule(() -> ring(key), delay.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** Forgets what was asked for. */
    void cancel(ResourceID name) {
        cancel(waiting.remove(name));
    }

    private static void cancel(@Nullable Future<?> wait) {
        if (wait != null) {
            wait.cancel(false);
        }
    }

    private void ring(ResourceID name) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(name));
        }
    }

    /** How many waits are kept. */
    int size() {
        return executor.getQueue().size();
    }

    @Override
    public void stop() {
        executor.shutdownNow();
        super.stop();
    }

    @Override
    public Set<R> getSecondaryResources(R primary) {
        return Set.of();
    }
}
