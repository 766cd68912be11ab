package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The one thread of a proxy, which alone touches what the proxy keeps. */
final class ProxyLoop implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 15;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Context context = vertx.getOrCreateContext();

    Vertx vertx() {
        return vertx;
    }

    Context context() {
        return context;
    }

    /** Does this on the loop, waits for it, and returns what it came to. */
    <T> T perform(Supplier<T> work) {
        return await(Future.future(promise -> context.runOnContext(ignored -> promise.complete(work.get()))));
    }

    /** Waits for something that the loop does. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the proxy in front of the API server did not do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
