package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A fault the {@link ApiServerProxy} was told to make, for as long as it lasts. */
public final class Hook {

    private final Predicate<ProxiedRequest> matches;
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final Promise<Void> released = Promise.promise();
    private int left;

    Hook(Predicate<ProxiedRequest> matches, int times) {
        this.matches = matches;
        this.left = times;
    }

    /**
     * Waits until the first request has met this hook.
     *
     * @return that request
     * @throws AssertionError if none has in this time
     */
    public ProxiedRequest awaitArrived(Duration atMost) throws InterruptedException {
        if (!arrived.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no such request came within " + atMost);
        }
        return requests.get(0);
    }

    /** The requests that have met this hook so far. */
    public List<ProxiedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Lets go what is held, and touches no later request. */
    public void release() {
        synchronized (this) {
            left = 0;
        }
        released.tryComplete();
    }

    synchronized boolean takes(ProxiedRequest request) {
        if (left == 0 || !matches.test(request)) {
            return false;
        }
        left--;
        requests.add(request);
        arrived.countDown();
        return true;
    }

    Future<Void> released() {
        return released.future();
    }
}
