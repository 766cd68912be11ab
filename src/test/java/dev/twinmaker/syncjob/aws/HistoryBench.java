package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.AwsDouble;
import dev.twinmaker.syncjob.core.SettableClock;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;

/**
 * One simulator and one adapter for many histories, each of which begins with an empty world on a clock of its own. The
 * budget, which the adapter keeps, is that of the settings as shipped; its clock never goes back.
 */
final class HistoryBench implements InstantSource {

    private static final String STS = "aws.endpointUrlSts";
    private static final Duration BETWEEN = Duration.ofHours(1);

    private final SimulatedCredentials credentials = new SimulatedCredentials();
    private @Nullable Simulator simulator;
    private @Nullable TwinMakerSyncJobs adapter;
    private @Nullable IoTTwinMakerClient stranger;
    private InstantSource clock = () -> Instant.EPOCH;
    private Instant began = Instant.EPOCH;
    private Instant base = Instant.EPOCH;

    void open() {
        simulator = Simulator.start(
                SimulatorOptions.defaults()
                        .withWorkspaces(List.of(AwsDouble.IDENTITY.workspaceId()))
                        .withoutThrottling(),
                () -> clock.instant());
        System.setProperty(Bench.ENDPOINT, simulator.endpoint().toString());
        System.setProperty(STS, simulator.endpoint().toString());
        AwsSettings settings = new AwsSettings(Bench.REGION, true, true, Duration.ofSeconds(5), 5, 10, 1, 2);
        adapter = TwinMakerSyncJobs.of(settings, credentials, this);
        stranger = IoTTwinMakerClient.builder()
                .region(Region.of(Bench.REGION))
                .endpointOverride(simulator.endpoint())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDSTRANGER", "secret")))
                .overrideConfiguration(configuration ->
                        configuration.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
                .build();
    }

    AwsDouble begin(SettableClock next) {
        base = instant().plus(BETWEEN);
        clock = next;
        began = next.instant();
        return new SimulatedAws(
                next,
                Objects.requireNonNull(simulator),
                Objects.requireNonNull(adapter),
                credentials,
                Objects.requireNonNull(stranger));
    }

    void close() {
        Objects.requireNonNull(stranger).close();
        Objects.requireNonNull(adapter).close();
        Objects.requireNonNull(simulator).close();
        System.clearProperty(Bench.ENDPOINT);
        System.clearProperty(STS);
    }

    /** The clock of the budget. */
    @Override
    public Instant instant() {
        return base.plus(Duration.between(began, clock.instant()));
    }
}
