package dev.twinmaker.syncjob.aws;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * The SDK's default chain, which knows IRSA and EKS Pod Identity, with one addition: whatever goes wrong on the way to a
 * credential is told apart from what goes wrong with the call itself. The SDK's own exceptions do not.
 */
final class Credentials implements AwsCredentialsProvider {

    private final AwsCredentialsProvider chain;

    Credentials(AwsCredentialsProvider chain) {
        this.chain = chain;
    }

    static Credentials ofEnvironment() {
        return new Credentials(DefaultCredentialsProvider.builder().build());
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
            return CompletableFuture.completedFuture(
                    chain.resolveIdentity(request).join());
        } catch (CompletionException e) {
            throw new Unavailable(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            throw new Unavailable(e);
        }
    }

    /** There is no credential to sign with. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super(cause);
        }
    }
}
