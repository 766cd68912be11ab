package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The promises of the port, for whatever keeps them. A subclass says what stands behind the port. */
public abstract class SyncJobsContract {

    protected static final Caller CALLER = new Caller("contract", Lane.URGENT, Optional.empty());
    protected static final Map<String, String> TAGS = Map.of("syncjob-contract", "yes", "line", "1");

    /** The port. */
    protected abstract SyncJobs jobs();

    /** Where there is a workspace and, when a test begins, no job of the account's region. */
    protected abstract Identity identity();

    /** Where there is no workspace. */
    protected abstract Identity withoutWorkspace();

    /** Where there is another workspace; empty if there is none. */
    protected abstract Optional<Identity> elsewhere();

    protected abstract String roleArn();

    /** Removes the job by another hand than the port's. */
    protected abstract void vanish();

    /** Lets time pass until that holds. */
    protected abstract void eventually(Runnable assertion);

    /** How many callers come at the same time where many do. */
    protected int crowd() {
        return 8;
    }

    protected final Job created() {
        return done(jobs().create(identity(), roleArn(), TAGS, CALLER)).orElseThrow();
    }

    /** The job with the tags that prove whose it is. */
    protected final Job seen() {
        List<Job> jobs = new ArrayList<>();
        eventually(() -> {
            Observation look = jobs().look(identity(), true, CALLER);
            assertThat(look).isInstanceOf(Observation.Present.class);
            jobs.add(((Observation.Present) look).job());
        });
        return jobs.get(jobs.size() - 1);
    }

    protected static Optional<Job> done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).job();
    }

    protected static Failure rejected(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).failure();
    }

    @Test
    void a_job_that_nobody_made_is_absent() {
        assertThat(jobs().look(identity(), true, CALLER)).isInstanceOf(Observation.Absent.class);
        assertThat(jobs().look(identity(), false, CALLER)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void a_job_of_a_workspace_that_is_not_there_is_absent() {
        assertThat(jobs().look(withoutWorkspace(), false, CALLER)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void what_was_created_is_seen_as_it_was_wanted() {
        Job reply = created();

        Job seen = seen();
        assertThat(seen.arn()).isEqualTo(reply.arn());
        assertThat(seen.created()).isEqualTo(reply.created());
        assertThat(seen.roleArn()).isEqualTo(roleArn());
        assertThat(seen.errorCode()).isNull();
        assertThat(seen.accountId()).isPresent();
        assertThat(seen.known()).isNotIn(Job.State.UNKNOWN, Job.State.DELETING);
        assertThat(seen.tags().orElseThrow()).containsAllEntriesOf(TAGS);
    }

    @Test
    void tags_are_there_only_in_a_look_that_asked_for_them() {
        created();
        seen();

        Observation look = jobs().look(identity(), false, CALLER);

        assertThat(((Observation.Present) look).job().tags()).isEmpty();
    }

    @Test
    protected void every_tag_is_seen_however_many_there_are() {
        Map<String, String> many = new HashMap<>(TAGS);
        for (int i = 0; many.size() < 49; i++) {
            many.put("key-" + i, "value " + i);
        }
        done(jobs().create(identity(), roleArn(), many, CALLER));

        assertThat(seen().tags().orElseThrow()).containsAllEntriesOf(many);
    }

    @Test
    void a_second_create_is_a_conflict_and_changes_nothing() {
        Job first = created();
        Job before = seen();

        Failure failure = rejected(jobs().create(identity(), roleArn(), Map.of("line", "2"), CALLER));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
        Job after = seen();
        assertThat(after.created()).isEqualTo(first.created());
        assertThat(after.tags()).isEqualTo(before.tags());
    }

    @Test
    void a_create_without_a_workspace_is_refused_as_not_found() {
        Failure failure = rejected(jobs().create(withoutWorkspace(), roleArn(), TAGS, CALLER));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
    }

    @Test
    void a_create_for_a_source_that_is_connected_elsewhere_is_a_conflict() {
        elsewhere().ifPresent(other -> {
            created();

            Failure failure = rejected(jobs().create(other, roleArn(), TAGS, CALLER));

            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
            assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
        });
    }

    @Test
    void tags_are_added_and_overwritten_and_the_others_stay() {
        created();

        done(jobs().tag(identity(), seen(), Map.of("line", "2", "shift", "late"), CALLER));

        eventually(() -> assertThat(seen().tags().orElseThrow())
                .containsEntry("line", "2")
                .containsEntry("shift", "late")
                .containsEntry("syncjob-contract", "yes"));
    }

    @Test
    void tags_are_removed_and_those_that_are_not_there_do_not_matter() {
        created();

        done(jobs().untag(identity(), seen(), Set.of("line", "never-there"), CALLER));

        eventually(() -> assertThat(seen().tags().orElseThrow())
                .doesNotContainKey("line")
                .containsEntry("syncjob-contract", "yes"));
    }

    @Test
    void a_deleted_job_is_deleting_and_then_absent() {
        created();

        Job reply = done(jobs().delete(identity(), seen(), CALLER)).orElseThrow();

        assertThat(reply.known()).isEqualTo(Job.State.DELETING);
        eventually(() -> assertThat(jobs().look(identity(), true, CALLER)).isInstanceOf(Observation.Absent.class));
    }

    @Test
    void a_delete_of_a_job_that_went_since_the_look_reads_as_progress() {
        created();
        Job stale = seen();
        vanish();

        Job reply = done(jobs().delete(identity(), stale, CALLER)).orElseThrow();

        assertThat(reply.known()).isEqualTo(Job.State.DELETING);
    }

    @Test
    void tags_of_a_job_that_went_since_the_look_are_not_found() {
        created();
        Job stale = seen();
        vanish();

        assertThat(rejected(jobs().tag(identity(), stale, TAGS, CALLER)).kind()).isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(rejected(jobs().untag(identity(), stale, Set.of("line"), CALLER))
                        .kind())
                .isEqualTo(Failure.Kind.NOT_FOUND);
    }

    @Test
    void no_job_is_written_to_without_the_tags_that_prove_whose_it_is() {
        created();
        seen();
        Job unproven = ((Observation.Present) jobs().look(identity(), false, CALLER)).job();

        assertThatThrownBy(() -> jobs().delete(identity(), unproven, CALLER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> jobs().tag(identity(), unproven, TAGS, CALLER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> jobs().untag(identity(), unproven, Set.of("line"), CALLER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(seen().known()).isNotEqualTo(Job.State.DELETING);
    }

    @Test
    void of_many_threads_that_create_one_does() throws Exception {
        List<Outcome> outcomes = together(crowd(), () -> jobs().create(identity(), roleArn(), TAGS, CALLER));

        assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream()
                        .filter(Outcome.Rejected.class::isInstance)
                        .map(outcome -> ((Outcome.Rejected) outcome).failure().kind()))
                .hasSize(crowd() - 1)
                .allMatch(kind -> kind == Failure.Kind.CONFLICT || kind == Failure.Kind.THROTTLED);
    }

    @Test
    void many_threads_that_look_see_the_same_job() throws Exception {
        created();
        Job seen = seen();

        List<Observation> looks = together(crowd(), () -> jobs().look(identity(), true, CALLER));

        assertThat(looks)
                .allSatisfy(look -> assertThat(look)
                        .isInstanceOfSatisfying(
                                Observation.Present.class,
                                present -> assertThat(present.job().created()).isEqualTo(seen.created())));
    }

    private static <T> List<T> together(int count, Callable<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(Collections.nCopies(count, call))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
