package dev.twinmaker.syncjob.operator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A read that many ask for at once and that costs too much for each: one is made for all who asked before it began, so
 * that nobody gets an answer that is older than the question. Safe for use by many threads.
 */
final class SharedRead<T> {

    private final Supplier<T> source;
    private final Object oneAtATime = new Object();
    private @Nullable CompletableFuture<T> next;

    SharedRead(Supplier<T> source) {
        this.source = source;
    }

    /** What a read gave that began after this call; throws what that read threw. */
    T get() {
        CompletableFuture<T> answer;
        boolean first;
        synchronized (this) {
            CompletableFuture<T> waiting = next;
            first = waiting == null;
            answer = waiting == null ? new CompletableFuture<>() : waiting;
            next = answer;
        }
        if (first) {
            read(answer);
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void read(CompletableFuture<T> answer) {
        synchronized (oneAtATime) {
            synchronized (this) {
                next = null;
            }
            try {
                answer.complete(source.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
