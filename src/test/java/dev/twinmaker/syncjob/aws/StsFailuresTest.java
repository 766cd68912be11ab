package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultAction.Cut;
import dev.twinmaker.syncjob.simulator.FaultAction.Mangle;
import dev.twinmaker.syncjob.simulator.Mangling;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** STS that is down, slow, silent, or says what cannot be understood. */
@Timeout(30)
class StsFailuresTest {

    private static final AssumedRole ROLE = RoleBench.role(PUMPS);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    /** What STS does. A fault holds nothing that changes. */
    @SuppressWarnings("ImmutableEnumChecker")
    private enum Trouble {
        ERROR(Answer.error(500, "InternalFailure")),
        UNAVAILABLE(Answer.error(503, "ServiceUnavailable")),
        THROTTLED(Answer.error(400, "Throttling")),
        TOO_MANY(Answer.error(429, "TooManyRequestsException")),
        PROXY(Answer.html(502)),
        CUT(new Cut(FaultAction.Moment.AFTER_READING, FaultAction.Kind.RST)),
        HALF_AN_ANSWER(new Cut(FaultAction.Moment.MID_BODY, FaultAction.Kind.FIN)),
        EMPTY(Mangle.of(Mangling.EMPTY_BODY)),
        BROKEN(Mangle.of(Mangling.BROKEN_JSON)),
        NO_MEMBERS(Mangle.of(Mangling.NO_MEMBERS)),
        NO_CREDENTIALS(Mangle.without("Credentials")),
        NOBODY(Mangle.without("AssumedRoleUser")),
        NO_KEY(answer(
                "",
                "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>" + until("2026-01-01T01:00:00Z"))),
        NO_SECRET(answer(
                "", "<AccessKeyId>ASIA1</AccessKeyId><SessionToken>t</SessionToken>" + until("2026-01-01T01:00:00Z"))),
        NO_TOKEN(answer(
                "",
                "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                        + until("2026-01-01T01:00:00Z"))),
        STRANGE_END(whole(PUMPS, "<Expiration>soon</Expiration>")),
        OVER_ALREADY(whole(PUMPS, until("2025-12-31T23:00:00Z"))),
        OVER_NEXT_MINUTE(whole(PUMPS, until("2026-01-01T00:00:30Z"))),
        STRANGE_USER(whole("", until("2026-01-01T01:00:00Z")));

        private final FaultAction action;

        Trouble(FaultAction action) {
            this.action = action;
        }
    }

    private static String until(String time) {
        return "<Expiration>" + time + "</Expiration>";
    }

    /** Credentials that lack nothing, of that account; of no account where it is empty. */
    private static Answer whole(String account, String end) {
        String arn = account.isEmpty() ? "nobody" : "arn:aws:sts::" + account + ":assumed-role/sync/session";
        return answer(
                "<AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>" + arn + "</Arn></AssumedRoleUser>",
                "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                        + end);
    }

    private static Answer answer(String user, String credentials) {
        return Answer.error(200, "")
                .body("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                        + user
                        + "<Credentials>" + credentials
                        + "</Credentials></AssumeRoleResult></AssumeRoleResponse>");
    }

    @ParameterizedTest
    @EnumSource
    void a_look_has_no_credentials_and_says_why(Trouble trouble) {
        BENCH.failing(trouble.action);

        Failure failure = BENCH.failure(ROLE);

        assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.text()).contains("sts:AssumeRole on role " + ROLE.arn());
        assertThat(BENCH.calls(Operation.GET_SYNC_JOB)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"ERROR", "THROTTLED", "CUT", "BROKEN", "OVER_ALREADY", "STRANGE_USER"})
    void it_is_asked_at_pauses_of_half_a_minute_at_most_and_soon_after_it_is_well(Trouble trouble) {
        String rule = BENCH.failing(trouble.action);
        for (int second = 0; second < 300; second++) {
            assertThat(BENCH.look(ROLE)).isInstanceOf(Observation.Unreadable.class);
            BENCH.pass(SECOND);
        }
        assertThat(BENCH.assumed()).isBetween(11, 16);

        BENCH.simulator().faults().remove(rule);
        assertThat(recovery()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"ERROR", "THROTTLED", "CUT", "BROKEN", "OVER_ALREADY", "STRANGE_USER"})
    void a_session_that_is_there_goes_on_being_used(Trouble trouble) {
        BENCH.sees(ROLE);
        BENCH.failing(trouble.action);
        BENCH.pass(Duration.ofMinutes(50));
        for (int look = 0; look < 6; look++) {
            BENCH.sees(ROLE);
            BENCH.pass(Duration.ofSeconds(10));
        }
        assertThat(BENCH.assumed()).isBetween(4, 7);
    }

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
    @EnumSource(
            value = Trouble.class,
            names = {"THROTTLED", "TOO_MANY"})
    void throttling_empties_the_budget_of_sts_and_slows_it(Trouble trouble) {
        BENCH.with(RoleBench.settings(2, 10, Duration.ofSeconds(5)));
        BENCH.failing(trouble.action);
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
        BENCH.failing(Trouble.ERROR.action);
        BENCH.failure(ROLE);

        BENCH.failure(RoleBench.role(PRESSES));
        assertThat(BENCH.assumed()).isEqualTo(2);
        assertThat(BENCH.look(RoleBench.role(PRESSES, "other")))
                .isEqualTo(new Observation.NotNow(Duration.ofMillis(715)));
    }

    @Test
    void a_thousand_roles_ask_an_sts_that_fails_at_a_tenth_of_its_rate() {
        BENCH.with(RoleBench.settings(50, 100, Duration.ofSeconds(5)));
        BENCH.failing(Trouble.ERROR.action);
        List<AssumedRole> roles = IntStream.range(0, 1000)
                .mapToObj(i -> RoleBench.role(PRESSES, "role-" + i))
                .toList();
        for (int second = 0; second < 60; second++) {
            roles.forEach(BENCH::look);
            BENCH.pass(Duration.ofSeconds(1));
        }
        int first = BENCH.assumed();
        for (int second = 0; second < 60; second++) {
            roles.forEach(BENCH::look);
            BENCH.pass(Duration.ofSeconds(1));
        }
        assertThat(BENCH.assumed() - first).isBetween(200, 310);
    }

    @Test
    void without_sts_beside_the_service_nothing_is_sent_and_the_text_names_the_remedy() {
        BENCH.with(new AwsSettings(RoleBench.REGION, true, false, Duration.ofSeconds(5), 1000, 100_000, 1000, 100_000));

        Failure failure = BENCH.failure(ROLE);

        assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.text()).contains(ROLE.arn(), "AWS_ENDPOINT_URL_STS");
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    private static Duration recovery() {
        Instant well = BENCH.now();
        while (!(BENCH.look(ROLE) instanceof Observation.Absent)) {
            BENCH.pass(SECOND);
            assertThat(BENCH.now()).isBefore(well.plus(Duration.ofMinutes(10)));
        }
        return Duration.between(well, BENCH.now());
    }
}
