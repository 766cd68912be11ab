package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that AWS takes no more, though they were to last longer. */
class RevokedSessionsTest {

    private static final AssumedRole ROLE = RoleBench.role(PUMPS);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final FaultMatch READS = FaultMatch.of(Operation.GET_SYNC_JOB);

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    private static Observation look() {
        return BENCH.look(ROLE);
    }

    private static void rejectedOnce() {
        assertThat(BENCH.failure(ROLE).kind()).isEqualTo(Kind.NO_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_look_fails_once_and_the_next_one_has_a_new_session(boolean jobIsThere) {
        if (jobIsThere) {
            BENCH.seed(PUMPS);
        }
        for (int revoked = 0; revoked < 3; revoked++) {
            assertThat(look()).isNotInstanceOf(Observation.Unreadable.class);
            BENCH.roles().expireSessionsOf(ROLE.arn());

            Failure failure = BENCH.failure(ROLE);

            assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure.text()).contains("GetSyncJob", "ExpiredTokenException");
            assertThat(look()).isNotInstanceOf(Observation.Unreadable.class);
        }
        assertThat(BENCH.assumed()).isEqualTo(4);
    }

    @Test
    void a_write_with_a_revoked_session_had_no_effect_and_the_next_one_is_made() {
        BENCH.sees(ROLE);
        BENCH.roles().expireSessionsOf(ROLE.arn());

        Outcome first = create();
        assertThat(((Outcome.Rejected) first).failure().kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(((Outcome.Rejected) first).failure().effect()).isEqualTo(Effect.NONE);
        assertThat(BENCH.simulator().world().jobs()).isEmpty();

        assertThat(create()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void tags_that_are_read_with_a_session_revoked_since_the_job_was_make_the_look_unreadable() {
        BENCH.seed(PUMPS);
        BENCH.simulator()
                .faults()
                .once(FaultMatch.of(Operation.LIST_TAGS_FOR_RESOURCE), Answer.error(403, "ExpiredTokenException"));
        TwinMakerSyncJobs jobs = BENCH.jobs();

        Observation seen = jobs.look(RoleBench.IDENTITY, true, RoleBench.caller(ROLE));

        assertThat(RoleBench.failure(seen).kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(jobs.look(RoleBench.IDENTITY, true, RoleBench.caller(ROLE))).isInstanceOf(Observation.Present.class);
        assertThat(BENCH.assumed()).isEqualTo(2);
    }

    @Test
    void where_new_sessions_are_rejected_too_they_are_asked_for_less_and_less_often() {
        BENCH.simulator().faults().always(READS, Answer.error(403, "UnrecognizedClientException"));
        for (int second = 0; second < 300; second++) {
            rejectedOnce();
            BENCH.pass(SECOND);
        }

        assertThat(BENCH.assumed()).isBetween(11, 17);
        assertThat(BENCH.calls(Operation.GET_SYNC_JOB)).isEqualTo(BENCH.assumed());
    }

    @Test
    void the_first_session_that_is_taken_again_ends_the_pauses() {
        String rule = BENCH.simulator().faults().always(READS, Answer.error(403, "ExpiredTokenException"));
        for (int second = 0; second < 120; second++) {
            rejectedOnce();
            BENCH.pass(SECOND);
        }
        BENCH.simulator().faults().remove(rule);
        BENCH.pass(Duration.ofSeconds(30));
        BENCH.sees(ROLE);

        BENCH.roles().expireSessionsOf(ROLE.arn());
        rejectedOnce();
        BENCH.sees(ROLE);
    }

    @Test
    void a_session_is_not_used_in_the_last_minute_of_its_life() {
        BENCH.sees(ROLE);
        BENCH.pass(Duration.ofMinutes(59));
        BENCH.sees(ROLE);
        BENCH.pass(Duration.ofHours(5));
        BENCH.sees(ROLE);

        assertThat(BENCH.assumed()).isEqualTo(3);
        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::errorCode)
                .doesNotContain("ExpiredTokenException");
    }

    @Test
    void one_role_that_is_revoked_leaves_the_sessions_of_others_alone() {
        AssumedRole other = RoleBench.role(PUMPS, "other");
        BENCH.sees(ROLE);
        BENCH.sees(other);
        BENCH.roles().expireSessionsOf(ROLE.arn());

        BENCH.sees(other);
        rejectedOnce();
        BENCH.sees(other);

        assertThat(BENCH.assumed()).isEqualTo(2);
    }

    @Test
    void what_the_operators_own_credential_is_rejected_for_costs_no_session() {
        BENCH.sees(ROLE);
        BENCH.simulator().iam().expire(RoleBench.OPERATOR_KEY);

        RoleBench.failure(BENCH.jobs().look(RoleBench.IDENTITY, false, Bench.CALLER));

        BENCH.sees(ROLE);
        assertThat(BENCH.assumed()).isEqualTo(1);
    }

    private static Outcome create() {
        return BENCH.jobs().create(RoleBench.IDENTITY, Bench.ROLE, Bench.TAGS, RoleBench.caller(ROLE));
    }

    @Test
    void a_denied_call_renews_a_session_that_is_not_new_so_that_one_whose_rights_were_revoked_is_replaced() {
        BENCH.sees(ROLE);
        BENCH.pass(Duration.ofMinutes(6));
        String rule = BENCH.simulator().faults().always(READS, Answer.error(403, "AccessDeniedException"));
        for (int second = 0; second < 120; second++) {
            assertThat(BENCH.failure(ROLE).kind()).isEqualTo(Kind.DENIED);
            BENCH.pass(SECOND);
        }
        assertThat(BENCH.assumed()).as("once, not with each look").isEqualTo(2);
        BENCH.simulator().faults().remove(rule);
        assertThat(look()).isNotInstanceOf(Observation.Unreadable.class);
        assertThat(BENCH.assumed()).isEqualTo(2);
    }
}
