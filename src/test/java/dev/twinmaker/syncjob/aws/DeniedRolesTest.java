package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Identities.Proof;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.Tally;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.RoleTrust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Roles that AWS does not let the operator assume. */
class DeniedRolesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final AssumedRole ROLE = new AssumedRole(
            "arn:aws:iam::" + PUMPS + ":role/sync",
            Optional.of("outside-17"),
            "syncjob-operator-team",
            Map.of("twinmaker.dev/namespace", "team"));

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    /** Why a role is denied, and how that comes to be. */
    private enum Reason {
        UNKNOWN_ROLE,
        UNTRUSTED_ACCOUNT,
        EXTERNAL_ID,
        SESSION_TAGS;

        void comeToBe() {
            BENCH.trust(RoleBench.role(PRESSES));
            switch (this) {
                case UNKNOWN_ROLE -> BENCH.roles().remove(ROLE.arn());
                case UNTRUSTED_ACCOUNT ->
                    BENCH.roles().put(RoleTrust.of(ROLE.arn()).withSessionTags().trusting(PRESSES));
                case EXTERNAL_ID ->
                    BENCH.roles().put(RoleTrust.of(ROLE.arn()).withSessionTags().withExternalId("outside-18"));
                case SESSION_TAGS -> BENCH.roles().put(RoleTrust.of(ROLE.arn()));
            }
        }
    }

    @Test
    void who_is_let_in_again_under_one_name_is_not_kept_waiting_under_the_others() {
        AssumedRole other =
                new AssumedRole(ROLE.arn(), ROLE.externalId(), "syncjob-operator-other", Map.of("team", "other"));
        Reason.UNTRUSTED_ACCOUNT.comeToBe();
        for (int hour = 0; hour < 12; hour++) {
            BENCH.failure(ROLE);
            BENCH.failure(other);
            BENCH.pass(Duration.ofHours(1));
        }
        BENCH.failure(other);
        BENCH.trust(ROLE);
        assertThat(BENCH.failure(other).kind()).isEqualTo(Kind.DENIED);

        BENCH.pass(Duration.ofSeconds(2));
        assertThat(BENCH.look(ROLE)).isInstanceOf(Observation.Present.class);
        assertThat(BENCH.look(other)).isInstanceOf(Observation.Present.class);
    }

    @Test
    void of_many_sessions_of_a_denied_role_each_asks_once_and_then_they_take_turns() {
        Reason.UNTRUSTED_ACCOUNT.comeToBe();
        List<AssumedRole> sessions = IntStream.range(0, 200)
                .mapToObj(i -> new AssumedRole(ROLE.arn(), ROLE.externalId(), "syncjob-operator-" + i, Map.of()))
                .toList();
        for (int second = 0; second < 600; second++) {
            sessions.forEach(BENCH::failure);
            BENCH.pass(Duration.ofSeconds(1));
        }
        assertThat(BENCH.assumed()).isBetween(200 + 250, 200 + 300);
        assertThat(BENCH.failure(sessions.get(0)).kind()).isEqualTo(Kind.DENIED);
    }

    @BeforeEach
    void a_job_is_there() {
        BENCH.seed(PUMPS);
    }

    @ParameterizedTest
    @EnumSource
    void it_is_denied_in_words_that_name_the_role(Reason reason) {
        reason.comeToBe();

        Failure failure = BENCH.failure(ROLE);

        assertThat(failure.kind()).isEqualTo(Kind.DENIED);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.text())
                .startsWith("AWS denies sts:AssumeRole on role " + ROLE.arn() + ": ")
                .contains(reason == Reason.SESSION_TAGS ? "sts:TagSession" : "perform: sts:AssumeRole")
                .doesNotContain(ROLE.session(), "outside-17", "outside-18");
        assertThat(BENCH.calls(Operation.GET_SYNC_JOB)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_used_again_as_soon_as_the_trust_is_mended_and_the_pause_over(Reason reason) {
        reason.comeToBe();
        BENCH.failure(ROLE);
        BENCH.trust(ROLE);
        BENCH.failure(ROLE);

        BENCH.pass(Duration.ofSeconds(5));

        assertThat(BENCH.look(ROLE)).isInstanceOf(Observation.Present.class);
        assertThat(BENCH.assumed()).isEqualTo(2);
    }

    @Test
    void no_session_name_of_the_operators_own_role_is_in_the_text() {
        BENCH.failing(FaultAction.Answer.error(403, "AccessDenied")
                .body("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User:"
                        + " arn:aws:sts::123456789012:assumed-role/operator/1700000000 is not authorized to perform:"
                        + " sts:AssumeRole on resource: " + ROLE.arn() + "</Message></Error></ErrorResponse>"));

        assertThat(BENCH.failure(ROLE).text())
                .isEqualTo("AWS denies sts:AssumeRole on role " + ROLE.arn()
                        + ": User: arn:aws:sts::123456789012:assumed-role/operator is not authorized to perform:"
                        + " sts:AssumeRole on resource: " + ROLE.arn());
    }

    @Test
    void whatever_is_called_is_denied_without_effect() {
        Reason.UNKNOWN_ROLE.comeToBe();
        TwinMakerSyncJobs jobs = BENCH.jobs();

        List<Failure> failures = List.of(
                rejected(jobs.create(RoleBench.IDENTITY, Bench.ROLE, Bench.TAGS, RoleBench.caller(ROLE))),
                rejected(jobs.tag(RoleBench.IDENTITY, Bench.shown(), Map.of("a", "b"), RoleBench.caller(ROLE))),
                rejected(jobs.untag(RoleBench.IDENTITY, Bench.shown(), Set.of("owner"), RoleBench.caller(ROLE))),
                rejected(jobs.delete(RoleBench.IDENTITY, Bench.shown(), RoleBench.caller(ROLE))),
                ((Tally.Unreadable) jobs.tally(RoleBench.IDENTITY, RoleBench.caller(ROLE))).failure());

        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.DENIED);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
        });
        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::operation)
                .containsExactly(Operation.ASSUME_ROLE);
    }

    @Test
    void a_role_that_stays_denied_is_asked_for_less_and_less_often() {
        Reason.UNKNOWN_ROLE.comeToBe();
        for (int second = 0; second < 3600; second++) {
            BENCH.look(ROLE);
            BENCH.pass(SECOND);
        }

        assertThat(BENCH.assumed()).isBetween(15, 22);
        long doubled = 5;
        for (Duration pause : pauses()) {
            // A look comes once a second, so a pause can last up to a second more.
            assertThat(pause).isBetween(Duration.ofMillis(doubled * 800), Duration.ofSeconds(doubled + 1));
            doubled = Math.min(300, 2 * doubled);
        }
    }

    @Test
    void however_long_it_was_denied_a_mended_trust_is_noticed_within_five_minutes() {
        Reason.EXTERNAL_ID.comeToBe();
        for (int minute = 0; minute < 240; minute++) {
            BENCH.look(ROLE);
            BENCH.pass(Duration.ofMinutes(1));
        }
        BENCH.look(ROLE);
        BENCH.trust(ROLE);

        BENCH.pass(Duration.ofMinutes(5));

        assertThat(BENCH.look(ROLE)).isInstanceOf(Observation.Present.class);
    }

    @Test
    void the_pauses_of_two_roles_are_not_the_same() {
        BENCH.trust(RoleBench.role(PRESSES));
        AssumedRole other = RoleBench.role(PUMPS, "other");
        for (int second = 0; second < 1000; second++) {
            BENCH.look(ROLE);
            BENCH.look(other);
            BENCH.pass(SECOND);
        }

        assertThat(asked(ROLE)).isNotEqualTo(asked(other));
    }

    @Test
    void a_role_that_was_mended_begins_with_short_pauses_when_it_is_denied_again() {
        Reason.UNKNOWN_ROLE.comeToBe();
        for (int second = 0; second < 1000; second++) {
            BENCH.look(ROLE);
            BENCH.pass(SECOND);
        }
        BENCH.trust(ROLE);
        BENCH.pass(Duration.ofMinutes(5));
        assertThat(BENCH.jobs().identities().prove(RoleBench.as(ROLE))).isInstanceOf(Proof.Proven.class);

        BENCH.roles().remove(ROLE.arn());
        BENCH.pass(Duration.ofHours(1));
        BENCH.failure(ROLE);
        BENCH.trust(ROLE);
        BENCH.pass(Duration.ofSeconds(5));

        assertThat(BENCH.look(ROLE)).isInstanceOf(Observation.Present.class);
    }

    private static List<Instant> asked(AssumedRole role) {
        return BENCH.roles().assumptions().stream()
                .filter(asked -> asked.roleArn().equals(role.arn()))
                .map(asked -> asked.time())
                .toList();
    }

    private static List<Duration> pauses() {
        List<Instant> asked = asked(ROLE);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < asked.size(); i++) {
            pauses.add(Duration.between(asked.get(i - 1), asked.get(i)));
        }
        return pauses;
    }

    private static Failure rejected(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        Failure failure = ((Outcome.Rejected) outcome).failure();
        AwsCall.assertFitForAStatus(failure.text());
        return failure;
    }
}
