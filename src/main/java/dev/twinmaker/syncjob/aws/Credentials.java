package dev.twinmaker.syncjob.aws;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * The SDK's default chain, which knows IRSA and EKS Pod Identity, with two additions. Whatever goes wrong on the way to
 * a credential is told apart from what goes wrong with the call itself; the SDK's own exceptions do not. And nobody
 * waits longer for a credential than for a call: the SDK's timeout of a call begins only behind this.
 */
final class Credentials implements AwsCredentialsProvider {

    private final AwsCredentialsProvider chain;
    private final Duration limit;
    private final Executor threads = Executors.newCachedThreadPool(Credentials::daemon);
    private @Nullable CompletableFuture<AwsCredentialsIdentity> underWay;

    Credentials(AwsCredentialsProvider chain, Duration limit) {
        this.chain = chain;
        this.limit = limit;
    }

    static Credentials ofEnvironment(Duration limit) {
        return new Credentials(DefaultCredentialsProvider.builder().build(), limit);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return chain.resolveCredentials();
        } catch (RuntimeException e) {
            throw new Unavailable(e);
        }
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        try {
            return CompletableFuture.completedFuture(ask(request).get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new Unavailable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new Unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted while waiting for a credential", e);
        }
    }

    /** All who ask at the same time wait for one answer, so that a chain that hangs holds one thread and no more. */
    private synchronized CompletableFuture<AwsCredentialsIdentity> ask(ResolveIdentityRequest request) {
        CompletableFuture<AwsCredentialsIdentity> asked = underWay;
        if (asked == null || asked.isDone()) {
            asked = CompletableFuture.supplyAsync(
                    () -> chain.resolveIdentity(request).join(), threads);
            underWay = asked;
        }
        return asked;
    }

    /** The credential to sign with now; {@link Unavailable} if there is none. */
    AwsCredentialsIdentity resolve() {
        return resolveIdentity(ResolveIdentityRequest.builder().build()).join();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "aws-credentials");
        thread.setDaemon(true);
        return thread;
    }

    /** There is no credential to sign with. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super(cause);
        }
    }
}
