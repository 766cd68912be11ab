package dev.twinmaker.syncjob.aws;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** STS that is down, or says what cannot be understood. How little it is asked then: {@link StsRestraintTest}. */
@Timeout(30)
class StsFailuresTest {

    private static final AssumedRole ROLE = RoleBench.role(PUMPS);
    private static final Duration SECOND = Duration.ofSeconds(1);

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
