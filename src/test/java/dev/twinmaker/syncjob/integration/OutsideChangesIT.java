package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to a job in AWS between two looks, or while it is made or deleted, without the operator's doing. */
class OutsideChangesIT {

    private static Stage stage;
    private static OperatorProcess operator;

    /** Long waits between the looks at a steady job, so that a look is made only where a test asks for it. */
    @BeforeAll
    static void start() {
        stage = Stage.shared();
        operator = stage.operator(Map.of("SYNCJOB_RECONCILE_INTERVAL", Stage.NEVER, "SYNCJOB_POLL_MAX", "1s"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void nothing_is_reported_as_a_defect() {
        stage.simulator().faults().clear();
        assertThat(operator.log()).doesNotContain(" ERROR ");
    }

    @Test
    void of_states_that_passed_between_two_looks_the_last_one_counts() {
        Plant failed = Plant.of(stage, "failed").create().ready();
        Plant round = Plant.of(stage, "round").create().ready();
        String active = stage.get("round").orElseThrow().getStatus().toString();
        set(failed, JobState.INITIALIZING, "");
        set(failed, JobState.ACTIVE, "");
        set(failed, JobState.ERROR, "SYNC_PROCESSING_ERROR");
        set(round, JobState.ERROR, "SYNC_PROCESSING_ERROR");
        set(round, JobState.INITIALIZING, "");
        set(round, JobState.ACTIVE, "");
        failed.look();
        failed.await("says so", Condition.STALLED, "True", "SyncFailed");
        String token = "round-is-looked-at";
        round.edit("{\"metadata\":{\"annotations\":{\"" + SyncJob.RECONCILE_REQUESTED_AT + "\":\"" + token + "\"}}}");
        SyncJob seen = stage.await(
                "round is looked at",
                "round",
                object -> token.equals(object.getStatus().lastHandledReconcileAt()));
        assertThat(seen.getStatus().toString().replace(token, "null")).isEqualTo(active);
        assertThat(stage.events("round")).doesNotContain("SyncFailed").containsOnlyOnce("Active");
        Stream.of(failed, round)
                .forEach(plant -> assertThat(plant.writes()).containsExactly(Operation.CREATE_SYNC_JOB));
    }

    @Test
    void each_error_code_of_a_job_that_was_active_is_told_and_none_has_it_made_again() {
        List<Plant> plants = Stream.of(
                        "VALIDATION_ERROR",
                        "INTERNAL_FAILURE",
                        "SYNC_INITIALIZING_ERROR",
                        "SYNC_CREATING_ERROR",
                        "SYNC_PROCESSING_ERROR",
                        "SYNC_DELETING_ERROR",
                        "PROCESSING_ERROR",
                        "COMPOSITE_COMPONENT_FAILURE",
                        "SOMETHING_NEW")
                .map(code -> Plant.of(
                        stage, code.toLowerCase(Locale.ROOT).replace('_', '-').replace("-failure", "")))
                .map(Plant::create)
                .toList();
        plants.forEach(Plant::ready);
        for (Plant plant : plants) {
            set(plant, JobState.ERROR, code(plant));
            plant.look();
        }
        plants.forEach(plant -> {
            plant.await("says so", Condition.STALLED, "True", "SyncFailed");
            assertThat(plant.message(Condition.READY)).contains(code(plant), "said of " + plant.name());
            assertThat(Stage.is(plant.object(), Condition.SYNCED, "True", "InSync"))
                    .isTrue();
            assertThat(plant.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
        });
        plants.forEach(plant -> set(plant, JobState.ACTIVE, ""));
        plants.forEach(Plant::look);
        plants.forEach(Plant::ready);
    }

    private static String code(Plant plant) {
        return plant.name().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static void set(Plant plant, JobState state, String code) {
        stage.simulator().world().setState(plant.key(), state, code, code.isEmpty() ? "" : "said of " + plant.name());
    }

    @Test
    void a_job_that_was_made_again_by_somebody_is_judged_anew_by_its_tags() {
        Plant same = Plant.of(stage, "same").create().ready();
        Plant foreign = Plant.of(stage, "foreign").create().ready();
        Plant bare = Plant.of(stage, "bare").create().ready();
        String before = same.object().getStatus().creationDateTime();
        again(same, same.job().tags());
        again(foreign, Plant.FOREIGN);
        again(bare, Map.of());
        SyncJob followed = stage.await(
                "the new job is followed",
                "same",
                object -> Stage.is(object, Condition.READY, "True", "Active")
                        && !before.equals(object.getStatus().creationDateTime()));
        assertThat(followed.getStatus().arn()).isEqualTo(same.job().arn());
        foreign.await("is refused", Condition.STALLED, "True", "OwnedByAnother");
        assertThat(foreign.message(Condition.READY)).contains("factory/line-7");
        stage.await(
                "the bare one is not taken for ours",
                "bare",
                object -> Stage.is(object, Condition.READY, "False", "VerifyingOwnership")
                        || Stage.is(object, Condition.READY, "False", "OwnedByAnother"));
        foreign.delete();
        foreign.awaitGone();
        assertThat(foreign.job().tags()).isEqualTo(Plant.FOREIGN);
        Stream.of(same, foreign, bare)
                .forEach(plant ->
                        assertThat(plant.writes()).as(plant.name()).containsExactly(Operation.CREATE_SYNC_JOB));
    }

    private static void again(Plant plant, Map<String, String> tags) {
        stage.simulator().world().recreateJob(plant.key(), Stage.ROLE, tags);
        set(plant, JobState.ACTIVE, "");
        plant.look();
    }

    @Test
    void a_job_that_lost_its_owner_tags_is_not_deleted_until_they_are_back_or_name_another() {
        Plant lost = Plant.of(stage, "lost").create().ready();
        Plant edited = Plant.of(stage, "edited").create().ready();
        Map<String, String> own = new HashMap<>(lost.job().tags());
        stage.simulator().world().replaceTags(lost.key(), Map.of("kept", "old"));
        stage.simulator().world().replaceTags(edited.key(), Plant.FOREIGN);
        Stream.of(lost, edited).forEach(Plant::look);
        lost.await("is told", Condition.READY, "False", "VerifyingOwnership");
        edited.await("is told", Condition.STALLED, "True", "OwnedByAnother");
        Stream.of(lost, edited).forEach(Plant::delete);
        edited.awaitGone();
        stage.awaitEvent("edited", "Released");
        lost.await("waits", Condition.READY, "False", "Deleting");
        stage.await(
                "it says why",
                "lost",
                object -> lost.message(Condition.RECONCILING).contains("owner tags"));
        Stream.of(lost, edited)
                .forEach(plant ->
                        assertThat(plant.writes()).as(plant.name()).containsExactly(Operation.CREATE_SYNC_JOB));
        stage.simulator().world().replaceTags(lost.key(), own);
        lost.awaitGone();
        assertThat(lost.hasJob()).isFalse();
        assertThat(edited.job().tags()).isEqualTo(Plant.FOREIGN);
    }

    @Test
    void a_key_that_a_job_in_deletion_still_holds_is_waited_for() {
        Plant plant = Plant.of(stage, "leaving");
        stage.simulator()
                .world()
                .addJob(JobSeed.active(plant.key(), Stage.ROLE)
                        .tagged(Plant.FOREIGN)
                        .in(JobState.DELETING));
        plant.create();
        plant.await("waits", Condition.READY, "False", "OwnedByAnother");
        stage.simulator().knobs().consistency.keyHeldAfterGone = Duration.ofDays(1);
        try {
            stage.simulator().world().removeJob(plant.key());
            plant.look();
            Awaitility.await("a create is refused, as the key is held")
                    .until(() -> plant.calls()
                            .anyMatch(call -> call.operation() == Operation.CREATE_SYNC_JOB && call.status() == 409));
        } finally {
            stage.simulator().knobs().consistency.keyHeldAfterGone = Duration.ZERO;
        }
        plant.ready();
        assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(plant.calls(Operation.DELETE_SYNC_JOB)).isZero();
    }

    @Test
    void a_deletion_that_does_not_end_is_waited_for_and_can_be_cut_short_by_a_person() {
        Plant slow = Plant.of(stage, "slow").create().ready();
        Plant forced = Plant.of(stage, "forced").create().ready();
        Plant nothing = Plant.of(stage, "nothing").create().ready();
        stage.simulator().knobs().lifecycle.deletionSticks = true;
        try {
            Stream.of(slow, forced).forEach(Plant::delete);
            Stream.of(slow, forced)
                    .forEach(plant -> stage.await(
                            plant.name() + " is being deleted",
                            plant.name(),
                            object -> "DELETING".equals(object.getStatus().state())));
        } finally {
            stage.simulator().knobs().lifecycle.deletionSticks = false;
        }
        nothing.spoil(Operation.DELETE_SYNC_JOB, FaultAction.Answer.error(404, "ResourceNotFoundException"), 1);
        nothing.delete();
        long looks = slow.calls(Operation.GET_SYNC_JOB);
        Awaitility.await("it is polled").until(() -> slow.calls(Operation.GET_SYNC_JOB) >= looks + 4);
        Stream.of(slow, forced).forEach(plant -> {
            assertThat(Stage.is(plant.object(), Condition.READY, "False", "Deleting"))
                    .isTrue();
            assertThat(plant.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
            assertThat(plant.object().getMetadata().getFinalizers()).contains(SyncJob.FINALIZER);
        });
        forced.edit("{\"metadata\":{\"annotations\":{\"" + SyncJob.FORCE_RELEASE + "\":\""
                + forced.object().getMetadata().getUid() + "\"}}}");
        forced.awaitGone();
        stage.awaitEvent("forced", "ForceReleased");
        assertThat(forced.hasJob()).isTrue();
        stage.simulator().world().release(slow.key());
        slow.awaitGone();
        assertThat(slow.calls(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        // A job that AWS does not find is looked for again, found, and deleted.
        nothing.awaitGone();
        assertThat(nothing.hasJob()).isFalse();
        assertThat(nothing.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
    }
}
