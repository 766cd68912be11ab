package dev.twinmaker.syncjob.aws;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** Makes the SDK sign a request with this very credential, and not with one that came into use since. */
final class Signed implements IdentityProvider<AwsCredentialsIdentity> {

    private final AwsCredentialsIdentity credential;

    private Signed(AwsCredentialsIdentity credential) {
        this.credential = credential;
    }

    static AwsRequestOverrideConfiguration with(AwsCredentialsIdentity credential) {
        return AwsRequestOverrideConfiguration.builder()
                .credentialsProvider(new Signed(credential))
                .build();
    }

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
    }

    @Override
    public CompletableFuture<? extends AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return CompletableFuture.completedFuture(credential);
    }
}
