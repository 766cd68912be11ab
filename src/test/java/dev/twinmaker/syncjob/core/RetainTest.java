package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.UNTAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job that stays when its object goes, without a trace of its owner. */
class RetainTest {

    @Test
    void theOwnerTagsGoAndAllElseStays() {
        Scene scene = retaining();
        scene.retag(scene.wantedAnd(Map.of("finance", "z", "aws:x", "1")));
        int mark = scene.jobs.sent.mark();
        scene.delete();
        Scenes.untilReleased(scene);
        retained(scene);
        assertThat(scene.job().tags).isEqualTo(Map.of("team", "blue", "finance", "z", "aws:x", "1"));
        assertThat(Scenes.sent(scene, mark)).containsExactly("UntagResource");
        assertThat(scene.told()).containsExactly("Retained");
    }

    @Test
    void theFinalizerStaysUntilTheOwnerTagsAreGone() {
        Scene scene = retaining();
        scene.delete();
        scene.pass();
        assertThat(scene.released()).isFalse();
        assertThat(scene.third()).isEqualTo("Reconciling Deleting");
        scene.follow();
        assertThat(scene.released()).isTrue();
    }

    @Test
    void aCrashAtAnyStepEndsTheSame() {
        for (int step = 0; step < 5; step++) {
            Scene scene = retaining();
            scene.delete();
            for (int pass = 0; pass < step && !scene.released(); pass++) {
                scene.follow();
            }
            if (!scene.released()) {
                scene.clock.advance(Duration.ofSeconds(1));
                scene.passAndCrash();
            }
            Scenes.untilReleased(scene);
            retained(scene);
            assertThat(scene.told()).containsExactly("Retained");
        }
    }

    @Test
    void tagsThatSomebodyTookOffAreWaitedForAndThoseThatWeTookOffAreNot() {
        Scene theirs = retaining();
        theirs.retag(Map.of("team", "blue"));
        theirs.delete();
        theirs.follow(2);
        assertThat(theirs.released()).isFalse();
        theirs.after(Timing.PATIENCE);
        assertThat(theirs.released()).isTrue();

        Scene ours = retaining();
        ours.delete();
        ours.follow(2);
        assertThat(ours.released()).isTrue();
    }

    @Test
    void aSuspendedObjectWaitsAndSaysSo() {
        Scene scene = retaining();
        scene.edit(Policies.suspended(Policies.RETAIN));
        scene.delete();
        scene.follow(10);
        assertThat(scene.released()).isFalse();
        assertThat(scene.jobs.count(UNTAG)).isZero();
        assertThat(scene.synced()).isEqualTo("False Suspended");
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
        scene.edit(Policies.RETAIN);
        Scenes.untilReleased(scene);
        retained(scene);
    }

    @Test
    void aRefusalOfAccessBlocksAfterItsGraceAndLeavesTheOwnerTags() {
        Scene scene = retaining();
        scene.jobs.always(UNTAG, Fault.refused(Failure.Kind.DENIED));
        scene.delete();
        scene.pass();
        assertThat(scene.third()).isEqualTo("Reconciling Deleting");
        scene.afterSeconds(121);
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
        assertThat(scene.synced()).isEqualTo("False AccessDenied");
        assertThat(Owner.in(scene.job().tags)).contains(Scene.US);
        scene.jobs.heal();
        Scenes.untilReleased(scene);
        retained(scene);
    }

    @Test
    void tagsThatLagDoNotEndTheDeletionTooEarlyNorDeleteTheJob() {
        for (int seconds : List.of(5, 40, 100)) {
            Scene scene = retaining();
            scene.jobs.tagLag = Duration.ofSeconds(seconds);
            scene.delete();
            Scenes.untilReleased(scene);
            retained(scene);
        }
    }

    @Test
    void aLostReplyEndsTheSame() {
        for (Failure failure : List.of(Fault.noAnswer(), Fault.serverError())) {
            for (Fault fault : List.of(new Fault.Before(failure), new Fault.After(failure))) {
                Scene scene = retaining();
                scene.jobs.next(UNTAG, fault);
                scene.delete();
                Scenes.untilReleased(scene);
                retained(scene);
            }
        }
    }

    @Test
    void aJobInAnyStateIsRetained() {
        for (String state : List.of("CREATING", "INITIALIZING", "ERROR", "HIBERNATING")) {
            Scene scene = retaining();
            scene.state(state);
            scene.delete();
            Scenes.until(scene, Scene::released);
            assertThat(scene.job().state).isEqualTo(state);
            assertThat(Owner.in(scene.job().tags)).isEmpty();
        }
    }

    @Test
    void aJobThatAwsDeletesAnywayEndsTheObjectWhenItIsGone() {
        Scene scene = retaining();
        scene.state("DELETING");
        scene.delete();
        scene.follow(2);
        assertThat(scene.released()).isFalse();
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.at(Scene.IDENTITY)).isEmpty();
    }

    @Test
    void ownerTagsThatWereTakenOffByHandLeaveNothingToDo() {
        Scene scene = retaining();
        scene.retag(Map.of("team", "blue"));
        int mark = scene.jobs.sent.mark();
        scene.delete();
        Scenes.untilReleased(scene);
        retained(scene);
        assertThat(scene.jobs.sent.since(mark)).isEmpty();
    }

    @Test
    void aProtectedJobMayBeRetained() {
        Scene scene = retaining();
        scene.edit(Policies.guarded(Policies.RETAIN));
        scene.delete();
        Scenes.untilReleased(scene);
        retained(scene);
    }

    @Test
    void aJobOfAnotherKeepsItsTags() {
        Scene scene = Scenes.found(Policies.RETAIN, Duration.ofHours(2), Scene.STRANGER.tags());
        scene.follow(2);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(Owner.in(scene.job().tags)).contains(Scene.STRANGER);
        assertThat(scene.jobs.sent.all()).isEmpty();
    }

    @Test
    void anotherClusterAdoptsWhatWasRetained() {
        Scene scene = retaining();
        scene.delete();
        Scenes.untilReleased(scene);
        Scene theirs = new Scene(scene, Scene.STRANGER);
        theirs.policy = Policies.ADOPT;
        Scenes.untilActive(theirs);
        assertThat(Owner.in(theirs.job().tags)).contains(Scene.STRANGER);
        assertThat(theirs.told()).contains("Adopted");
    }

    private static Scene retaining() {
        return Scenes.steady(Policies.RETAIN);
    }

    private static void retained(Scene scene) {
        assertThat(scene.job().state).isEqualTo("ACTIVE");
        assertThat(Owner.in(scene.job().tags)).isEmpty();
        assertThat(scene.job().tags).containsEntry("team", "blue");
        assertThat(scene.jobs.count(DELETE)).isZero();
    }
}
