package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A protected job is neither deleted nor replaced. */
class ProtectionTest {

    @Test
    void aDeletionWaitsInEveryStateAndNamesTheWaysOut() {
        for (String state : List.of("CREATING", "INITIALIZING", "ACTIVE", "ERROR", "HIBERNATING")) {
            Scene scene = Scenes.steady(Policies.GUARDED);
            scene.state(state);
            scene.delete();
            scene.follow(20);
            assertThat(scene.released()).isFalse();
            assertThat(scene.job().state).isEqualTo(state);
            assertThat(scene.ready()).isEqualTo("False Deleting");
            assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
            assertThat(scene.condition(Condition.STALLED).message())
                    .contains("spec.deletionProtection")
                    .contains("Retain");
            assertThat(scene.told()).containsExactly("DeletionBlocked");
        }
    }

    @Test
    void aDeletionThatOthersHoldUpSaysFirstWhatOnlyAPersonCanMend() {
        Scene scene = Scenes.steady(Policies.GUARDED);
        scene.otherFinalizers = List.of("example.org/theirs");
        scene.delete();
        scene.pass();
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");

        Scene jobless = new Scene();
        jobless.policy = Policies.GUARDED;
        jobless.otherFinalizers = List.of("example.org/theirs");
        jobless.delete();
        jobless.pass();
        assertThat(jobless.third()).isEqualTo("Reconciling Deleting");
        assertThat(jobless.condition(Condition.RECONCILING).message()).contains("example.org/theirs");
    }

    @Test
    void aJobThatMayBeThereKeepsAnObjectThatCannotNameIt() {
        Scene scene = new Scene();
        scene.jobs.next(CREATE, new Fault.After(Fault.serverError()));
        Scenes.until(scene, s -> s.jobs.count(CREATE) == 1);
        assertThat(scene.status.creationDateTime()).isNull();
        scene.identityFault = Optional.of("spec.workspaceId is missing.");
        scene.fault = scene.identityFault;
        scene.delete();
        scene.pass();
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");

        Scene never = new Scene();
        never.identityFault = scene.identityFault;
        never.fault = scene.identityFault;
        never.delete();
        assertThat(never.pass().release()).isTrue();
    }

    @Test
    void aDeletionGoesOnWhenTheProtectionIsLifted() {
        Scene scene = Scenes.steady(Policies.GUARDED);
        scene.delete();
        scene.follow(5);
        scene.edit(Policy.DEFAULT);
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void aProtectedObjectWithoutAJobOfItsOwnMayGo() {
        Scene none = new Scene();
        none.policy = Policies.GUARDED;
        none.delete();
        assertThat(none.pass().release()).isTrue();
        Scene foreign = Scenes.found(Policies.GUARDED, Duration.ofHours(2), Scene.STRANGER.tags());
        foreign.follow(2);
        foreign.delete();
        assertThat(foreign.pass().release()).isTrue();
        Scene gone = Scenes.steady(Policies.GUARDED);
        gone.jobs.remove(Scene.IDENTITY);
        gone.delete();
        Scenes.untilReleased(gone);
    }

    @Test
    void aJobThatSomebodyElseDeletesEndsTheObject() {
        Scene scene = Scenes.steady(Policies.GUARDED);
        scene.state("DELETING");
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void anotherRoleAndAnErrorAreReportedWithTheProtection() {
        for (Policy policy : List.of(Policy.DEFAULT, Policies.ON_APPROVAL, Policies.AUTOMATIC)) {
            Scene role = Scenes.steady(Policies.guarded(policy));
            role.editRole(Scene.OTHER_ROLE);
            protectedFrom(role);
            Scene failed = Scenes.steady(Policies.guarded(policy));
            failed.state("ERROR");
            protectedFrom(failed);
        }
    }

    @Test
    void aReplacementGoesOnWhenTheProtectionIsLifted() {
        Scene scene = Scenes.steady(Policies.guarded(Policies.AUTOMATIC));
        scene.editRole(Scene.OTHER_ROLE);
        protectedFrom(scene);
        scene.edit(Policies.AUTOMATIC);
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        assertThat(scene.job().roleArn).isEqualTo(Scene.OTHER_ROLE);
    }

    @Test
    void itsTagsAreStillMendedAndAVanishedJobIsMadeAgain() {
        Scene scene = Scenes.steady(Policies.GUARDED);
        scene.edit(Map.of("cost", "7"));
        Scenes.untilActive(scene);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
        scene.jobs.remove(Scene.IDENTITY);
        Scenes.until(scene, s -> s.jobs.count(CREATE) == 2);
    }

    private static void protectedFrom(Scene scene) {
        scene.approve(Long.toString(scene.generation));
        scene.ask("look");
        scene.follow(15);
        assertThat(scene.jobs.count(DELETE)).isZero();
        assertThat(scene.synced()).isEqualTo("False ReplacementRequired");
        assertThat(scene.condition(Condition.SYNCED).message()).contains("spec.deletionProtection");
        assertThat(scene.third()).isEqualTo("Stalled ReplacementRequired");
    }
}
