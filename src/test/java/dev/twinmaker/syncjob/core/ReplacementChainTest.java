package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.TALLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A replacement is a chain of ordinary passes: it may be cut anywhere, and says what it destroys before it does. */
class ReplacementChainTest {

    private static final int STEPS = 14;

    @Test
    void aCrashAtAnyStepEndsTheSameWithOneDeleteAndOneCreate() {
        for (Policy policy : List.of(Policies.ON_APPROVAL, Policies.AUTOMATIC)) {
            for (int step = 0; step < STEPS; step++) {
                Scene scene = approved(policy);
                cut(scene, step, scene::passAndCrash);
                replacedOnce(scene, policy + ", step " + step);
            }
        }
    }

    @Test
    void aRestartAtAnyStepEndsTheSameWithOneDeleteAndOneCreate() {
        for (int step = 0; step < STEPS; step++) {
            Scene scene = approved(Policies.ON_APPROVAL);
            cut(scene, step, scene::restart);
            replacedOnce(scene, "step " + step);
            assertThat(scene.told()).containsOnlyOnce("Replaced").doesNotContain("JobVanished");
        }
    }

    @Test
    void aCrashAtEveryStepEndsTheSameWithOneDeleteAndOneCreate() {
        Scene scene = approved(Policies.ON_APPROVAL);
        for (int step = 0; step < 2 * STEPS; step++) {
            scene.follow();
            scene.clock.advance(Duration.ofSeconds(2));
            scene.passAndCrash();
        }
        replacedOnce(scene, "crash after crash");
    }

    @Test
    void lostRepliesEndTheSame() {
        for (Operation operation : List.of(DELETE, CREATE)) {
            for (Failure failure : List.of(Fault.noAnswer(), Fault.serverError())) {
                for (Fault fault : List.of(new Fault.Before(failure), new Fault.After(failure))) {
                    Scene scene = approved(Policies.ON_APPROVAL);
                    scene.jobs.next(operation, fault);
                    replacedOnce(scene, operation + " " + fault);
                    assertThat(scene.told()).containsOnlyOnce("Replaced").doesNotContain("JobVanished");
                }
            }
        }
    }

    @Test
    void aCreateThatFailsAndThenWaitsIsStillToldInWords() {
        Scene scene = approved(Policies.ON_APPROVAL);
        Fault busy = new Fault.Busy(Duration.ofSeconds(5));
        scene.jobs.next(CREATE, new Fault.Before(Fault.serverError()), busy, busy);
        scene.jobs.moving = true;
        Scenes.until(scene, s -> "False ServiceUnavailable".equals(s.synced()));
        Scenes.until(scene, s -> "False Replacing".equals(s.synced()));
        assertThat(scene.condition(Condition.SYNCED).message()).isNotBlank();
        replacedOnce(scene, "after the wait");
    }

    @Test
    void readersThatLagEndWithOneNewJob() {
        for (int seconds : List.of(3, 8, 20)) {
            Scene scene = approved(Policies.ON_APPROVAL);
            scene.jobs.lag = Duration.ofSeconds(seconds);
            Scenes.untilActive(scene);
            scene.follow(20);
            assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
            assertThat(scene.job().roleArn).isEqualTo(Scene.OTHER_ROLE);
            assertThat(scene.told()).containsOnlyOnce("Replaced").doesNotContain("JobVanished");
        }
    }

    @Test
    void anEditInTheMiddleEndsWithOneJobAsEdited() {
        for (int step = 0; step < STEPS; step++) {
            Scene scene = approved(Policies.AUTOMATIC);
            cut(scene, step, () -> scene.edit(Map.of("team", "red")));
            Scenes.untilActive(scene);
            assertThat(scene.job().roleArn).isEqualTo(Scene.OTHER_ROLE);
            assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
            assertThat(scene.jobs.count(DELETE)).as("step %s", step).isEqualTo(1);
            assertThat(scene.told()).doesNotContain("JobVanished");
        }
    }

    @Test
    void aDeletionInTheMiddleLeavesNoJob() {
        for (Duration lag : List.of(Duration.ZERO, Duration.ofSeconds(20))) {
            for (int step = 0; step < STEPS; step++) {
                Scene scene = approved(Policies.ON_APPROVAL);
                scene.jobs.lag = lag;
                cut(scene, step, scene::delete);
                gone(scene, "step " + step + ", lag " + lag);
            }
        }
    }

    @Test
    void aDeletionAfterACreateOfUnknownFateLeavesNoJob() {
        Scene scene = approved(Policies.ON_APPROVAL);
        scene.jobs.moving = true;
        scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(18)));
        Scenes.until(scene, s -> s.jobs.anythingUnderWay());
        scene.delete();
        gone(scene, "the create takes effect late");
    }

    @Test
    void aDeletionAfterACrashInTheCreateLeavesNoJob() {
        Scene scene = approved(Policies.ON_APPROVAL);
        scene.jobs.moving = true;
        scene.jobs.lag = Duration.ofSeconds(20);
        Scenes.until(scene, s -> s.jobs.at(Scene.IDENTITY).isEmpty());
        scene.clock.advance(Duration.ofSeconds(20));
        for (int pass = 0; pass < 5 && scene.jobs.count(CREATE) == 1; pass++) {
            SceneSnapshot before = SceneSnapshot.of(scene);
            scene.afterSeconds(5);
            if (scene.jobs.count(CREATE) > 1) {
                before.restore(scene);
            }
        }
        scene.restart();
        scene.delete();
        gone(scene, "the new job is not visible yet");
    }

    @Test
    void aPolicyThatForbidsItStopsItUntilTheDelete() {
        for (Policy policy :
                List.of(Policies.suspended(Policies.AUTOMATIC), Policies.guarded(Policies.AUTOMATIC), Policy.DEFAULT)) {
            Scene scene = approved(Policies.AUTOMATIC);
            scene.pass();
            assertThat(scene.status.replacement()).isNotNull();
            scene.edit(policy);
            scene.follow(20);
            assertThat(scene.jobs.count(DELETE)).isZero();
        }
    }

    @Test
    void whatWillBeDestroyedIsSaidBeforeTheDelete() {
        for (Policy policy : List.of(Policies.ON_APPROVAL, Policies.AUTOMATIC)) {
            Scene scene = approved(policy);
            scene.pass();
            assertThat(scene.jobs.count(DELETE)).isZero();
            assertThat(scene.condition(Condition.SYNCED).message()).contains("12 entities and 3 component types");
            assertThat(scene.notices).anyMatch(notice -> notice.note().contains("12 entities and 3 component types"));
        }
    }

    @Test
    void itIsCountedOnceAGeneration() {
        Scene scene = Scenes.steady(Policies.ON_APPROVAL);
        scene.editRole(Scene.OTHER_ROLE);
        scene.follow(3);
        int writes = scene.writes;
        scene.job().entities = 90;
        scene.follow(10);
        assertThat(tallies(scene)).isEqualTo(1);
        scene.edit(Map.of("team", "red"));
        scene.follow(3);
        assertThat(tallies(scene)).isEqualTo(2);
        assertThat(scene.condition(Condition.SYNCED).message()).contains("90 entities");
        assertThat(scene.writes).isGreaterThan(writes);
    }

    @Test
    void whatCannotBeCountedIsSaidSoAndDoesNotForbidTheReplacement() {
        for (Failure.Kind kind : List.of(Failure.Kind.DENIED, Failure.Kind.INVALID, Failure.Kind.NOT_FOUND)) {
            Scene scene = approved(Policies.ON_APPROVAL);
            scene.jobs.always(TALLY, Fault.refused(kind, "AWS does not count."));
            scene.pass();
            assertThat(scene.condition(Condition.SYNCED).message())
                    .contains("could not be counted")
                    .contains("AWS does not count.");
            replacedOnce(scene, kind.name());
        }
    }

    @Test
    void nothingIsDestroyedForWantOfAnAnswerThatWillCome() {
        for (Fault fault : List.of(
                new Fault.Busy(Duration.ofSeconds(7)),
                Fault.refused(Failure.Kind.UNAVAILABLE),
                Fault.refused(Failure.Kind.NO_CREDENTIALS))) {
            Scene scene = approved(Policies.AUTOMATIC);
            scene.jobs.always(TALLY, fault);
            scene.follow(10);
            assertThat(scene.status.replacement()).as("%s", fault).isNull();
            assertThat(scene.third()).startsWith("Reconciling");
            scene.jobs.heal();
            Scenes.until(scene, s -> s.status.replacement() != null);
            assertThat(scene.condition(Condition.SYNCED).message()).contains("12 entities");
            replacedOnce(scene, "after " + fault);
        }
    }

    @Test
    void aFailedJobOfWhichNobodyKnowsWhatItSyncedIsAskedFor() {
        Scene scene = Scenes.steady(Policies.ON_APPROVAL);
        scene.jobs.always(TALLY, Fault.refused(Failure.Kind.DENIED));
        scene.job().entities = 0;
        scene.job().componentTypes = 0;
        scene.state("ERROR");
        scene.follow(20);
        assertThat(scene.jobs.count(DELETE)).isZero();
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
    }

    private static long tallies(Scene scene) {
        return scene.jobs.calls.stream().filter(call -> call == TALLY).count();
    }

    /** The role differs, and the replacement is approved but not begun. */
    private static Scene approved(Policy policy) {
        Scene scene = Scenes.steady(policy);
        scene.editRole(Scene.OTHER_ROLE);
        scene.approve(Long.toString(scene.generation));
        return scene;
    }

    private static void cut(Scene scene, int step, Runnable what) {
        scene.jobs.moving = true;
        for (int pass = 0; pass < step; pass++) {
            scene.follow();
        }
        scene.clock.advance(Duration.ofSeconds(1));
        what.run();
    }

    private static void replacedOnce(Scene scene, String how) {
        scene.jobs.moving = true;
        for (int pass = 0; pass < 60; pass++) {
            scene.follow();
        }
        assertThat(scene.jobs.count(DELETE)).as(how).isEqualTo(1);
        assertThat(scene.jobs.count(CREATE)).as(how).isEqualTo(2);
        assertThat(scene.job().roleArn).as(how).isEqualTo(Scene.OTHER_ROLE);
        assertThat(scene.kstatus()).as(how).isEqualTo(Kstatus.Current);
    }

    private static void gone(Scene scene, String how) {
        Scenes.untilReleased(scene);
        scene.clock.advance(Duration.ofSeconds(60));
        assertThat(scene.jobs.at(Scene.IDENTITY)).as(how).isEmpty();
    }
}
