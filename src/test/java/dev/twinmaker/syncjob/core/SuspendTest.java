package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** While an object is suspended it looks, and everything else waits. */
class SuspendTest {

    @Test
    void aNewObjectCreatesNothingUntilItMayAct() {
        Scene scene = new Scene();
        scene.policy = Policies.SUSPENDED;
        scene.jobs.moving = true;
        scene.follow(20);
        assertThat(scene.jobs.sent.all()).isEmpty();
        assertThat(scene.status.plan()).hasSize(1);
        assertThat(scene.told()).containsExactly("Suspended");
        scene.edit(Policy.DEFAULT);
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        assertThat(scene.status.plan()).isEmpty();
    }

    @Test
    void itStillReads() {
        Scene scene = Scenes.steady(Policies.SUSPENDED);
        for (String state : List.of("ERROR", "INITIALIZING", "HIBERNATING", "ACTIVE")) {
            scene.state(state);
            scene.ask(state);
            scene.pass();
            assertThat(scene.status.state()).isEqualTo(state);
            assertThat(scene.status.lastHandledReconcileAt()).isEqualTo(state);
        }
    }

    @Test
    void aDeletionWaitsSaysSoAndGoesOnWhenItMay() {
        Scene scene = Scenes.steady(Policies.SUSPENDED);
        scene.delete();
        scene.follow(20);
        assertThat(scene.released()).isFalse();
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
        assertThat(scene.condition(Condition.STALLED).message()).contains("spec.suspend");
        assertThat(scene.told()).containsExactly("DeletionBlocked");
        assertThat(scene.jobs.count(DELETE)).isZero();
        scene.edit(Policy.DEFAULT);
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void aDeletionEndsWhereNothingIsToBeWritten() {
        Scene gone = Scenes.steady(Policies.SUSPENDED);
        gone.jobs.remove(Scene.IDENTITY);
        gone.delete();
        Scenes.untilReleased(gone);
        Scene foreign = Scenes.found(Policies.SUSPENDED, Duration.ofHours(2), Scene.STRANGER.tags());
        foreign.follow(2);
        foreign.delete();
        Scenes.untilReleased(foreign);
        assertThat(foreign.jobs.sent.all()).isEmpty();
    }

    @Test
    void aCreateThatWasUnderWayIsRecognisedAndNotRepeated() {
        Scene scene = new Scene();
        scene.jobs.moving = true;
        scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(15)));
        Scenes.until(scene, s -> s.jobs.anythingUnderWay());
        scene.edit(Policies.SUSPENDED);
        Scenes.until(scene, s -> "True Active".equals(s.ready()));
        assertThat(scene.synced()).isEqualTo("True InSync");
        scene.edit(Policy.DEFAULT);
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    @Test
    void aJobIsNotCalledMissingWhileItsCreateMayRun() {
        Scene scene = new Scene();
        scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(15)));
        Scenes.until(scene, s -> s.jobs.anythingUnderWay());
        scene.edit(Policies.SUSPENDED);
        scene.pass();
        assertThat(scene.third()).isEqualTo("Reconciling Creating");
        assertThat(scene.status.plan()).isEmpty();
    }

    @Test
    void driftIsReportedWithItsPlanAndBothAreEmptyWhenItIsMended() {
        Scene scene = Scenes.steady(Policies.SUSPENDED);
        scene.edit(Map.of("cost", "7"));
        scene.follow(5);
        assertThat(scene.status.drift()).extracting("field").containsExactly("tags[cost]", "tags[team]");
        assertThat(scene.status.plan()).hasSize(2);
        assertThat(scene.synced()).isEqualTo("False Suspended");
        scene.edit(Policy.DEFAULT);
        Scenes.untilActive(scene);
        assertThat(scene.status.drift()).isEmpty();
        assertThat(scene.status.plan()).isEmpty();
    }

    @Test
    void driftThatOnlyAPersonCanMendIsLeftUndoneWithoutAPlan() {
        Scene scene = Scenes.steady(Policies.SUSPENDED);
        scene.editRole(Scene.OTHER_ROLE);
        scene.follow(3);
        assertThat(scene.synced()).isEqualTo("False Suspended");
        assertThat(scene.third()).isEqualTo("Stalled Suspended");
        assertThat(scene.status.plan()).isEmpty();
    }

    @Test
    void aJobThatVanishedIsToldAndMadeAgainOnlyLater() {
        Scene scene = Scenes.steady(Policies.SUSPENDED);
        scene.jobs.moving = true;
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow(10);
        assertThat(scene.told()).containsOnlyOnce("JobVanished");
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        assertThat(scene.ready()).isEqualTo("False NotFound");
        scene.edit(Policy.DEFAULT);
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
    }

    @Test
    void anApprovalGivenMeanwhileIsNotUsed() {
        Scene scene = Scenes.steady(Policies.ON_APPROVAL);
        scene.roleArn = Scene.OTHER_ROLE;
        scene.edit(Policies.suspended(Policies.ON_APPROVAL));
        scene.approve(Long.toString(scene.generation));
        scene.follow(10);
        assertThat(scene.status.replacement()).isNull();
        scene.edit(Policies.ON_APPROVAL);
        scene.follow(10);
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void whatIsSuspendedWritesNothingWhileNothingChanges() {
        for (String role : List.of(Scene.ROLE, Scene.OTHER_ROLE)) {
            Scene scene = Scenes.steady(Policies.SUSPENDED);
            scene.editRole(role);
            scene.follow(3);
            scene.writes = 0;
            scene.notices.clear();
            scene.follow(20);
            scene.restart();
            scene.follow(5);
            assertThat(scene.writes).isZero();
            assertThat(scene.notices).isEmpty();
        }
    }
}
