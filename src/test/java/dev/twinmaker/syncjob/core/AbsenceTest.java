package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Failure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When "not found" ends the life of an object. */
class AbsenceTest {

    private static final Duration SETTLE = Timing.DEFAULT.settle();

    @Test
    void theTimeToSettleIsTwoCallTimeoutsAndThirtySeconds() {
        assertThat(SETTLE).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void aJobThatWasSeenDeletingIsGoneAtTheFirstNotFound() {
        Scene scene = Scene.steady();
        scene.delete();
        scene.pass();
        scene.jobs.remove(Scene.IDENTITY);
        assertThat(scene.follow().release()).isTrue();
    }

    @Test
    void anObjectThatNeverHadAJobIsReleasedAtOnceByAProcessThatHasLedLongEnough() {
        Scene scene = new Scene();
        scene.delete();
        assertThat(scene.pass().release()).isTrue();
    }

    @Test
    void aProcessThatHasJustBegunToLeadWaitsForASecondNotFound() {
        Scene scene = new Scene();
        scene.restart();
        scene.delete();
        assertThat(scene.pass().release()).isFalse();
        assertThat(scene.after(SETTLE.minusMillis(1)).release()).isFalse();
        assertThat(scene.after(Duration.ofMillis(1)).release()).isTrue();
    }

    @Test
    void theNextLookComesWhenTheAbsenceWouldBeConfirmed() {
        Scene scene = new Scene();
        scene.restart();
        scene.delete();
        assertThat(scene.pass().next()).isEqualTo(SETTLE);
        assertThat(scene.follow().release()).isTrue();
    }

    @Test
    void aCreateThatWasPositivelyRefusedIsNotUnderWay() {
        Scene scene = new Scene();
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.INVALID));
        scene.follow(2);
        scene.delete();
        assertThat(scene.pass().release()).isTrue();
    }

    @Test
    void aCreateThatWasAnsweredHoldsTheFinalizerUntilTheSecondNotFound() {
        Scene scene = new Scene();
        scene.jobs.lag = Duration.ofSeconds(20);
        scene.created();
        scene.delete();
        assertThat(scene.pass().release()).isFalse();
        scene.afterSeconds(25);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        scene.jobs.remove(Scene.IDENTITY);
        assertThat(scene.follow().release()).isTrue();
    }

    @Test
    void aCreateThatIsStillUnderWayHoldsTheFinalizerAndItsJobIsDeleted() {
        Scene scene = new Scene();
        scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(18)));
        scene.follow(2);
        scene.delete();
        assertThat(scene.pass().release()).isFalse();
        scene.afterSeconds(20);
        assertThat(scene.job().state).isEqualTo("DELETING");
    }

    @Test
    void aLongAbsenceBeforeTheCreateProvesNothingAboutTheCreate() {
        Scene scene = new Scene();
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.NOT_FOUND));
        for (int minutes = 0; minutes < 10; minutes++) {
            scene.afterSeconds(60);
        }
        scene.jobs.heal();
        scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(18)));
        scene.afterSeconds(60);
        scene.delete();
        assertThat(scene.afterSeconds(1).release()).isFalse();
        scene.afterSeconds(20);
        assertThat(scene.job().state).isEqualTo("DELETING");
    }

    @Test
    void anEarlierJobThatWasDeletingProvesNothingAboutTheNextCreate() {
        Scene scene = Scene.steady();
        scene.state("DELETING");
        scene.pass();
        scene.jobs.remove(Scene.IDENTITY);
        scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(18)));
        Scene.passUntil(scene.jobs::anythingUnderWay, scene::follow);
        scene.delete();
        assertThat(scene.afterSeconds(1).release()).isFalse();
        scene.afterSeconds(20);
        assertThat(scene.job().state).isEqualTo("DELETING");
    }

    @Test
    void anEarlierJobThatWasDeletingProvesNothingAfterACrashInTheNextCreate() {
        Scene scene = Scene.steady();
        scene.state("DELETING");
        scene.pass();
        scene.jobs.remove(Scene.IDENTITY);
        scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(18)));
        Scene.passUntil(scene.jobs::anythingUnderWay, () -> {
            scene.clock.advance(Duration.ofSeconds(5));
            SceneSnapshot before = SceneSnapshot.of(scene);
            scene.pass();
            if (scene.jobs.anythingUnderWay()) {
                before.restore(scene);
            }
        });
        scene.restart();
        scene.delete();
        assertThat(scene.afterSeconds(1).release()).isFalse();
    }

    @Test
    void aJobThatWasSeenOnceIsNotGoneOnOneWordEvenAfterItsFactsLeftTheStatus() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, new Fault.Blind());
        scene.edit(Map.of("team", "red", "cost", "7"));
        scene.pass();
        scene.afterSeconds(3);
        scene.delete();
        assertThat(scene.afterSeconds(1).release()).isFalse();
    }

    @Test
    void oneNotFoundOnALivingObjectChangesNothingVisible() {
        Scene scene = Scene.steady();
        scene.jobs.next(LOOK, new Fault.Blind());
        scene.follow();
        assertThat(scene.writes).isZero();
        scene.follow();
        assertThat(scene.ready()).isEqualTo("True Active");
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    @Test
    void aJobThatVanishedIsMadeAgain() {
        Scene scene = Scene.steady();
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow(6);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
        assertThat(scene.ready()).isEqualTo("False Creating");
        assertThat(scene.told()).containsOnlyOnce("JobVanished");
    }

    @Test
    void aVanishedJobThatCannotBeMadeAgainIsNotReady() {
        Scene scene = Scene.steady();
        scene.jobs.remove(Scene.IDENTITY);
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.THROTTLED));
        scene.follow(8);
        assertThat(scene.ready()).isEqualTo("False Throttled");
        assertThat(scene.status.arn()).isNull();
        assertThat(scene.told()).containsOnlyOnce("JobVanished");
    }

    @Test
    void aDeleteThatFindsNothingEndsInARelease() {
        Scene scene = Scene.steady();
        scene.delete();
        scene.jobs.next(DELETE, Fault.refused(Failure.Kind.NOT_FOUND));
        scene.pass();
        assertThat(scene.synced()).isEqualTo("True Deleting");
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow();
        scene.after(SETTLE);
        assertThat(scene.released()).isTrue();
    }

    @Test
    void anObjectWithoutOurFinalizerIsNotLookedAt() {
        Scene scene = Scene.steady();
        scene.delete();
        scene.held = false;
        int looks = scene.jobs.calls.size();
        assertThat(scene.pass().release()).isFalse();
        assertThat(scene.jobs.calls).hasSize(looks);
    }

    @Test
    void aNotFoundBeforeACreateHasSettledIsNotTheFirstOfTwo() {
        Scene scene = new Scene();
        scene.jobs.next(CREATE, new Fault.After(Fault.noAnswer()));
        scene.created();
        scene.delete();
        scene.jobs.next(LOOK, new Fault.Blind(), new Fault.Blind());
        scene.afterSeconds(1);
        scene.afterSeconds(51);
        assertThat(scene.released()).isFalse();
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }
}
