package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.TALLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What AWS carried out is told with its operation and the reason, and what would be lost is counted only where it matters. */
class ChangesTest {

    @Test
    void aWholeLifeIsTold() {
        Scene scene = new Scene();
        Scenes.untilActive(scene);
        scene.edit(Map.of("cost", "7"));
        scene.follow(4);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(told(scene))
                .containsExactly(
                        "CreateSyncJob Creating",
                        "TagResource UpdatingTags",
                        "UntagResource UpdatingTags",
                        "DeleteSyncJob Deleting");
    }

    @Test
    void aReplacementIsADeleteForAnotherReason() {
        Scene scene = Scenes.steady(Policies.AUTOMATIC);
        scene.changes.clear();
        scene.editRole(Scene.OTHER_ROLE);
        scene.jobs.moving = true;
        Scenes.until(scene, s -> s.jobs.count(DELETE) == 1);
        Scenes.untilActive(scene);
        assertThat(told(scene)).containsExactly("DeleteSyncJob Replacing", "CreateSyncJob Creating");
    }

    @Test
    void anAdoptionAndARetentionAreTagsForReasonsOfTheirOwn() {
        Policy policy = Policies.with(Policies.ADOPT, Policies.RETAIN.deletion());
        Scene scene = Scenes.found(policy, Duration.ofHours(2), Map.of());
        Scenes.untilActive(scene);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(told(scene)).containsExactly("TagResource VerifyingOwnership", "UntagResource Deleting");
    }

    @Test
    void whatAReplacementWouldDestroyIsCountedOnceAndOnlyWhereOneMayCome() {
        assertThat(counts(Policies.AUTOMATIC, Scene.US.tags())).isEqualTo(1);
        assertThat(counts(Policies.ON_APPROVAL, Scene.US.tags())).isEqualTo(1);
        assertThat(counts(Policy.DEFAULT, Scene.US.tags())).isZero();
        assertThat(counts(Policies.guarded(Policies.AUTOMATIC), Scene.US.tags()))
                .isZero();
        assertThat(counts(Policies.suspended(Policies.AUTOMATIC), Scene.US.tags()))
                .isZero();
        assertThat(counts(Policies.AUTOMATIC, Scene.STRANGER.tags())).isZero();
        assertThat(counts(Policies.AUTOMATIC, Map.of())).isZero();

        Scene leaving = differing(Policies.AUTOMATIC, Scene.US.tags());
        leaving.delete();
        leaving.pass();
        assertThat(leaving.jobs.calls).doesNotContain(TALLY);
    }

    private static long counts(Policy policy, Map<String, String> ownerTags) {
        Scene scene = differing(policy, ownerTags);
        scene.follow(3);
        return scene.jobs.calls.stream().filter(call -> call == TALLY).count();
    }

    private static Scene differing(Policy policy, Map<String, String> ownerTags) {
        Scene scene = Scenes.found(policy, Duration.ofHours(2), ownerTags);
        scene.roleArn = Scene.OTHER_ROLE;
        return scene;
    }

    private static List<String> told(Scene scene) {
        return scene.changes.stream()
                .map(change -> change.operation() + " " + change.reason())
                .toList();
    }
}
