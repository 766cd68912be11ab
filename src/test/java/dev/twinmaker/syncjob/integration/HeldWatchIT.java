package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to objects while the operator's watch is behind, or never shows it. */
class HeldWatchIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static FaultyPath path;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        path = new FaultyPath(Stage.shared());
        operator = path.operator(Map.of());
    }

    @AfterAll
    static void stop() {
        path.close();
    }

    @AfterEach
    void nothing_is_reported_as_a_defect() {
        path.proxy().delayWatches(false);
        assertThat(operator.log()).doesNotContain("ERROR [de.tw");
        assertThat(path.stage().simulator().journal().racingCreates()).isEmpty();
    }

    @Test
    void while_the_watch_shows_none_of_its_own_writes_it_makes_one_job_and_polls_it_to_the_end()
            throws InterruptedException {
        Hook finalizer = path.proxy().hold(FaultyPath.writeOf("behind", "finalizers"));
        path.create("behind");
        finalizer.awaitArrived(LIMIT);
        path.proxy().delayWatches(true);
        finalizer.release();
        path.awaitSettled("behind");
        path.proxy().delayWatches(false);
        path.awaitHeard();
        assertThat(path.accepted("behind", "")).isEqualTo(1);
        assertThat(path.calls("behind"))
                .filteredOn(entry -> entry.operation() == Operation.CREATE_SYNC_JOB)
                .hasSize(1);
    }

    @Test
    void another_event_that_comes_before_its_own_writes_makes_no_second_job() throws InterruptedException {
        Hook finalizer = path.proxy().hold(FaultyPath.writeOf("second", "finalizers"));
        path.create("second");
        finalizer.awaitArrived(LIMIT);
        path.proxy().delayWatches(true);
        finalizer.release();
        FaultyPath.await("the job is made").until(() -> path.job("second").isPresent());
        path.tag("second", "a");
        path.patch("second", "{\"metadata\":{\"annotations\":{\"twinmaker.dev/reconcile-requested-at\":\"now\"}}}");
        path.proxy().delayWatches(false);
        path.awaitTagged("second", "a");
        path.stage()
                .await(
                        "the request is heard",
                        "second",
                        object -> "now".equals(object.getStatus().lastHandledReconcileAt()));
        assertThat(path.calls("second"))
                .filteredOn(entry -> entry.operation() == Operation.CREATE_SYNC_JOB)
                .hasSize(1);
        assertThat(path.effects("second", Operation.DELETE_SYNC_JOB)).isZero();
    }

    @Test
    void an_object_made_and_deleted_meanwhile_leaves_no_trace_in_aws() {
        path.proxy().delayWatches(true);
        path.create("shortlived");
        path.delete("shortlived");
        path.stage().awaitGone("shortlived");
        path.proxy().delayWatches(false);
        path.awaitHeard();
        assertThat(path.calls("shortlived")).isEmpty();
        assertThat(path.accepted("shortlived", "")).isZero();
        assertThat(path.stage().get("shortlived")).isEmpty();
    }

    @Test
    void an_edit_that_was_taken_back_meanwhile_ends_as_it_was() {
        path.create("undone");
        path.awaitSettled("undone");
        path.tag("undone", "a");
        path.awaitTagged("undone", "a");
        path.proxy().delayWatches(true);
        path.tag("undone", "b");
        path.tag("undone", "a");
        path.proxy().delayWatches(false);
        path.stage().await("all edits are seen", "undone", HeldWatchIT::upToDate);
        path.awaitTagged("undone", "a");
        assertThat(path.effects("undone", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("undone", Operation.DELETE_SYNC_JOB)).isZero();
    }

    @Test
    void an_edit_that_was_taken_back_and_never_shown_changes_nothing_in_aws() {
        path.create("unseen");
        path.awaitSettled("unseen");
        path.tag("unseen", "a");
        path.awaitTagged("unseen", "a");
        List<JournalEntry> before = changes("unseen");
        path.proxy().swallowWatches();
        path.tag("unseen", "b");
        path.tag("unseen", "a");
        listAnew();
        path.stage().await("all edits are seen", "unseen", HeldWatchIT::upToDate);
        assertThat(changes("unseen")).hasSameSizeAs(before);
        assertThat(path.job("unseen").orElseThrow().tags()).containsEntry("edit", "a");
    }

    @Test
    void deleted_and_made_again_meanwhile_the_one_job_belongs_to_the_new_object() {
        path.create("again");
        path.awaitSettled("again");
        path.proxy().delayWatches(true);
        String uid = replace("again", FaultyPath.syncJob("again"));
        path.proxy().delayWatches(false);
        awaitOwned("again", uid);
        // The old object's deletion may have been seen, and then its job went with it.
        assertThat(path.effects("again", Operation.CREATE_SYNC_JOB) - path.effects("again", Operation.DELETE_SYNC_JOB))
                .isEqualTo(1);
        assertThat(path.stage().simulator().journal().foreignDeletes(tags -> tags.containsKey("twinmaker.dev/uid")))
                .isEmpty();
    }

    @Test
    void another_object_of_the_same_generation_and_finalizer_that_only_a_list_shows_takes_the_job_over() {
        path.create("swapped");
        path.awaitSettled("swapped");
        path.proxy().swallowWatches();
        SyncJob another = FaultyPath.syncJob("swapped");
        another.getMetadata().setFinalizers(List.of(SyncJob.FINALIZER));
        String uid = replace("swapped", another);
        listAnew();
        awaitOwned("swapped", uid);
        assertThat(path.effects("swapped", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("swapped", Operation.DELETE_SYNC_JOB)).isZero();
    }

    @Test
    void labels_rewritten_by_another_controller_cost_no_call_and_no_write() {
        path.create("labels");
        path.awaitSettled("labels");
        path.awaitHeard();
        int calls = path.calls("labels").size();
        int writes = path.writes("labels").size();
        for (int i = 0; i < 50; i++) {
            path.patch("labels", "{\"metadata\":{\"labels\":{\"counted\":\"" + i + "\"}}}");
        }
        path.awaitHeard();
        assertThat(path.calls("labels")).hasSize(calls);
        assertThat(path.writes("labels")).hasSize(writes);
    }

    /** Has the operator forget what its watch has told and read all objects. */
    private static void listAnew() {
        assertThat(path.proxy().feedWatches(FaultyPath.GONE)).isEqualTo(1);
    }

    private static boolean upToDate(SyncJob object) {
        return object.getMetadata().getGeneration().equals(object.getStatus().observedGeneration());
    }

    /** Deletes an object without the operator and makes another under its name; the uid of that. */
    private static String replace(String name, SyncJob another) {
        path.delete(name);
        path.patch(name, "{\"metadata\":{\"finalizers\":null}}");
        path.stage().awaitGone(name);
        return path.stage().create(another).getMetadata().getUid();
    }

    private static void awaitOwned(String name, String uid) {
        path.awaitSettled(name);
        FaultyPath.await("the job names the new object")
                .until(() -> path.job(name)
                        .filter(job -> uid.equals(job.tags().get("twinmaker.dev/uid")))
                        .isPresent());
    }

    private static List<JournalEntry> changes(String name) {
        return path.calls(name).stream().filter(JournalEntry::effect).toList();
    }
}
