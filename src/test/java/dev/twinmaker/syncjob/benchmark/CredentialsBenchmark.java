package dev.twinmaker.syncjob.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.aws.TokenServices;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.integration.Stage;
import dev.twinmaker.syncjob.integration.Tenants;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.RoleTrust;
import dev.twinmaker.syncjob.simulator.Roles;
import dev.twinmaker.syncjob.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * What is told of credentials that fail, how often STS is asked meanwhile, and how long it takes until all is well again,
 * each for a SyncJob that was in step before and has an account of its own. With the default settings and in real time, so
 * it takes about ten minutes.
 */
public final class CredentialsBenchmark {

    private static final Duration TROUBLE = Duration.ofMinutes(5);
    private static final Duration LATE = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofMinutes(12);
    private static final String EXTERNAL_ID = "an-external-id";
    private static final String DENIED = "`AccessDenied` and Stalled";
    private static final String MISSING = "`CredentialsUnavailable`";

    /** Those that a stage sets otherwise. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "SYNCJOB_AWS_READ_RATE", "5",
            "SYNCJOB_AWS_READ_BURST", "10",
            "SYNCJOB_AWS_WRITE_RATE", "1",
            "SYNCJOB_AWS_WRITE_BURST", "2",
            "SYNCJOB_AWS_CALL_TIMEOUT", "10s",
            "SYNCJOB_POLL_INITIAL", "2s",
            "SYNCJOB_BACKOFF_INITIAL", "1s");

    private final Tenants tenants;
    private final Simulator simulator;
    private final TokenServices agent;
    private final Path token;
    private int plants;

    private CredentialsBenchmark(Tenants tenants, TokenServices agent) throws IOException {
        this.tenants = tenants;
        this.simulator = tenants.simulator();
        this.agent = agent;
        this.token = tenants.stage().plane().folder().resolve("pod-token");
        replaceToken("first-token", "AKIDFIRST");
    }

    public static void main(String[] args) {
        Measurement.main(CredentialsBenchmark::all);
    }

    private static void all() throws Exception {
        try (Tenants tenants = Tenants.start();
                TokenServices agent = new TokenServices()) {
            CredentialsBenchmark benchmark = new CredentialsBenchmark(tenants, agent);
            benchmark.start();
            System.out.println(TroubledPlant.HEADER);
            benchmark.expiryDuringACall();
            benchmark.fiveMinutes();
            benchmark.rotation();
        }
    }

    private void start() {
        OperatorProcess operator = tenants.operator(agent.settings(token, DEFAULTS));
        assertThat(operator.isAlive()).isTrue();
    }

    /** The session ends while AWS works on a call that was signed with it. */
    private void expiryDuringACall() {
        TroubledPlant plant = ready("expired", false);
        Duration slow = Duration.ofSeconds(3);
        String rule = simulator
                .faults()
                .once(
                        FaultMatch.of(Operation.GET_SYNC_JOB).inAccount(plant.account()),
                        new FaultAction.Delay(FaultAction.Distribution.FIXED, slow, slow));
        plant.begin().look("during");
        until(
                "the call is under way",
                Duration.ofMinutes(1),
                () -> simulator.faults().struck(rule) == 1);
        plant.beginWithoutSession().mend();
        until("it is well", LIMIT, List.of(plant), plant::recovered);
        assertThat(simulator.journal().entries(Operation.GET_SYNC_JOB))
                .filteredOn(call -> call.key().place().account().equals(plant.account()))
                .extracting(JournalEntry::errorCode)
                .containsOnlyOnce("ExpiredTokenException");
        plant.print("a session ends during a call", "`InSync`", 1, Duration.ofSeconds(10));
    }

    private void fiveMinutes() {
        TroubledPlant denied = ready("denied", false);
        TroubledPlant external = ready("external", false);
        TroubledPlant down = ready("down", true);
        TroubledPlant held = ready("held", false);
        List<TroubledPlant> all = List.of(denied, external, down, held);
        Roles roles = simulator.iam().roles();
        roles.put(RoleTrust.of(denied.hub()).trusting("999999999999"));
        roles.put(RoleTrust.of(external.hub()).trusting(Stage.ACCOUNT).withExternalId(EXTERNAL_ID));
        String outage = simulator.faults().always(asked(down), FaultAction.Answer.error(503, "ServiceUnavailable"));
        String spared = simulator.faults().always(asked(held), FaultAction.Answer.error(503, "ServiceUnavailable"));
        denied.beginWithoutSession().look("failing");
        external.beginWithoutSession().look("failing");
        down.beginWithoutSession().look("failing");
        held.begin();
        pass(TROUBLE, all);
        held.look("all-the-same");
        until("who has a session goes on", Duration.ofMinutes(1), all, held::looked);
        held.mend();
        assertThat(simulator.faults().struck(outage)).isPositive();
        assertThat(simulator.faults().struck(spared)).isZero();

        denied.mend();
        roles.put(RoleTrust.of(denied.hub()).trusting(Stage.ACCOUNT));
        external.mend();
        tenants.edit(external.team(), "{\"spec\":{\"assumeRole\":{\"externalId\":\"" + EXTERNAL_ID + "\"}}}");
        down.mend();
        simulator.faults().remove(outage);
        until(
                "all are well",
                LIMIT,
                List.of(denied, external, down),
                () -> denied.recovered() && external.recovered() && down.recovered());
        denied.print("the role is denied, until its trust is mended", DENIED, 8, Duration.ofSeconds(330));
        external.print("the external id is wrong, until the AwsAccess is mended", DENIED, 8, Duration.ofSeconds(30));
        down.print("STS is down, and the session has ended", MISSING, 16, Duration.ofMinutes(2));
        held.print("STS is down, and the session goes on", "`InSync`", 0, Duration.ZERO);
    }

    /** What the agent gives ends when the token is replaced, and the session of the role with it. */
    private void rotation() throws IOException {
        TroubledPlant inTime = ready("in-time", true);
        replaceToken("second-token", "AKIDSECOND");
        simulator.iam().expire("AKIDFIRST");
        inTime.beginWithoutSession().mend();
        inTime.look("in-time");
        until("it is well", LIMIT, List.of(inTime), inTime::recovered);
        assertThat(agent.asked()).contains("second-token");
        inTime.print("the token of the pod is replaced in time", "`InSync`", 1, Duration.ofSeconds(10));

        TroubledPlant late = ready("late", true);
        simulator.iam().expire("AKIDSECOND");
        late.beginWithoutSession().look("late");
        pass(LATE, List.of(late));
        late.mend();
        replaceToken("third-token", "AKIDTHIRD");
        until("it is well", LIMIT, List.of(late), late::recovered);
        late.print("the token of the pod is replaced a minute late", MISSING, 6, Duration.ofMinutes(2));
    }

    private TroubledPlant ready(String team, boolean unnamed) {
        return TroubledPlant.ready(tenants, team, ++plants, unnamed);
    }

    private static FaultMatch asked(TroubledPlant plant) {
        return FaultMatch.of(Operation.ASSUME_ROLE).inAccount(plant.account());
    }

    /** Another token in place of the present one, for which the agent gives another credential, each time for a moment. */
    private void replaceToken(String name, String key) throws IOException {
        agent.agentGives(key, Duration.ofSeconds(2));
        Files.writeString(token, name);
    }

    /** Lets that time pass and notes what is said meanwhile. */
    private static void pass(Duration time, List<TroubledPlant> plants) {
        Instant end = Instant.now().plus(time);
        until(
                "the time is over",
                time.plusMinutes(1),
                plants,
                () -> Instant.now().isAfter(end));
    }

    private static void until(String what, Duration limit, List<TroubledPlant> plants, BooleanSupplier reached) {
        until(what, limit, () -> {
            plants.forEach(TroubledPlant::observe);
            return reached.getAsBoolean();
        });
    }

    private static void until(String what, Duration limit, BooleanSupplier reached) {
        Awaitility.await(what)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(reached::getAsBoolean);
    }
}
