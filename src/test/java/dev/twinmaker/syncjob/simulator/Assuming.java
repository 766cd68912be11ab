package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/** A user AKIDTEST of the default account who assumes roles by the real SDK, for one test. */
final class Assuming implements AfterEachCallback {

    static final String ACCOUNT = "210987654321";
    static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/teams/plant/sync";
    static final String USER = "arn:aws:iam::123456789012:user/AKIDTEST";

    private final Plant plant;
    private @Nullable StsClient client;

    Assuming(Plant plant) {
        this.plant = plant;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (client != null) {
            client.close();
        }
    }

    StsClient sts() {
        if (client == null) {
            client = StsClients.of(plant.simulator(), "AKIDTEST").build();
        }
        return client;
    }

    Roles roles() {
        return plant.simulator().iam().roles();
    }

    /** Assumes the role of this class, with whatever else the test asks for. */
    AssumeRoleResponse assume(Consumer<AssumeRoleRequest.Builder> change) {
        return assume(sts(), change);
    }

    static AssumeRoleResponse assume(StsClient sts, Consumer<AssumeRoleRequest.Builder> change) {
        return sts.assumeRole(
                request -> request.roleArn(ROLE).roleSessionName("operator").applyMutation(change));
    }

    AssumeRoleResponse assume() {
        return assume(unchanged -> {});
    }

    AwsSessionCredentials session() {
        return credentials(assume());
    }

    static AwsSessionCredentials credentials(AssumeRoleResponse response) {
        return AwsSessionCredentials.create(
                response.credentials().accessKeyId(),
                response.credentials().secretAccessKey(),
                response.credentials().sessionToken());
    }

    /** Asks STS who these credentials are. */
    GetCallerIdentityResponse identity(AwsCredentials credentials) {
        try (StsClient other = StsClients.of(plant.simulator(), credentials).build()) {
            return other.getCallerIdentity();
        }
    }

    StsException refused(Consumer<AssumeRoleRequest.Builder> change) {
        return refusal(() -> assume(change));
    }

    static StsException refusal(Runnable task) {
        StsException thrown = catchThrowableOfType(StsException.class, task::run);
        assertThat(thrown).isNotNull();
        return thrown;
    }

    static void isError(StsException refusal, int status, String code, String message) {
        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
        assertThat(refusal.requestId()).hasSize(36);
    }

    static void isDenied(StsException refusal, String caller, String action) {
        isError(
                refusal,
                403,
                "AccessDenied",
                "User: " + caller + " is not authorized to perform: " + action + " on resource: " + ROLE);
    }

    static Consumer<AssumeRoleRequest.Builder> tagged(Map<String, String> tags) {
        return request -> request.tags(tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList());
    }
}
