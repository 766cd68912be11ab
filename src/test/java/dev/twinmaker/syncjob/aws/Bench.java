package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The simulator with the workspaces plant and annex, for all tests of a class, and the adapter before it, new for each
 * test. As in the operator, the endpoint comes from the SDK's environment. The budget's clock stands still.
 */
final class Bench implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    static final String ENDPOINT = "aws.endpointUrlIoTTwinMaker";
    static final String REGION = "eu-central-1";
    static final String ROLE = "arn:aws:iam::123456789012:role/sync";
    static final Identity IDENTITY = new Identity(REGION, "plant", "SITEWISE");
    static final JobKey KEY = JobKey.of(REGION, "plant");
    static final Map<String, String> TAGS = Map.of("owner", "us");
    static final Caller CALLER = new Caller("uid", Lane.URGENT, Optional.empty());

    private static final Duration WARM_UP = Duration.ofMinutes(2);

    private final List<TwinMakerSyncJobs> open = new ArrayList<>();
    private @Nullable Simulator simulator;
    private @Nullable TwinMakerSyncJobs jobs;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public void beforeAll(ExtensionContext context) {
        simulator = Simulator.start(
                SimulatorOptions.defaults()
                        .withWorkspaces(List.of("plant", "annex"))
                        .withoutThrottling(),
                Instant::now);
        warmUp(simulator());
    }

    /** The first call in a JVM loads the whole SDK, which on a busy machine takes longer than a test lets a call take. */
    static void warmUp(Simulator simulator) {
        System.setProperty(ENDPOINT, simulator.endpoint().toString());
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret"));
        try (TwinMakerSyncJobs first = TwinMakerSyncJobs.of(settings(WARM_UP), credentials, Instant::now)) {
            first.look(IDENTITY, true, CALLER);
        } finally {
            System.clearProperty(ENDPOINT);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator().reset();
        System.setProperty(ENDPOINT, simulator().endpoint().toString());
        jobs = with(settings(Duration.ofSeconds(5)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        open.forEach(TwinMakerSyncJobs::close);
        open.clear();
        System.clearProperty(ENDPOINT);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        simulator().close();
    }

    Simulator simulator() {
        return Objects.requireNonNull(simulator, "there is a simulator only during a test");
    }

    /** The adapter with a budget that never says no. */
    TwinMakerSyncJobs jobs() {
        return Objects.requireNonNull(jobs, "there is an adapter only during a test");
    }

    /** Another one, with credentials that the simulator takes. */
    TwinMakerSyncJobs with(AwsSettings settings) {
        return with(settings, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret")));
    }

    TwinMakerSyncJobs with(AwsSettings settings, AwsCredentialsProvider credentials) {
        TwinMakerSyncJobs made = TwinMakerSyncJobs.of(settings, credentials, () -> now);
        open.add(made);
        return made;
    }

    static AwsSettings settings(Duration callTimeout) {
        return new AwsSettings(REGION, true, false, callTimeout, 1000, 100_000, 1000, 100_000);
    }

    void pass(Duration span) {
        now = now.plus(span);
    }

    /** A job that is there, as a look with tags shows it. */
    Job seeded() {
        simulator().world().addJob(JobSeed.active(KEY, ROLE).tagged(TAGS));
        return shown();
    }

    /** A job as a look with tags shows it, whether it is there or not. */
    static Job shown() {
        return new Job(
                KEY.arn(), "ACTIVE", ROLE, Instant.parse("2026-01-01T00:00:00Z"), null, null, null, Optional.of(TAGS));
    }

    /** The number of each try of an operation that arrived. */
    List<Integer> tries(Operation operation) {
        return simulator().journal().entries(operation).stream()
                .map(JournalEntry::attempt)
                .toList();
    }
}
