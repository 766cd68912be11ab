package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often an STS in trouble is asked, and how many threads that holds. */
@Timeout(30)
class StsRestraintTest {

    private static final AssumedRole ROLE = RoleBench.role(PUMPS);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    @Test
    void sts_that_never_answers_holds_few_looks_for_the_time_of_a_call_and_the_others_not_at_all() {
        BENCH.with(RoleBench.settings(SHORT));
        BENCH.failing(new FaultAction.Hang(false, null));
        // Each call begins with the operator's credential; on a busy machine it may not come as far as STS in time.
        AtomicInteger asked = new AtomicInteger();
        BENCH.operator(() -> {
            asked.incrementAndGet();
            return RoleBench.good();
        });
        for (int second = 0; second < 60; second++) {
            assertThat(BENCH.failure(ROLE).kind()).isEqualTo(Kind.NO_CREDENTIALS);
            BENCH.pass(SECOND);
        }
        int before = asked.get();
        assertThat(before).isBetween(4, 6);

        BENCH.pass(Duration.ofSeconds(30));
        BENCH.failure(ROLE);
        assertThat(asked).hasValue(before + 1);
    }

    @Test
    void sts_that_does_not_answer_holds_four_threads_at_the_most_however_many_roles_there_are()
            throws InterruptedException {
        String rule = BENCH.failing(new FaultAction.Hang(false, Duration.ofSeconds(2)));
        List<Thread> asking = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            AssumedRole role = RoleBench.role(PRESSES, "slow-" + i);
            Thread thread = new Thread(() -> BENCH.look(role));
            thread.start();
            asking.add(thread);
        }
        Awaitility.await("four are asked for").until(() -> BENCH.assumed() == 4);

        for (int i = 0; i < 600; i++) {
            Duration away = Duration.ofMillis(Math.min(200 + 20 * i, 10_000));
            assertThat(BENCH.look(RoleBench.role(PUMPS, "put-off-" + i))).isEqualTo(new Observation.NotNow(away));
        }
        assertThat(BENCH.assumed()).isEqualTo(4);
        BENCH.simulator().faults().remove(rule);
        for (Thread thread : asking) {
            thread.join();
        }
        BENCH.sees(RoleBench.role(PUMPS, "put-off-0"));
        assertThat(BENCH.look(RoleBench.role(PUMPS, "put-off-1")))
                .as("somebody had a turn, so nobody is in the way")
                .isInstanceOf(Observation.Absent.class);
    }

    @Test
    void the_more_wait_for_one_who_asks_the_longer_each_stays_away() {
        Session session = new Session(0, BENCH.now());
        for (int i = 0; i < 100; i++) {
            assertThat(session.askedMeanwhile()).isEqualTo(Duration.ofMillis(200));
        }
        for (int i = 0; i < 1000; i++) {
            session.askedMeanwhile();
        }
        assertThat(session.askedMeanwhile()).isEqualTo(Duration.ofMillis(2200));
        session.notAsked();
        assertThat(session.askedMeanwhile()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void with_no_room_for_sts_a_look_is_put_off_and_nothing_is_called() {
        BENCH.with(RoleBench.settings(1, 1, Duration.ofSeconds(5)));
        BENCH.sees(ROLE);
        BENCH.simulator().journal().clear();

        assertThat(BENCH.look(RoleBench.role(PRESSES))).isEqualTo(new Observation.NotNow(SECOND));
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
        BENCH.sees(ROLE);

        BENCH.pass(SECOND);
        BENCH.sees(RoleBench.role(PRESSES));
    }

    @Test
    void with_no_room_for_sts_a_session_that_is_due_for_renewal_is_used() {
        BENCH.with(RoleBench.settings(0.001, 1, Duration.ofSeconds(5)));
        BENCH.sees(ROLE);
        BENCH.pass(Duration.ofMinutes(52));
        for (int i = 0; i < 4; i++) {
            BENCH.look(RoleBench.role(PRESSES, "role-" + i));
        }
        BENCH.simulator().journal().clear();

        BENCH.sees(ROLE);
        assertThat(BENCH.assumed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"400, Throttling", "429, TooManyRequestsException"})
    void throttling_empties_the_budget_of_sts_and_slows_it(int status, String code) {
        BENCH.with(RoleBench.settings(2, 10, Duration.ofSeconds(5)));
        BENCH.failing(Answer.error(status, code));
        BENCH.failure(ROLE);

        assertThat(BENCH.look(RoleBench.role(PRESSES))).isEqualTo(new Observation.NotNow(Duration.ofMillis(715)));
    }

    @Test
    void silence_empties_the_budget_of_sts_and_slows_it() {
        BENCH.with(RoleBench.settings(2, 10, SHORT));
        BENCH.failing(new FaultAction.Hang(false, null));
        BENCH.failure(ROLE);

        assertThat(BENCH.look(RoleBench.role(PRESSES))).isEqualTo(new Observation.NotNow(Duration.ofMillis(715)));
    }

    @Test
    void an_error_slows_sts_down_and_takes_nothing_of_what_was_saved_up() {
        BENCH.with(RoleBench.settings(2, 2, Duration.ofSeconds(5)));
        BENCH.failing(Answer.error(500, "InternalFailure"));
        BENCH.failure(ROLE);

        BENCH.failure(RoleBench.role(PRESSES));
        assertThat(BENCH.assumed()).isEqualTo(2);
        assertThat(BENCH.look(RoleBench.role(PRESSES, "other")))
                .isEqualTo(new Observation.NotNow(Duration.ofMillis(715)));
    }

    @Test
    void a_thousand_roles_ask_an_sts_that_fails_at_a_tenth_of_its_rate() {
        BENCH.with(RoleBench.settings(50, 100, Duration.ofSeconds(5)));
        BENCH.failing(Answer.error(500, "InternalFailure"));
        List<AssumedRole> roles = IntStream.range(0, 1000)
                .mapToObj(i -> RoleBench.role(PRESSES, "role-" + i))
                .toList();
        for (int second = 0; second < 60; second++) {
            roles.forEach(BENCH::look);
            BENCH.pass(SECOND);
        }
        int first = BENCH.assumed();
        for (int second = 0; second < 60; second++) {
            roles.forEach(BENCH::look);
            BENCH.pass(SECOND);
        }
        assertThat(BENCH.assumed() - first).isBetween(200, 310);
    }
}
