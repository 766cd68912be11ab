package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An object that only observes reads, reports, and leaves no trace. */
class ObserveTest {

    @Test
    void theJobOfAnybodyIsObserved() {
        for (Owner owner : List.of(Scene.US, Scene.STRANGER, Scene.NEIGHBOUR, Scene.PREDECESSOR)) {
            Scene scene = Scenes.found(Policies.OBSERVE, Duration.ofHours(2), owner.tags());
            scene.held = false;
            scene.follow(8);
            assertThat(scene.ready()).as("%s", owner).isEqualTo("True Active");
            assertThat(scene.synced()).isEqualTo("True InSync");
            assertThat(scene.status.arn()).isEqualTo(scene.job().arn);
            assertThat(scene.jobs.sent.all()).isEmpty();
            assertThat(scene.jobs.at(Scene.IDENTITY).map(job -> job.tags).flatMap(Owner::in))
                    .contains(owner);
        }
    }

    @Test
    void itCarriesNoFinalizerAndASwitchToItTakesTheFinalizerOff() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        assertThat(Pass.needsNoFinalizer(scene.desired())).isFalse();
        scene.edit(Policies.OBSERVE);
        assertThat(Pass.needsNoFinalizer(scene.desired())).isTrue();
        scene.held = false;
        assertThat(Pass.needsNoFinalizer(scene.desired())).isFalse();
        assertThat(Pass.needsFinalizer(scene.desired(), Grant.OPERATOR)).isFalse();
        scene.edit(Policy.DEFAULT);
        assertThat(Pass.needsFinalizer(scene.desired(), Grant.OPERATOR)).isTrue();
    }

    @Test
    void tagsOfAnEarlierTimeStay() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        Map<String, String> before = scene.job().tags;
        observe(scene);
        scene.follow(10);
        assertThat(scene.job().tags).isEqualTo(before);
    }

    @Test
    void itsDeletionAsksAwsNothingAndLeavesTheJob() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.edit(Policies.OBSERVE);
        scene.delete();
        int calls = scene.jobs.calls.size();
        assertThat(scene.pass().release()).isTrue();
        assertThat(scene.jobs.calls).hasSize(calls);
        assertThat(scene.job().state).isEqualTo("ACTIVE");
        assertThat(scene.notices).isEmpty();
    }

    @Test
    void itLaysNoClaimToTheJob() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        assertThat(scene.desired().competes()).isTrue();
        scene.edit(Policies.OBSERVE);
        assertThat(scene.desired().competes()).isFalse();
    }

    @Test
    void aJobThatComesAndGoesIsFollowed() {
        Scene scene = new Scene();
        scene.policy = Policies.OBSERVE;
        scene.held = false;
        scene.follow(2);
        assertThat(scene.ready()).isEqualTo("False NotFound");
        scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, Map.of("team", "blue"));
        scene.jobs.moving = true;
        Scenes.untilActive(scene);
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow(3);
        assertThat(scene.ready()).isEqualTo("False NotFound");
        assertThat(scene.third()).isEqualTo("Reconciling NotFound");
        assertThat(scene.told()).containsOnlyOnce("JobVanished").doesNotContain("Created");
        assertThat(scene.status.arn()).isNull();
        assertThat(scene.jobs.sent.all()).isEmpty();
    }

    @Test
    void everyKindOfDriftIsReportedAndNoneMended() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.retag(scene.wantedAnd(Map.of("team", "green")));
        scene.roleArn = Scene.OTHER_ROLE;
        observe(scene);
        scene.follow(6);
        assertThat(scene.status.drift()).extracting("field").containsExactly("roleArn", "tags[team]");
        assertThat(scene.synced()).isEqualTo("False Drifted");
        assertThat(scene.third()).isEqualTo("-");
        assertThat(scene.jobs.sent.mark()).isEqualTo(1);
        assertThat(scene.told()).containsExactly("DriftDetected");
    }

    @Test
    void whatIsSteadyWritesNothing() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        observe(scene);
        scene.follow(2);
        scene.writes = 0;
        scene.follow(30);
        assertThat(scene.writes).isZero();
        scene.restart();
        scene.follow(5);
        assertThat(scene.writes).isZero();
    }

    @Test
    void aFailedLookIsShownAndTheJobIsNotForgotten() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        observe(scene);
        scene.follow(2);
        scene.jobs.always(Operation.LOOK, Fault.refused(Failure.Kind.DENIED));
        scene.follow(2);
        assertThat(scene.ready()).isEqualTo("True Active");
        assertThat(scene.synced()).isEqualTo("False AccessDenied");
        assertThat(scene.status.arn()).isNotNull();
    }

    @Test
    void fullAgainMendsWhatWasReported() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.tags = Map.of("cost", "7");
        observe(scene);
        scene.follow(3);
        scene.held = true;
        scene.edit(Policy.DEFAULT);
        Scenes.untilActive(scene);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
        assertThat(scene.status.plan()).isEmpty();
        assertThat(scene.status.drift()).isEmpty();
    }

    private static void observe(Scene scene) {
        scene.held = false;
        scene.edit(Policies.OBSERVE);
    }

    @Test
    void aJobThatWasOnlyObservedIsNotTakenForOursWhenTheObjectLaysClaimToIt() {
        Scene scene = new Scene();
        scene.policy = Policies.OBSERVE;
        scene.held = false;
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Map.of("team", "blue"));
        scene.follow(3);
        scene.edit(Policy.DEFAULT);
        scene.held = true;
        scene.memory = scene.memory.heldByThisProcess().afterObserving();
        scene.pass();
        assertThat(scene.third()).isEqualTo("Stalled OwnedByAnother");
        assertThat(scene.status.arn()).isNull();
        scene.delete();
        scene.follow(3);
        assertThat(scene.released()).isTrue();
        assertThat(scene.job().state).isEqualTo("ACTIVE");
        assertThat(scene.told()).contains("Released").doesNotContain("DeletionBlocked");
    }

    @Test
    void aJobOfOursThatWasObservedForAWhileIsStillOurs() {
        Scene scene = Scene.steady();
        scene.edit(Policies.OBSERVE);
        scene.held = false;
        scene.follow(3);
        scene.edit(Policy.DEFAULT);
        scene.held = true;
        scene.memory = scene.memory.heldByThisProcess().afterObserving();
        scene.follow(3);
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
        assertThat(scene.memory.observed()).isFalse();
        scene.delete();
        scene.jobs.moving = true;
        scene.follow(12);
        assertThat(scene.released()).isTrue();
        assertThat(scene.jobs.at(Scene.IDENTITY)).isEmpty();
    }
}
