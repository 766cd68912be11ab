package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Principal;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.RoleTrust;
import dev.twinmaker.syncjob.simulator.Roles;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The simulator with a workspace plant in three accounts, STS beside it, and the adapter before it, new for each test.
 * Both keep to one clock, which stands still until a test moves it.
 */
final class RoleBench implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    static final String HOME = Place.DEFAULT_ACCOUNT;
    static final String PUMPS = "222222222222";
    static final String PRESSES = "333333333333";
    static final String REGION = "eu-central-1";
    static final Identity IDENTITY = new Identity(REGION, "plant", "SITEWISE");
    static final String OPERATOR_KEY = "AKIDTEST";

    private static final String STS_ENDPOINT = "aws.endpointUrlSts";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final List<TwinMakerSyncJobs> open = new ArrayList<>();
    private volatile Supplier<AwsCredentials> operator = RoleBench::good;
    private volatile Instant now = BEGIN;
    private @Nullable Simulator simulator;
    private @Nullable TwinMakerSyncJobs jobs;

    @Override
    public void beforeAll(ExtensionContext context) {
        simulator = Simulator.start(SimulatorOptions.defaults().withoutThrottling(), () -> now);
        Bench.warmUp(simulator());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        now = BEGIN;
        operator = RoleBench::good;
        simulator().reset();
        simulator().world().addWorkspace(new Place(PUMPS, REGION), "plant");
        simulator().world().addWorkspace(new Place(PRESSES, REGION), "plant");
        System.setProperty(Bench.ENDPOINT, simulator().endpoint().toString());
        System.setProperty(STS_ENDPOINT, simulator().endpoint().toString());
        jobs = with(settings(Duration.ofSeconds(5)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        open.forEach(TwinMakerSyncJobs::close);
        open.clear();
        System.clearProperty(Bench.ENDPOINT);
        System.clearProperty(STS_ENDPOINT);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        simulator().close();
    }

    Simulator simulator() {
        return Objects.requireNonNull(simulator, "there is a simulator only during a test");
    }

    /** The adapter with budgets that never say no. */
    TwinMakerSyncJobs jobs() {
        return Objects.requireNonNull(jobs, "there is an adapter only during a test");
    }

    /** Another one, in place of the one there was. */
    TwinMakerSyncJobs with(AwsSettings settings) {
        AwsCredentialsProvider chain = () -> operator.get();
        TwinMakerSyncJobs made = TwinMakerSyncJobs.of(settings, chain, () -> now);
        open.add(made);
        jobs = made;
        return made;
    }

    static AwsSettings settings(Duration callTimeout) {
        return new AwsSettings(REGION, true, true, callTimeout, 1000, 100_000, 1000, 100_000, 1000, 100_000);
    }

    /** With this budget for STS. */
    static AwsSettings settings(double stsRate, double stsBurst, Duration callTimeout) {
        return new AwsSettings(REGION, true, true, callTimeout, 1000, 100_000, 1000, 100_000, stsRate, stsBurst);
    }

    static AwsCredentials good() {
        return AwsBasicCredentials.create(OPERATOR_KEY, "secret");
    }

    /** What the operator's own chain gives from now on. */
    void operator(Supplier<AwsCredentials> chain) {
        operator = chain;
    }

    Instant now() {
        return now;
    }

    void pass(Duration span) {
        now = now.plus(span);
    }

    Roles roles() {
        return simulator().iam().roles();
    }

    /** Lets that role be assumed, and from then on those only that were trusted so. */
    void trust(AssumedRole role) {
        roles().put(RoleTrust.of(role.arn()).withSessionTags());
    }

    /** Strikes each AssumeRole, and returns the id of the rule. */
    String failing(FaultAction action) {
        return simulator().faults().always(FaultMatch.of(Operation.ASSUME_ROLE), action);
    }

    static AssumedRole role(String account) {
        return role(account, "sync");
    }

    static AssumedRole role(String account, String name) {
        return new AssumedRole(
                "arn:aws:iam::" + account + ":role/" + name, Optional.empty(), "syncjob-operator-team", Map.of());
    }

    static Principal as(AssumedRole role) {
        return new Principal(Optional.of(role), Optional.empty(), Optional.empty());
    }

    static Caller caller(AssumedRole role) {
        return caller(as(role));
    }

    static Caller caller(Principal principal) {
        return new Caller("uid", Lane.URGENT, Optional.empty(), principal);
    }

    static Caller expecting(String account, AssumedRole role) {
        return new Caller("uid", Lane.URGENT, Optional.of(account), as(role));
    }

    Observation look(AssumedRole role) {
        return jobs().look(IDENTITY, false, caller(role));
    }

    /** A look that is answered, by the account of the role. */
    void sees(AssumedRole role) {
        assertThat(look(role)).isEqualTo(new Observation.Absent(Optional.of(role.account())));
    }

    /** A look that fails, with a text that is fit for a status. */
    Failure failure(AssumedRole role) {
        return failure(look(role));
    }

    static Failure failure(Observation seen) {
        assertThat(seen).isInstanceOf(Observation.Unreadable.class);
        Failure failure = ((Observation.Unreadable) seen).failure();
        AwsCall.assertFitForAStatus(failure.text());
        return failure;
    }

    /** A job of that account, in the workspace that each account has. */
    void seed(String account) {
        simulator().world().addJob(JobSeed.active(key(account), Bench.ROLE).tagged(Bench.TAGS));
    }

    static JobKey key(String account) {
        return new Place(account, REGION).job("plant", JobKey.SITEWISE);
    }

    /** How many calls of that operation have arrived. */
    int calls(Operation operation) {
        return simulator().journal().entries(operation).size();
    }

    int assumed() {
        return calls(Operation.ASSUME_ROLE);
    }
}
