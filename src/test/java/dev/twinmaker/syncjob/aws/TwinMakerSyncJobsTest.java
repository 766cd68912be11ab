package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.twinmaker.syncjob.core.SyncJobsContract;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Mangling;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter keeps the promises of the port, however the service answers where its documentation is silent. */
class TwinMakerSyncJobsTest extends SyncJobsContract {

    @RegisterExtension
    static final Bench BENCH = new Bench();

    @Override
    protected SyncJobs jobs() {
        return BENCH.jobs();
    }

    @Override
    protected Identity identity() {
        return Bench.IDENTITY;
    }

    @Override
    protected Identity withoutWorkspace() {
        return new Identity(Bench.REGION, "nowhere", "SITEWISE");
    }

    @Override
    protected Optional<Identity> elsewhere() {
        return Optional.of(new Identity(Bench.REGION, "annex", "SITEWISE"));
    }

    @Override
    protected String roleArn() {
        return Bench.ROLE;
    }

    @Override
    protected void vanish() {
        BENCH.simulator().world().removeJob(Bench.KEY);
    }

    @Override
    protected void eventually(Runnable assertion) {
        for (int second = 0; second < 60; second++) {
            try {
                assertion.run();
                return;
            } catch (AssertionError notYet) {
                BENCH.simulator().clock().advance(Duration.ofSeconds(1));
            }
        }
        assertion.run();
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"VALIDATION", "NOT_FOUND", "ACCESS_DENIED", "QUOTA"})
    void a_missing_workspace_is_not_found_whatever_a_create_says_of_it(Verdict verdict) {
        BENCH.simulator().knobs().undocumented.missingWorkspace = verdict;

        Failure failure = rejected(jobs().create(withoutWorkspace(), Bench.ROLE, TAGS, CALLER));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
        assertThat(BENCH.tries(Operation.CREATE_SYNC_JOB)).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"CONFLICT", "QUOTA", "VALIDATION"})
    void a_source_that_is_connected_elsewhere_is_a_conflict_whatever_a_create_says_of_it(Verdict verdict) {
        BENCH.simulator().knobs().undocumented.secondWorkspace = verdict;
        created();

        Failure failure = rejected(jobs().create(elsewhere().orElseThrow(), Bench.ROLE, TAGS, CALLER));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
        assertThat(BENCH.simulator().journal().doubleJobs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT", "VALIDATION", "CONFLICT"})
    void a_delete_of_a_job_that_is_being_deleted_throws_nothing(Verdict verdict) {
        BENCH.simulator().knobs().undocumented.deleteWhileDeleting = verdict;
        created();
        done(jobs().delete(identity(), seen(), CALLER));

        var outcome = jobs().delete(identity(), seen(), CALLER);

        if (verdict == Verdict.ACCEPT) {
            assertThat(done(outcome).orElseThrow().state()).isEqualTo("DELETING");
        } else {
            assertThat(rejected(outcome).effect()).isEqualTo(Failure.Effect.NONE);
        }
        assertThat(BENCH.simulator().journal().deletesApplied()).containsEntry(Bench.KEY, 1L);
    }

    @Test
    void owner_tags_travel_inside_the_create_and_never_after_it() {
        created();

        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::operation)
                .containsExactly(Operation.CREATE_SYNC_JOB);
        assertThat(BENCH.simulator().world().job(Bench.KEY).orElseThrow().tags())
                .isEqualTo(TAGS);
    }

    @Test
    void a_look_names_the_workspace_and_costs_no_call_for_tags_nobody_asked_for() {
        BENCH.seeded();

        jobs().look(identity(), false, CALLER);

        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::operation, JournalEntry::key)
                .containsExactly(tuple(Operation.GET_SYNC_JOB, Bench.KEY));
    }

    @Test
    void every_page_of_tags_is_read_where_pages_shift_and_the_first_is_empty() {
        BENCH.simulator().knobs().consistency.emptyFirstPage = true;
        BENCH.simulator().knobs().consistency.shiftingPages = true;

        every_tag_is_seen_however_many_there_are();

        assertThat(BENCH.tries(Operation.LIST_TAGS_FOR_RESOURCE)).hasSizeGreaterThan(2);
    }

    @Test
    void more_tags_than_there_can_be_are_seen_all_the_same() {
        BENCH.seeded();
        BENCH.simulator().faults().always(AwsCall.LIST_TAGS.match(), FaultAction.Mangle.of(Mangling.OVERFULL_TAGS));

        assertThat(seen().tags().orElseThrow()).hasSize(60);
    }

    @ParameterizedTest
    @CsvSource({"REPEATED_TOKEN,2,UNAVAILABLE", "FOREIGN_TOKEN,2,INVALID"})
    void pages_without_an_end_make_the_look_unreadable_and_cost_few_calls(Mangling how, int calls, Failure.Kind kind) {
        BENCH.seeded();
        BENCH.simulator().faults().always(AwsCall.LIST_TAGS.match(), FaultAction.Mangle.of(how));

        Observation look = jobs().look(identity(), true, CALLER);

        assertThat(look)
                .isInstanceOfSatisfying(
                        Observation.Unreadable.class,
                        unreadable -> assertThat(unreadable.failure().kind()).isEqualTo(kind));
        assertThat(BENCH.tries(Operation.LIST_TAGS_FOR_RESOURCE)).hasSize(calls);
    }

    @Test
    void tags_of_the_system_are_shown_with_the_others() {
        BENCH.seeded();
        BENCH.simulator().world().addTags(Bench.KEY, Map.of("aws:cloudformation:stack-name", "s"));

        assertThat(seen().tags().orElseThrow()).containsKey("aws:cloudformation:stack-name");
    }
}
