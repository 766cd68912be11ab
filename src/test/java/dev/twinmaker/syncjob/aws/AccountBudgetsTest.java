package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.HOME;
import static dev.twinmaker.syncjob.aws.RoleBench.IDENTITY;
import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.Principal;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each account has its own budget in each region: two reads a second and two at once, one write a second and one. */
@Timeout(20)
class AccountBudgetsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF = Duration.ofMillis(500);
    private static final Identity ELSEWHERE = new Identity("us-east-1", "plant", "SITEWISE");

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    private TwinMakerSyncJobs jobs;

    @BeforeEach
    void small_budgets() {
        jobs = BENCH.with(settings(Duration.ofSeconds(5)));
    }

    private static AwsSettings settings(Duration callTimeout) {
        return new AwsSettings(RoleBench.REGION, true, true, callTimeout, 2, 2, 1, 1, 1000, 1000);
    }

    private static Principal rated(String account, double reads, double writes) {
        return new Principal(Optional.of(RoleBench.role(account)), Optional.of(reads), Optional.of(writes));
    }

    private Observation look(String account) {
        return look(RoleBench.as(RoleBench.role(account)));
    }

    private Observation look(Principal principal) {
        return jobs.look(IDENTITY, false, RoleBench.caller(principal));
    }

    private Outcome create(Principal principal) {
        return jobs.create(IDENTITY, Bench.ROLE, Bench.TAGS, RoleBench.caller(principal));
    }

    /** How many looks pass before one is put off. */
    private int reads(Principal principal) {
        int passed = 0;
        while (!(look(principal) instanceof Observation.NotNow)) {
            passed++;
        }
        return passed;
    }

    private void isEmpty(String account) {
        assertThat(look(account)).isInstanceOf(Observation.NotNow.class);
    }

    private void isFull(String account) {
        assertThat(reads(RoleBench.as(RoleBench.role(account)))).isEqualTo(2);
    }

    @Test
    void accounts_do_not_take_from_each_other_nor_from_the_operator() {
        isFull(PUMPS);
        isFull(PRESSES);
        assertThat(reads(Principal.OPERATOR)).isEqualTo(2);
        isEmpty(PUMPS);
    }

    @Test
    void regions_of_an_account_do_not_take_from_each_other() {
        isFull(PUMPS);

        assertThat(jobs.look(ELSEWHERE, false, RoleBench.caller(RoleBench.role(PUMPS))))
                .isInstanceOf(Observation.Absent.class);
    }

    @Test
    void roles_of_an_account_share_its_budget() {
        isFull(PUMPS);

        AssumedRole other = RoleBench.role(PUMPS, "other");
        assertThat(look(RoleBench.as(other))).isEqualTo(new Observation.NotNow(HALF));
    }

    @Test
    void reads_and_writes_of_an_account_do_not_take_from_each_other() {
        isFull(PUMPS);

        assertThat(create(RoleBench.as(RoleBench.role(PUMPS)))).isInstanceOf(Outcome.Done.class);
        assertThat(create(RoleBench.as(RoleBench.role(PUMPS)))).isEqualTo(new Outcome.NotNow(SECOND));
    }

    @Test
    void an_account_that_is_throttled_leaves_the_others_their_calls_and_their_budgets() {
        throttle(PUMPS);
        assertThat(look(PUMPS)).isInstanceOf(Observation.Unreadable.class);

        assertThat(look(PUMPS)).isEqualTo(new Observation.NotNow(Duration.ofMillis(715)));
        isFull(PRESSES);
        assertThat(look(PRESSES)).isEqualTo(new Observation.NotNow(HALF));
        assertThat(reads(Principal.OPERATOR)).isEqualTo(2);
    }

    @Test
    void the_operators_own_account_that_is_throttled_leaves_the_others_alone() {
        throttle(HOME);
        assertThat(look(Principal.OPERATOR)).isInstanceOf(Observation.Unreadable.class);

        assertThat(look(Principal.OPERATOR)).isInstanceOf(Observation.NotNow.class);
        isFull(PUMPS);
    }

    @Test
    void an_account_that_is_silent_leaves_the_others_alone() {
        jobs = BENCH.with(settings(Duration.ofSeconds(2)));
        BENCH.simulator()
                .faults()
                .always(FaultMatch.of(Operation.GET_SYNC_JOB).inAccount(PUMPS), new FaultAction.Hang(false, null));
        assertThat(look(PUMPS)).isInstanceOf(Observation.Unreadable.class);

        isEmpty(PUMPS);
        isFull(PRESSES);
    }

    @Test
    void an_account_whose_sts_is_down_leaves_the_others_alone() {
        BENCH.simulator()
                .faults()
                .always(FaultMatch.of(Operation.ASSUME_ROLE).inAccount(PUMPS), Answer.error(500, "InternalFailure"));

        assertThat(look(PUMPS)).isInstanceOf(Observation.Unreadable.class);
        isFull(PRESSES);
    }

    @Test
    void the_rates_of_a_principal_hold_for_its_account() {
        Principal slow = rated(PUMPS, 0.5, 0.25);
        assertThat(reads(slow)).isEqualTo(2);
        assertThat(look(slow)).isEqualTo(new Observation.NotNow(Duration.ofSeconds(2)));

        create(slow);
        create(slow);
        assertThat(create(slow)).isEqualTo(new Outcome.NotNow(Duration.ofSeconds(4)));
        isFull(PRESSES);
    }

    @Test
    void a_principal_that_is_faster_has_a_burst_in_proportion() {
        assertThat(reads(rated(PUMPS, 20, 1))).isEqualTo(20);
        BENCH.pass(SECOND);
        assertThat(reads(rated(PUMPS, 20, 1))).isEqualTo(20);
    }

    @Test
    void a_look_with_tags_passes_at_the_slowest_of_rates() {
        BENCH.seed(PUMPS);
        Caller slow = RoleBench.caller(rated(PUMPS, 0.1, 0.1));

        assertThat(jobs.look(IDENTITY, true, slow)).isInstanceOf(Observation.Present.class);
    }

    @Test
    void rates_can_change_from_one_call_to_the_next() {
        assertThat(reads(rated(PUMPS, 1, 1))).isEqualTo(2);
        BENCH.pass(SECOND);
        assertThat(reads(rated(PUMPS, 4, 1))).isEqualTo(1);
        BENCH.pass(SECOND);
        assertThat(reads(rated(PUMPS, 4, 1))).isEqualTo(4);
        BENCH.pass(SECOND);
        assertThat(reads(rated(PUMPS, 1, 1))).isEqualTo(2);
        BENCH.pass(SECOND);
        assertThat(reads(RoleBench.as(RoleBench.role(PUMPS)))).isEqualTo(1);
    }

    @Test
    void a_change_of_rates_does_not_undo_what_throttling_did() {
        throttle(PUMPS);
        look(rated(PUMPS, 2, 1));

        assertThat(look(rated(PUMPS, 1, 1))).isEqualTo(new Observation.NotNow(Duration.ofMillis(1429)));
    }

    @Test
    void a_role_in_the_operators_own_account_shares_its_budget_once_that_account_is_known() {
        isFull(HOME);
        assertThat(look(Principal.OPERATOR)).isEqualTo(new Observation.Absent(Optional.of(HOME)));

        assertThat(look(HOME)).isInstanceOf(Observation.Absent.class);
        isEmpty(HOME);
        assertThat(look(Principal.OPERATOR)).isInstanceOf(Observation.NotNow.class);
        isFull(PUMPS);
    }

    @Test
    void a_look_for_which_there_is_no_room_asks_for_no_tags_and_waits_for_nobody() {
        isFull(PUMPS);
        BENCH.simulator().journal().clear();

        for (int i = 0; i < 50; i++) {
            assertThat(jobs.look(IDENTITY, true, RoleBench.caller(RoleBench.role(PUMPS))))
                    .isInstanceOf(Observation.NotNow.class);
        }
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void in_the_operators_own_account_the_slower_of_its_two_rates_holds_whoever_calls() {
        jobs.look(IDENTITY, false, RoleBench.caller(Principal.OPERATOR));
        Principal slow = rated(HOME, 0.5, 0.5);
        BENCH.pass(Duration.ofMinutes(1));
        assertThat(reads(slow)).isEqualTo(2);

        assertThat(look(Principal.OPERATOR)).isEqualTo(new Observation.NotNow(Duration.ofSeconds(2)));
        BENCH.pass(Duration.ofSeconds(2));
        assertThat(look(Principal.OPERATOR)).isNotInstanceOf(Observation.NotNow.class);
        assertThat(look(slow)).isEqualTo(new Observation.NotNow(Duration.ofSeconds(2)));
    }

    @Test
    void a_rate_that_nobody_asks_for_any_more_is_forgotten_after_an_hour() {
        jobs.look(IDENTITY, false, RoleBench.caller(Principal.OPERATOR));
        look(rated(HOME, 0.5, 0.5));
        BENCH.pass(Duration.ofMinutes(59));
        reads(Principal.OPERATOR);
        assertThat(look(Principal.OPERATOR)).isEqualTo(new Observation.NotNow(Duration.ofSeconds(2)));

        BENCH.pass(Duration.ofMinutes(2));
        reads(Principal.OPERATOR);
        assertThat(look(Principal.OPERATOR)).isEqualTo(new Observation.NotNow(HALF));
    }

    @Test
    void a_look_that_cannot_be_signed_does_not_speed_a_throttled_account_up() {
        look(PUMPS);
        throttle(PUMPS);
        for (int times = 0; times < 12; times++) {
            BENCH.pass(Duration.ofSeconds(10));
            look(PUMPS);
        }
        BENCH.roles().expireSessionsOf(RoleBench.role(PUMPS).arn());
        BENCH.simulator().faults().clear();
        BENCH.failing(Answer.error(503, "ServiceUnavailable"));
        for (int times = 0; times < 12; times++) {
            BENCH.pass(Duration.ofSeconds(10));
            assertThat(look(PUMPS)).isInstanceOf(Observation.Unreadable.class);
        }
        while (!(look(PUMPS) instanceof Observation.NotNow)) {
            BENCH.pass(Duration.ofMillis(1));
        }
        assertThat(((Observation.NotNow) look(PUMPS)).delay()).isGreaterThan(Duration.ofSeconds(2));
    }

    private static void throttle(String account) {
        BENCH.simulator()
                .faults()
                .always(
                        FaultMatch.of(Operation.GET_SYNC_JOB).inAccount(account),
                        Answer.error(429, "ThrottlingException"));
    }
}
