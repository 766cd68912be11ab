package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Drift;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Policy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code status.drift} says field by field how the job differs from the spec, and is empty when it does not. */
class DriftTest {

    @Test
    void anotherRoleIsOneEntryWithBothRoles() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.editRole(Scene.OTHER_ROLE);
        scene.follow(2);
        assertThat(scene.status.drift()).containsExactly(new Drift("roleArn", Scene.OTHER_ROLE, Scene.ROLE));
        scene.editRole(Scene.ROLE);
        clean(scene);
    }

    @Test
    void theRoleIsInSyncAgainAfterAReplacement() {
        Scene scene = Scenes.steady(Policies.AUTOMATIC);
        scene.editRole(Scene.OTHER_ROLE);
        Scenes.untilActive(scene);
        assertThat(scene.status.roleArn()).isEqualTo(Scene.OTHER_ROLE);
        clean(scene);
    }

    @Test
    void tagsAreOneEntryAKeyForTheMissingTheOtherAndTheSurplus() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.edit(Map.of("team", "blue", "cost", "7"));
        Scenes.untilActive(scene);
        Map<String, String> real = scene.wantedAnd(Map.of("cost", "8"));
        scene.retag(real);
        scene.edit(Map.of("cost", "7", "line", "3"));
        scene.pass();
        assertThat(scene.status.drift())
                .containsExactly(
                        new Drift("tags[cost]", "7", "8"),
                        new Drift("tags[line]", "3", null),
                        new Drift("tags[team]", null, "blue"));
        assertThat(scene.synced()).isEqualTo("False Drifted");
        assertThat(scene.condition(Condition.SYNCED).message())
                .contains("cost")
                .contains("line")
                .contains("team");
        clean(scene);
    }

    @Test
    void aStrayKeyIsDriftOnlyWhereTheSpecHasTheWholeSay() {
        for (Policy policy : new Policy[] {Policy.DEFAULT, Policies.AUTHORITATIVE}) {
            Scene scene = Scenes.steady(policy);
            scene.retag(scene.wantedAnd(Map.of("finance", "z", "aws:x", "1")));
            scene.ask("look");
            scene.pass();
            boolean whole = policy.equals(Policies.AUTHORITATIVE);
            assertThat(scene.status.drift())
                    .isEqualTo(whole ? List.of(new Drift("tags[finance]", null, "z")) : List.of());
            clean(scene);
        }
    }

    @Test
    void aMissingJobIsOneEntryUntilItIsCreatedAgain() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.moving = true;
        scene.jobs.remove(Scene.IDENTITY);
        Scenes.until(scene, s -> !s.status.drift().isEmpty());
        assertThat(scene.status.drift()).containsExactly(new Drift("job", "present", null));
        Scenes.untilActive(scene);
        clean(scene);
    }

    @Test
    void aJobThatAwsDeletesIsOneEntry() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.state("DELETING");
        scene.ask("look");
        scene.pass();
        assertThat(scene.status.drift()).containsExactly(new Drift("job", "present", "DELETING"));
        assertThat(scene.synced()).isEqualTo("False Drifted");
        Scenes.untilActive(scene);
        clean(scene);
    }

    @Test
    void aJobThatWasNeverCreatedIsNoDrift() {
        Scene scene = new Scene();
        scene.jobs.moving = true;
        for (int pass = 0; pass < 15; pass++) {
            scene.follow();
            assertThat(scene.status.drift()).isEmpty();
        }
        assertThat(scene.told()).doesNotContain("DriftDetected");
    }

    @Test
    void aFailedLookLeavesTheEntriesAndASuccessfulOneTakesThemBack() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.editRole(Scene.OTHER_ROLE);
        scene.follow(2);
        scene.jobs.always(Operation.LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
        scene.follow(5);
        assertThat(scene.synced()).isEqualTo("False ServiceUnavailable");
        assertThat(scene.status.drift()).hasSize(1);
        scene.jobs.heal();
        scene.editRole(Scene.ROLE);
        clean(scene);
    }

    @Test
    void whatDriftedIsToldOnceAnEpisode() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        for (int episode = 1; episode <= 3; episode++) {
            scene.retag(scene.wantedAnd(Map.of("team", "green")));
            scene.ask("look " + episode);
            scene.follow(4);
            assertThat(scene.told()).filteredOn("DriftDetected"::equals).hasSize(episode);
        }
    }

    private static void clean(Scene scene) {
        scene.follow(6);
        assertThat(scene.status.drift()).isEmpty();
        assertThat(scene.synced()).isEqualTo("True InSync");
    }
}
