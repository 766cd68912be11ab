package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.CreateSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.DeleteSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.GetSyncJobResponse;

/** A simulator on a manual clock with the workspaces plant and annex, and clients of it, for one test. */
final class Plant implements BeforeEachCallback, AfterEachCallback {

    static final String ROLE = "arn:aws:iam::123456789012:role/sync";
    static final String REGION = "eu-central-1";
    static final Place PLACE = Place.in(REGION);
    static final JobKey KEY = JobKey.of(REGION, "plant");
    static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=AKIDTEST/20261124/" + REGION
            + "/iottwinmaker/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123456789abcdef";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final boolean throttled;
    private @Nullable Started started;

    private record Started(ManualClock clock, Simulator simulator, IoTTwinMakerClient client) {}

    Plant() {
        this(false);
    }

    private Plant(boolean throttled) {
        this.throttled = throttled;
    }

    static Plant withRateLimits() {
        return new Plant(true);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ManualClock clock = new ManualClock();
        SimulatorOptions options = SimulatorOptions.defaults().withWorkspaces(List.of("plant", "annex"));
        Simulator simulator = Simulator.start(throttled ? options : options.withoutThrottling(), clock);
        started = new Started(
                clock, simulator, client(simulator, AwsBasicCredentials.create("AKIDTEST", "secret"), unchanged -> {}));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started().client().close();
        started().simulator().close();
    }

    private Started started() {
        return Objects.requireNonNull(started, "there is a simulator only during a test");
    }

    Simulator simulator() {
        return started().simulator();
    }

    ManualClock clock() {
        return started().clock();
    }

    void advance(long millis) {
        started().clock().advance(Duration.ofMillis(millis));
    }

    /** The real SDK, trying once. */
    IoTTwinMakerClient aws() {
        return started().client();
    }

    /** The real SDK with another access key or other settings, to be closed by the caller. */
    IoTTwinMakerClient client(String accessKey, Consumer<ClientOverrideConfiguration.Builder> settings) {
        return client(started().simulator(), AwsBasicCredentials.create(accessKey, "secret"), settings);
    }

    /** The real SDK with other credentials, to be closed by the caller. */
    IoTTwinMakerClient client(AwsCredentials credentials) {
        return client(started().simulator(), credentials, unchanged -> {});
    }

    private static IoTTwinMakerClient client(
            Simulator simulator, AwsCredentials credentials, Consumer<ClientOverrideConfiguration.Builder> settings) {
        ClientOverrideConfiguration.Builder overrides = ClientOverrideConfiguration.builder()
                .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true)
                .retryStrategy(strategy -> strategy.maxAttempts(1));
        settings.accept(overrides);
        return IoTTwinMakerClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(simulator.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(overrides.build())
                .build();
    }

    CreateSyncJobResponse create() {
        return aws().createSyncJob(request ->
                request.workspaceId("plant").syncSource("SITEWISE").syncRole(ROLE));
    }

    GetSyncJobResponse get() {
        return aws().getSyncJob(request -> request.workspaceId("plant").syncSource("SITEWISE"));
    }

    DeleteSyncJobResponse delete() {
        return aws().deleteSyncJob(request -> request.workspaceId("plant").syncSource("SITEWISE"));
    }

    /** A signed request as far as the simulator looks at signatures, with a body if there is one. */
    HttpResponse<String> send(String method, String pathAndQuery, String body) {
        return send(method, pathAndQuery, body, request -> request);
    }

    HttpResponse<String> send(
            String method, String pathAndQuery, String body, UnaryOperator<HttpRequest.Builder> change) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(started().simulator().endpoint() + pathAndQuery))
                .header("Content-Type", "application/json")
                .setHeader("Authorization", AUTHORIZATION)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        try {
            return http.send(change.apply(request).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the administration answers, which must not refuse. */
    JsonNode admin(String method, String path, String body) {
        HttpResponse<String> response = send(method, "/_sim" + path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return tree(response.body());
    }

    static JsonNode tree(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }
}
