package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the wait that the API server asks for when it has too much to do. The client reads {@code Retry-After} and asks
 * again after its own, shorter time all the same.
 */
final class RequestedWaits implements Interceptor {

    private static final int TOO_MANY_REQUESTS = 429;

    /** Well below what the client grants to a request. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder request, HttpResponse<?> response, RequestTags tags) {
        Duration wait = wait(response.code(), response.header("Retry-After"));
        if (wait.isZero()) {
            return CompletableFuture.completedFuture(false);
        }
        Executor later = CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> false, later);
    }

    /** How long to do nothing. The API server gives whole seconds. */
    static Duration wait(int code, @Nullable String asked) {
        if (code != TOO_MANY_REQUESTS || asked == null || !asked.matches("[0-9]{1,9}")) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(asked));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
