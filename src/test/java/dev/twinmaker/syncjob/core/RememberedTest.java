package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.StatusBuilder.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Recollections;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.port.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be concluded from the status and from the memory of this process, and what may not. */
class RememberedTest {

    private static final String ARN = "arn:of-the-job";

    private final Scene scene = Scene.steady();

    @ParameterizedTest
    @EnumSource(
            value = Situation.class,
            names = {"JOB_CREATING", "JOB_INITIALIZING"})
    void aJobThatAwsMakesIsInItsHandsWhileItIsInSync(Situation before) {
        assertThat(inTransition(before)).isTrue();
        differing();
        assertThat(inTransition(before)).isFalse();
    }

    @Test
    void aJobThatIsReplacedIsInTheHandsOfAwsWhileItIsDeleted() {
        differing();
        scene.status = new StatusBuilder(scene.status).state("DELETING").build();
        assertThat(inTransition(Situation.REPLACING)).isTrue();
        scene.status = new StatusBuilder(scene.status).state("ACTIVE").build();
        assertThat(inTransition(Situation.REPLACING)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Situation.class,
            names = {"ACTIVE", "UPDATING_TAGS", "ABSENT", "DELETION"})
    void anyOtherSituationOfALivingObjectLeavesSomethingToDecide(Situation before) {
        scene.status = new StatusBuilder(scene.status).state("DELETING").build();
        assertThat(inTransition(before)).isFalse();
    }

    @Test
    void ofAnObjectInDeletionOnlyADeletionThatWasSeenIsWaitedFor() {
        scene.delete();
        scene.status = new StatusBuilder(scene.status).at(scene.generation).build();
        assertThat(inTransition(Situation.DELETION)).isTrue();
        assertThat(inTransition(Situation.JOB_CREATING)).isFalse();
        assertThat(inTransition(Situation.DELETION_FAILING)).isFalse();
    }

    @Test
    void withoutAJobOrForAnotherGenerationNothingIsWaitedFor() {
        scene.status = new StatusBuilder(scene.status).arn(null).build();
        assertThat(inTransition(Situation.JOB_CREATING)).isFalse();
        scene.status = new StatusBuilder(scene.status).arn(ARN).build();
        assertThat(inTransition(Situation.JOB_CREATING)).isTrue();
        scene.edited();
        assertThat(inTransition(Situation.JOB_CREATING)).isFalse();
    }

    @Test
    void aLookThatWasAskedForIsNotOneOfMany() {
        assertThat(scene.remembered().periodic(scene.desired())).isTrue();
        scene.ask("now");
        assertThat(scene.remembered().periodic(scene.desired())).isFalse();
    }

    @Test
    void aRestartedProcessThatWasAskedForALookMakesItAtOnce() {
        scene.restart();
        int looks = scene.jobs.calls.size();
        scene.pass();
        assertThat(scene.jobs.calls).hasSize(looks);
        scene.restart();
        scene.ask("now");
        scene.pass();
        assertThat(scene.jobs.calls).hasSize(looks + 1);
    }

    @Test
    void aLookThatWasAskedForIsDoneWhenItShowedSomethingOrNothingMayBeLookedAt() {
        scene.ask("first");
        scene.jobs.always(Operation.LOOK, Fault.refused(Failure.Kind.DENIED));
        scene.pass();
        assertThat(scene.status.lastHandledReconcileAt()).isNull();
        scene.jobs.heal();
        scene.pass();
        assertThat(scene.status.lastHandledReconcileAt()).isEqualTo("first");
        scene.ask("second");
        scene.fault = Optional.of("spec.roleArn is missing.");
        scene.pass();
        assertThat(scene.status.lastHandledReconcileAt()).isEqualTo("second");
    }

    @Test
    void aStallForWantOfAnApprovalOutlivesTheProcessButNotAnEdit() {
        Scene waiting = awaitingApproval();
        waiting.status = new StatusBuilder(waiting.status)
                .saying(condition(Condition.STALLED, true, Reason.AWAITING_APPROVAL, Scene.CREATED, waiting.generation))
                .build();
        waiting.restart();
        waiting.pass();
        assertThat(waiting.third()).isEqualTo("Stalled AwaitingApproval");

        waiting.restart();
        waiting.edited();
        waiting.pass();
        assertThat(waiting.third()).isEqualTo("Reconciling AwaitingApproval");
    }

    @Test
    void aStallForAnotherReasonIsNoWaitForAnApproval() {
        Scene waiting = awaitingApproval();
        waiting.status = new StatusBuilder(waiting.status)
                .saying(condition(Condition.STALLED, true, Reason.INVALID_SPEC, Scene.CREATED, waiting.generation))
                .build();
        waiting.restart();
        waiting.pass();
        assertThat(waiting.third()).isEqualTo("Reconciling AwaitingApproval");
    }

    @Test
    void theWaitForAnApprovalCountsFromWhatTheStatusShowsOfThisGenerationAlone() {
        assertThat(stalledAfterRestart(Reason.AWAITING_APPROVAL, 0)).isTrue();
        assertThat(stalledAfterRestart(Reason.AWAITING_APPROVAL, -1)).isFalse();
        assertThat(stalledAfterRestart(Reason.UPDATING_TAGS, 0)).isFalse();
    }

    /** Whether a new process finds that the approval was waited for too long, by this Reconciling of 20 minutes ago. */
    private static boolean stalledAfterRestart(Reason reason, int generations) {
        Scene waiting = awaitingApproval();
        waiting.status = new StatusBuilder(waiting.status)
                .saying(condition(
                        Condition.RECONCILING,
                        true,
                        reason,
                        waiting.clock.instant().minus(Duration.ofMinutes(20)),
                        waiting.generation + generations))
                .build();
        waiting.restart();
        waiting.pass();
        return waiting.third().equals("Stalled AwaitingApproval");
    }

    private static Scene awaitingApproval() {
        Scene waiting = Scenes.otherRole(Policies.ON_APPROVAL);
        assertThat(waiting.third()).isEqualTo("Reconciling AwaitingApproval");
        return waiting;
    }

    private void differing() {
        scene.status = new StatusBuilder(scene.status)
                .saying(condition(Condition.SYNCED, false, Reason.DRIFTED, Scene.CREATED, scene.generation))
                .build();
    }

    private boolean inTransition(Situation before) {
        Memory memory = Recollections.polling(before);
        return new Remembered(scene.status, memory, scene.leadingSince).inTransition(scene.desired());
    }
}
