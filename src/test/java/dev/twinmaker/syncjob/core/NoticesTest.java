package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One event a change, told after it happened. */
class NoticesTest {

    private static final Set<String> NORMAL = Set.of("Created", "Active", "TagsUpdated", "Deleted", "Recovered");

    @Test
    void aWholeLifeTellsEachChangeOnce() {
        Scene scene = new Scene();
        scene.jobs.moving = true;
        scene.follow(20);
        assertThat(scene.told()).containsExactly("Created", "Active");
        scene.delete();
        scene.follow(10);
        assertThat(scene.released()).isTrue();
        assertThat(scene.told()).containsExactly("Created", "Active", "Deleted");
        everyKindIsRight(scene);
    }

    @Test
    void aCreateWhoseStatusWasNotWrittenIsToldWithTheStatusThatIs() {
        Scene scene = new Scene();
        scene.jobs.moving = true;
        Scene.passUntil(() -> scene.jobs.count(CREATE) > 0, () -> {
            SceneSnapshot before = SceneSnapshot.of(scene);
            scene.follow();
            if (scene.jobs.count(CREATE) > 0) {
                before.restore(scene);
            }
        });
        scene.notices.clear();
        scene.follow(20);
        assertThat(scene.told()).containsExactly("Created", "Active");
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    @Test
    void aDeletionOfAnObjectThatNeverHadAJobTellsNothing() {
        Scene scene = new Scene();
        scene.delete();
        scene.pass();
        assertThat(scene.released()).isTrue();
        assertThat(scene.notices).isEmpty();
    }

    @Test
    void tagsThatDriftedAreToldWhenFoundAndWhenMended() {
        Scene scene = Scene.steady();
        scene.retag(scene.wantedAnd(Map.of("team", "green")));
        scene.follow(8);
        assertThat(scene.told()).containsExactlyInAnyOrder("DriftDetected", "TagsUpdated");
        everyKindIsRight(scene);
    }

    @Test
    void throttlingIsToldOnceAnEpisodeAndItsEndOnce() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.THROTTLED));
        scene.follow(20);
        assertThat(scene.told()).containsExactly("Throttled");
        scene.jobs.heal();
        scene.follow(5);
        assertThat(scene.told()).containsExactly("Throttled", "Recovered");
        everyKindIsRight(scene);
    }

    @Test
    void aHiccupTellsNothing() {
        Scene scene = Scene.steady();
        scene.jobs.next(LOOK, Fault.refused(Failure.Kind.THROTTLED), Fault.refused(Failure.Kind.UNAVAILABLE));
        scene.follow(5);
        assertThat(scene.notices).isEmpty();
    }

    @Test
    void aStallIsToldOnceWithItsReason() {
        Scene scene = new Scene();
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.STRANGER.tags());
        scene.follow(10);
        assertThat(scene.told()).containsExactly("OwnedByAnother");
        everyKindIsRight(scene);
    }

    @Test
    void aRefusedCreateIsToldOnceHoweverOftenItIsTried() {
        Scene scene = new Scene();
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.INVALID));
        scene.follow(10);
        assertThat(scene.told()).containsExactly("InvalidSpec");
    }

    @Test
    void aFailedJobIsToldOnce() {
        Scene scene = Scene.steady();
        scene.state("ERROR");
        scene.follow(5);
        assertThat(scene.told()).containsExactly("SyncFailed");
    }

    @Test
    void aVanishedJobIsToldOnceAndThenItsSuccessor() {
        Scene scene = Scene.steady();
        scene.jobs.moving = true;
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow(20);
        assertThat(scene.told()).containsExactly("JobVanished", "Created", "Active");
        everyKindIsRight(scene);
        assertThat(scene.notices.get(0).incarnation())
                .isNotEqualTo(scene.notices.get(1).incarnation());
    }

    @Test
    void aBlockedDeletionIsToldOnce() {
        Scene scene = Scene.steady();
        scene.delete();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED));
        scene.follow(30);
        assertThat(scene.told()).containsExactly("DeletionBlocked");
    }

    @Test
    void aRestartTellsNothingAgain() {
        for (String state : List.of("ACTIVE", "ERROR")) {
            Scene scene = Scene.steady();
            scene.state(state);
            scene.follow(2);
            scene.notices.clear();
            scene.restart();
            scene.follow(5);
            assertThat(scene.notices).as(state).isEmpty();
        }
    }

    @Test
    void everyNoteIsASentenceForAPerson() {
        Scene scene = Scene.steady();
        scene.jobs.moving = true;
        scene.edit(Map.of("team", "red"));
        scene.follow(5);
        scene.delete();
        scene.follow(10);
        assertThat(scene.notices).isNotEmpty().allSatisfy(notice -> {
            assertThat(notice.note()).endsWith(".").hasSizeLessThanOrEqualTo(1000);
            assertThat(notice.note()).doesNotContain("null");
        });
    }

    private static void everyKindIsRight(Scene scene) {
        assertThat(scene.notices)
                .allSatisfy(notice -> assertThat(notice.warning())
                        .as(notice.reason())
                        .isNotEqualTo(NORMAL.contains(notice.reason())));
    }
}
