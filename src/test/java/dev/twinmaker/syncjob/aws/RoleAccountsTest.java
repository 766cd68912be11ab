package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.HOME;
import static dev.twinmaker.syncjob.aws.RoleBench.IDENTITY;
import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static dev.twinmaker.syncjob.aws.RoleBench.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import dev.twinmaker.syncjob.core.port.Tally;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each call is made in the account of its role, and none in another one than the caller counts on. */
class RoleAccountsTest {

    private static final AssumedRole OF_PUMPS = RoleBench.role(PUMPS);
    private static final AssumedRole OF_PRESSES = RoleBench.role(PRESSES);

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    @Test
    void a_call_is_signed_with_the_session_of_its_role() {
        BENCH.seed(PUMPS);

        Job job = shown(OF_PUMPS);

        assertThat(job.arn()).isEqualTo(RoleBench.key(PUMPS).arn());
        assertThat(calls()).allSatisfy(entry -> {
            assertThat(entry.key().place().account()).isEqualTo(PUMPS);
            assertThat(entry.principal()).startsWith("ASIA");
        });
        assertThat(BENCH.simulator().journal().entries(Operation.ASSUME_ROLE))
                .extracting(JournalEntry::principal)
                .containsExactly(RoleBench.OPERATOR_KEY);
    }

    @Test
    void two_accounts_with_the_same_workspace_see_only_their_own_jobs() {
        BENCH.seed(PUMPS);

        assertThat(shown(OF_PUMPS).arn()).contains(":" + PUMPS + ":");
        BENCH.sees(OF_PRESSES);
        assertThat(BENCH.jobs().look(IDENTITY, true, Bench.CALLER))
                .isEqualTo(new Observation.Absent(Optional.of(HOME)));
    }

    @Test
    void what_is_created_changed_and_deleted_in_one_account_is_not_in_another() {
        TwinMakerSyncJobs jobs = BENCH.jobs();
        assertThat(jobs.create(IDENTITY, Bench.ROLE, Bench.TAGS, caller(OF_PUMPS)))
                .isInstanceOf(Outcome.Done.class);
        assertThat(jobs.create(IDENTITY, Bench.ROLE, Map.of("owner", "presses"), caller(OF_PRESSES)))
                .isInstanceOf(Outcome.Done.class);
        assertThat(BENCH.simulator().world().jobs())
                .extracting(JobView::key)
                .containsExactlyInAnyOrder(RoleBench.key(PUMPS), RoleBench.key(PRESSES));

        jobs.tag(IDENTITY, shown(OF_PUMPS), Map.of("a", "b"), caller(OF_PUMPS));
        jobs.untag(IDENTITY, shown(OF_PRESSES), Set.of("owner"), caller(OF_PRESSES));
        assertThat(shown(OF_PUMPS).tags()).contains(Map.of("owner", "us", "a", "b"));
        assertThat(shown(OF_PRESSES).tags()).contains(Map.of());

        assertThat(jobs.delete(IDENTITY, shown(OF_PUMPS), caller(OF_PUMPS))).isInstanceOf(Outcome.Done.class);
        assertThat(shown(OF_PUMPS).state()).isEqualTo("DELETING");
        assertThat(shown(OF_PRESSES).state()).isNotEqualTo("DELETING");
    }

    @Test
    void no_call_is_sent_for_a_job_that_is_kept_in_another_account() {
        BENCH.seed(PUMPS);
        TwinMakerSyncJobs jobs = BENCH.jobs();
        Caller other = RoleBench.expecting(PRESSES, OF_PUMPS);

        List<Failure> failures = List.of(
                RoleBench.failure(jobs.look(IDENTITY, true, other)),
                rejected(jobs.create(IDENTITY, Bench.ROLE, Bench.TAGS, other)),
                rejected(jobs.tag(IDENTITY, Bench.shown(), Map.of("a", "b"), other)),
                rejected(jobs.untag(IDENTITY, Bench.shown(), Set.of("owner"), other)),
                rejected(jobs.delete(IDENTITY, Bench.shown(), other)),
                ((Tally.Unreadable) jobs.tally(IDENTITY, other)).failure());

        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.OTHER_ACCOUNT);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure.text()).contains("belong to account " + PUMPS, "kept in account " + PRESSES);
        });
        assertThat(calls()).isEmpty();
        assertThat(jobs.look(IDENTITY, true, RoleBench.expecting(PUMPS, OF_PUMPS)))
                .isInstanceOf(Observation.Present.class);
    }

    @Test
    void a_job_of_a_role_is_not_touched_as_the_operator_and_the_other_way_round() {
        Caller asOperator = new Caller("uid", Lane.URGENT, Optional.of(PUMPS));

        assertThat(RoleBench.failure(BENCH.jobs().look(IDENTITY, false, asOperator))
                        .kind())
                .isEqualTo(Kind.OTHER_ACCOUNT);
        assertThat(RoleBench.failure(BENCH.jobs().look(IDENTITY, false, RoleBench.expecting(HOME, OF_PUMPS)))
                        .kind())
                .isEqualTo(Kind.OTHER_ACCOUNT);
        assertThat(calls()).isEmpty();
    }

    @Test
    void a_session_of_another_account_than_its_role_is_never_used() {
        BENCH.failing(Answer.error(200, "").body(sessionOf(PRESSES)));

        Failure failure = BENCH.failure(OF_PUMPS);

        assertThat(failure.kind()).isEqualTo(Kind.OTHER_ACCOUNT);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.text()).contains(PUMPS, PRESSES);
        BENCH.failure(OF_PUMPS);
        RoleBench.failure(BENCH.jobs().look(IDENTITY, false, RoleBench.expecting(PRESSES, OF_PUMPS)));
        assertThat(calls()).isEmpty();
        assertThat(BENCH.assumed()).isEqualTo(1);
    }

    @Test
    void a_role_in_the_operators_own_account_has_a_session_of_its_own() {
        AssumedRole own = RoleBench.role(HOME);

        assertThat(BENCH.jobs().look(IDENTITY, false, RoleBench.expecting(HOME, own)))
                .isEqualTo(new Observation.Absent(Optional.of(HOME)));
        BENCH.jobs().look(IDENTITY, false, Bench.CALLER);

        assertThat(calls())
                .extracting(entry -> entry.principal().substring(0, 4))
                .containsExactly("ASIA", "AKID");
    }

    @Test
    void a_role_tells_nothing_of_the_account_of_the_operator() {
        BENCH.seed(PUMPS);
        shown(OF_PUMPS);

        assertThat(BENCH.jobs().look(IDENTITY, false, Bench.CALLER))
                .isEqualTo(new Observation.Absent(Optional.of(HOME)));
    }

    private static Job shown(AssumedRole role) {
        Observation seen = BENCH.jobs().look(IDENTITY, true, caller(role));
        assertThat(seen).isInstanceOf(Observation.Present.class);
        return ((Observation.Present) seen).job();
    }

    private static List<JournalEntry> calls() {
        return BENCH.simulator().journal().entries().stream()
                .filter(entry -> entry.operation() != Operation.ASSUME_ROLE
                        && entry.operation() != Operation.GET_CALLER_IDENTITY)
                .toList();
    }

    private static Failure rejected(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).failure();
    }

    private static String sessionOf(String account) {
        return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                + "<AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::" + account
                + ":assumed-role/sync/s</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA1</AccessKeyId>"
                + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                + "<Expiration>2026-01-01T01:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }
}
