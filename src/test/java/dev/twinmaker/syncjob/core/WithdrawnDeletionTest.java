package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A deletion whose right is gone waits, says how it can go on, and lets go of nothing. */
class WithdrawnDeletionTest {

    private final Granted granted = Granted.always(Granted.to(InMemorySyncJobs.ACCOUNT));

    static Stream<Grant> refusals() {
        return Stream.of(Granted.notGranted(), Granted.ambiguous());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void itIsBlockedAndNamesTheWaysOut(Grant.Refused refused) {
        Scene scene = blocked(refused);
        assertThat(scene.ready()).isEqualTo("False Deleting");
        assertThat(scene.synced()).startsWith("False Access");
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
        assertThat(scene.condition(Condition.SYNCED).message()).isEqualTo(refused.text());
        assertThat(scene.condition(Condition.STALLED).message())
                .startsWith(refused.text())
                .contains("twinmaker.dev/force-release")
                .contains("by hand");
        assertThat(scene.told()).containsExactly("DeletionBlocked");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void itSendsNothingAndKeepsTheFinalizerHoweverLongItTakes(Grant refused) {
        Scene scene = blocked(refused);
        int calls = scene.jobs.calls.size();
        for (int hour = 0; hour < 10; hour++) {
            assertThat(scene.after(Duration.ofHours(1)).release()).isFalse();
        }
        assertThat(scene.jobs.calls).hasSize(calls);
        assertThat(scene.released()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void itGoesOnWhenItIsGrantedAgain(Grant refused) {
        Scene scene = blocked(refused);
        scene.follow(10);
        granted.now(Granted.to(InMemorySyncJobs.ACCOUNT));
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        assertThat(scene.jobs.at(Scene.IDENTITY)).isEmpty();
        assertThat(scene.told()).contains("Deleted");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void orByForceWithoutACall(Grant refused) {
        Scene scene = blocked(refused);
        int calls = scene.jobs.calls.size();
        scene.forceRelease("uid-1");
        assertThat(scene.pass().release()).isTrue();
        assertThat(scene.jobs.calls).hasSize(calls);
        assertThat(scene.told()).contains("ForceReleased");
    }

    @Test
    void aDeletionThatIsUnderWayWaitsForTheRightToSeeItsEnd() {
        Scene scene = steady();
        scene.delete();
        Scenes.until(scene, s -> s.jobs.count(DELETE) == 1);
        granted.now(Granted.notGranted());
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow(20);
        assertThat(scene.released()).isFalse();
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
        granted.now(Granted.to(InMemorySyncJobs.ACCOUNT));
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void timeWithoutTheRightIsNoTimeInWhichTheJobWasNotFound() {
        Scene scene = steady();
        scene.jobs.remove(Scene.IDENTITY);
        scene.delete();
        granted.now(Granted.notGranted());
        scene.pass();
        scene.after(Duration.ofHours(1));
        granted.now(Granted.to(InMemorySyncJobs.ACCOUNT));
        scene.pass();
        assertThat(scene.released()).as("after a first look").isFalse();
        Scenes.untilReleased(scene);
    }

    @Test
    void anObjectThatIsNotHeldGoesAtOnceWhateverIsGranted() {
        Scene scene = new Scene();
        scene.grants = granted;
        granted.now(Granted.notGranted());
        scene.held = false;
        scene.pass();
        scene.delete();
        Report report = scene.pass();
        assertThat(report.release()).isFalse();
        assertThat(scene.jobs.calls).isEmpty();
        assertThat(scene.third()).isEqualTo("Stalled AccessNotGranted");
    }

    @Test
    void anObjectThatOnlyObservesIsLetGo() {
        Scene scene = Scenes.steady(Policies.OBSERVE);
        scene.grants = granted;
        granted.now(Granted.notGranted());
        scene.held = true;
        scene.delete();
        assertThat(scene.pass().release()).isTrue();
    }

    private Scene blocked(Grant refused) {
        Scene scene = steady();
        scene.delete();
        granted.now(refused);
        scene.follow();
        return scene;
    }

    private Scene steady() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.grants = granted;
        return scene;
    }
}
