package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The budget as the callers of the port feel it: two reads a second and two at once, one write a second and one. */
class BudgetedCallsTest {

    private static final Caller USER = new Caller("edited", Lane.URGENT, Optional.empty());
    private static final Caller ROUND = new Caller("steady", Lane.PERIODIC, Optional.empty());

    @RegisterExtension
    static final Bench BENCH = new Bench();

    private TwinMakerSyncJobs jobs;

    @BeforeEach
    void a_small_budget() {
        jobs = BENCH.with(new AwsSettings(Bench.REGION, true, false, Duration.ofSeconds(5), 2, 2, 1, 1));
    }

    private Observation look(Caller caller) {
        return jobs.look(IDENTITY, false, caller);
    }

    private int calls() {
        return BENCH.simulator().journal().entries().size();
    }

    private void spendReads() {
        look(USER);
        look(USER);
        BENCH.simulator().journal().clear();
    }

    @Test
    void a_look_without_room_makes_no_call_and_says_when_there_will_be() {
        spendReads();

        assertThat(look(USER)).isEqualTo(new Observation.NotNow(Duration.ofMillis(500)));
        assertThat(calls()).isZero();

        BENCH.pass(Duration.ofMillis(500));
        assertThat(look(USER)).isInstanceOf(Observation.Absent.class);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void a_write_without_room_makes_no_call_and_says_when_there_will_be() {
        jobs.tag(IDENTITY, BENCH.seeded(), Map.of("a", "b"), USER);
        BENCH.simulator().journal().clear();
        Outcome later = new Outcome.NotNow(Duration.ofSeconds(1));

        assertThat(jobs.create(IDENTITY, Bench.ROLE, Bench.TAGS, USER)).isEqualTo(later);
        assertThat(jobs.tag(IDENTITY, Bench.shown(), Map.of("a", "b"), USER)).isEqualTo(later);
        assertThat(jobs.untag(IDENTITY, Bench.shown(), Set.of("a"), USER)).isEqualTo(later);
        assertThat(jobs.delete(IDENTITY, Bench.shown(), USER)).isEqualTo(later);
        assertThat(calls()).isZero();
    }

    @Test
    void reads_and_writes_do_not_take_from_each_other() {
        spendReads();

        assertThat(jobs.create(IDENTITY, Bench.ROLE, Bench.TAGS, USER)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void regions_do_not_take_from_each_other() {
        spendReads();

        assertThat(jobs.look(new Identity("us-east-1", "plant", "SITEWISE"), false, USER))
                .isInstanceOf(Observation.Absent.class);
    }

    @Test
    void workspaces_of_a_region_share_what_there_is() {
        spendReads();

        assertThat(jobs.look(new Identity(Bench.REGION, "annex", "SITEWISE"), false, USER))
                .isInstanceOf(Observation.NotNow.class);
    }

    @Test
    void a_look_with_tags_is_two_reads() {
        BENCH.seeded();

        assertThat(jobs.look(IDENTITY, true, USER)).isInstanceOf(Observation.Present.class);

        assertThat(look(USER)).isInstanceOf(Observation.NotNow.class);
    }

    @Test
    void the_read_that_the_tags_did_not_need_is_given_back() {
        assertThat(jobs.look(IDENTITY, true, USER)).isInstanceOf(Observation.Absent.class);

        assertThat(look(USER)).isInstanceOf(Observation.Absent.class);
        assertThat(look(USER)).isInstanceOf(Observation.NotNow.class);
    }

    @Test
    void pages_and_questions_that_nobody_could_foresee_are_paid_for_afterwards() {
        jobs.create(new Identity(Bench.REGION, "nowhere", "SITEWISE"), Bench.ROLE, Bench.TAGS, USER);
        assertThat(BENCH.tries(Operation.GET_WORKSPACE)).containsExactly(1);

        assertThat(look(USER)).isInstanceOf(Observation.Absent.class);
        assertThat(look(USER)).isInstanceOf(Observation.NotNow.class);
    }

    @Test
    void who_has_edited_something_comes_before_the_periodic_rounds() {
        spendReads();
        assertThat(look(ROUND)).isEqualTo(new Observation.NotNow(Duration.ofMillis(500)));
        assertThat(look(USER)).isEqualTo(new Observation.NotNow(Duration.ofMillis(500)));

        BENCH.pass(Duration.ofMillis(500));

        assertThat(look(ROUND)).isInstanceOf(Observation.NotNow.class);
        assertThat(look(USER)).isInstanceOf(Observation.Absent.class);
        BENCH.pass(Duration.ofMillis(500));
        assertThat(look(ROUND)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void throttling_empties_the_budget_and_slows_it_and_success_speeds_it_up_again() {
        String rule = BENCH.simulator()
                .faults()
                .always(FaultMatch.of(Operation.GET_SYNC_JOB), Answer.error(429, "ThrottlingException"));
        look(USER);
        BENCH.simulator().faults().remove(rule);

        assertThat(look(USER)).isEqualTo(new Observation.NotNow(Duration.ofMillis(715)));

        for (int i = 0; i < 4; i++) {
            BENCH.pass(Duration.ofSeconds(2));
            assertThat(look(USER)).isInstanceOf(Observation.Absent.class);
        }
        assertThat(look(USER)).isInstanceOf(Observation.Absent.class);
        assertThat(look(USER)).isEqualTo(new Observation.NotNow(Duration.ofMillis(500)));
    }

    @Test
    void silence_slows_the_budget_as_throttling_does_so_that_calls_that_hang_do_not_hold_every_thread() {
        jobs = BENCH.with(new AwsSettings(Bench.REGION, true, false, Duration.ofMillis(300), 2, 2, 1, 1));
        BENCH.simulator().faults().once(FaultMatch.of(Operation.GET_SYNC_JOB), new FaultAction.Hang(false, null));
        assertThat(look(USER)).isInstanceOf(Observation.Unreadable.class);

        assertThat(look(USER)).isEqualTo(new Observation.NotNow(Duration.ofMillis(715)));
    }

    @Test
    void throttled_writes_leave_the_reads_alone() {
        BENCH.simulator()
                .faults()
                .always(FaultMatch.of(Operation.CREATE_SYNC_JOB), Answer.error(429, "ThrottlingException"));
        jobs.create(IDENTITY, Bench.ROLE, Bench.TAGS, USER);

        assertThat(jobs.create(IDENTITY, Bench.ROLE, Bench.TAGS, USER)).isInstanceOf(Outcome.NotNow.class);
        assertThat(look(USER)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void no_thread_waits_for_its_turn() {
        spendReads();

        for (int i = 0; i < 50; i++) {
            assertThat(look(new Caller("object-" + i, Lane.URGENT, Optional.empty())))
                    .isInstanceOf(Observation.NotNow.class);
        }
        assertThat(calls()).isZero();
    }
}
