package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.DeletionPolicy;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An adoption takes more than one pass, and its tags show late: what may come in between. */
class AdoptionUnderWayTest {

    private static final Duration OLD = Duration.ofHours(2);

    @Test
    void whichJobIsToBeAdoptedStandsInTheStatusBeforeTheFirstWriteOnItAndItsStateOnceItIsOurs() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
        scene.pass();
        assertThat(scene.jobs.sent.all()).isEmpty();
        assertThat(scene.status.arn()).isEqualTo(scene.job().arn);
        assertThat(scene.status.creationDateTime()).isEqualTo(Texts.precise(scene.job().created));
        assertThat(scene.status.state()).isNull();
        assertThat(scene.status.roleArn()).isNull();
        scene.follow();
        assertThat(scene.jobs.sent.all()).hasSize(1);
        scene.follow();
        assertThat(scene.status.state()).isEqualTo("ACTIVE");
    }

    @Test
    void aClaimThatCameToNothingLeavesNoTraceOfTheJob() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
        scene.pass();
        assertThat(scene.status.arn()).isNotNull();
        scene.retag(Scene.STRANGER.tags());
        scene.follow(15);
        assertThat(scene.jobs.sent.all()).isEmpty();
        assertThat(scene.third()).isEqualTo("Stalled OwnedByAnother");
        assertThat(scene.status.arn()).isNull();
        assertThat(scene.status.creationDateTime()).isNull();
    }

    @Test
    void anObjectDeletedBeforeItsAdoptionShowsStillTakesItsJobAlong() {
        for (Map<String, String> owner : List.of(Map.<String, String>of(), Scene.NEIGHBOUR.tags())) {
            for (boolean restarted : List.of(false, true)) {
                Scene scene = adopting(owner);
                scene.delete();
                if (restarted) {
                    scene.restart();
                }
                Scenes.untilReleased(scene);
                assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
                assertThat(scene.told()).doesNotContain("Released");
            }
        }
    }

    @Test
    void aDeletionThatWaitsForItsAdoptionToShowSaysSo() {
        Scene scene = adopting(Map.of());
        scene.retag(Map.of());
        scene.delete();
        scene.pass();
        assertThat(scene.condition(Condition.RECONCILING).message())
                .isEqualTo("The job was being adopted; looking again whether it carries our owner tags.");
        assertThat(scene.released()).isFalse();
    }

    @Test
    void anAdoptionWhoseProcessDiesBeforeItTellsOfItLeavesNothingBehind() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
        scene.jobs.tagLag = Duration.ofSeconds(40);
        scene.pass();
        scene.passAndCrash();
        assertThat(scene.jobs.count(TAG)).isEqualTo(1);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void anAdoptionOfUnknownFateIsWaitedForAndOneThatWasRefusedIsNot() {
        for (Fault fault : List.of(new Fault.After(Fault.noAnswer()), Fault.refused(Failure.Kind.DENIED))) {
            Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
            scene.memory = scene.memory.heldByThisProcess();
            scene.jobs.tagLag = Duration.ofSeconds(40);
            scene.jobs.next(TAG, fault);
            scene.pass();
            scene.follow();
            scene.delete();
            scene.pass();
            boolean tagged = fault instanceof Fault.After;
            assertThat(scene.released()).isEqualTo(!tagged);
            Scenes.untilReleased(scene);
            assertThat(scene.jobs.count(DELETE)).isEqualTo(tagged ? 1 : 0);
            assertThat(scene.told()).contains(tagged ? "Deleted" : "Released");
        }
    }

    @Test
    void aJobOfOursThatLostItsTagsAndIsTakenBackIsNotLeftWithThem() {
        Scene scene = Scene.steady();
        scene.edit(Policies.with(Policies.ADOPT, DeletionPolicy.RETAIN));
        scene.retag(Map.of("team", "blue"));
        scene.jobs.tagLag = Duration.ofSeconds(40);
        Scenes.until(scene, s -> s.jobs.count(TAG) > 0);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(scene.job().tags).isEqualTo(Map.of("team", "blue"));
        assertThat(scene.told()).contains("Adopted", "Retained").doesNotContain("Released");
    }

    @Test
    void anAdoptionThatNeverShowsKeepsNoObjectForMoreThanTwoMinutes() {
        Scene scene = adopting(Scene.NEIGHBOUR.tags());
        scene.retag(Scene.STRANGER.tags());
        scene.delete();
        scene.pass();
        assertThat(scene.released()).isFalse();
        scene.afterSeconds(120);
        assertThat(scene.released()).isTrue();
        assertThat(scene.jobs.count(DELETE)).isZero();
        assertThat(scene.told()).endsWith("Released");
    }

    @Test
    void aJobThatWasToBeAdoptedAndWentIsNoVanishing() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
        scene.pass();
        scene.jobs.remove(Scene.IDENTITY);
        Scenes.untilActive(scene);
        assertThat(scene.told()).containsExactly("Created", "Active");
        scene.jobs.remove(Scene.IDENTITY);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(scene.told()).endsWith("Deleted");
    }

    @Test
    void ofTwoClustersThatAdoptAtOnceOneKeepsTheJobAndTheOtherStandsBack() {
        Scene ours = Scenes.found(Policies.ADOPT, OLD, Map.of());
        Scene theirs = new Scene(ours, Scene.STRANGER);
        theirs.leadingSince = ours.leadingSince;
        theirs.policy = Policies.ADOPT;
        ours.jobs.tagLag = Duration.ofSeconds(20);
        for (int pass = 0; pass < 4; pass++) {
            ours.pass();
            theirs.pass();
            ours.clock.advance(Duration.ofSeconds(5));
        }
        assertThat(Scenes.sent(ours, 0)).hasSizeGreaterThan(1);
        ours.clock.advance(Duration.ofSeconds(60));
        Scenes.untilActive(theirs);
        ours.pass();
        int mark = ours.jobs.sent.mark();
        ours.follow(10);
        theirs.follow(10);
        assertThat(ours.third()).isEqualTo("Stalled OwnedByAnother");
        assertThat(Owner.in(ours.job().tags)).contains(Scene.STRANGER);
        ours.delete();
        Scenes.untilReleased(ours);
        assertThat(ours.jobs.sent.since(mark)).isEmpty();
    }

    /** The tags of the adoption were sent, and nobody sees them yet. */
    private static Scene adopting(Map<String, String> owner) {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, owner);
        scene.jobs.tagLag = Duration.ofSeconds(40);
        Scenes.until(scene, s -> s.jobs.count(TAG) > 0);
        scene.jobs.tagLag = Duration.ZERO;
        return scene;
    }
}
