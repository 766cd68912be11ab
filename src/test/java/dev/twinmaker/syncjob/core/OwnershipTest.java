package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static dev.twinmaker.syncjob.core.Operation.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose a job is, and what may be done to it. */
class OwnershipTest {

    @Test
    void aForeignJobIsNeverTouchedAndItsOwnerIsNamed() {
        Scene scene = foreign(Scene.STRANGER.tags());
        scene.follow(20);
        assertThat(scene.jobs.journal).isEmpty();
        assertThat(scene.condition(Condition.READY).message())
                .contains("cluster-b")
                .contains("plant/factory")
                .contains("uid-9");
        assertThat(scene.status.arn()).isNull();
    }

    @Test
    void anObjectIsReleasedAtOnceFromAForeignJobAndTheEventNamesTheOwner() {
        Scene scene = foreign(Scene.STRANGER.tags());
        scene.delete();
        assertThat(scene.pass().release()).isTrue();
        assertThat(scene.jobs.journal).isEmpty();
        assertThat(scene.notices)
                .last()
                .matches(notice -> "Released".equals(notice.reason()) && notice.warning())
                .matches(notice -> notice.note().contains("cluster-b"));
    }

    @Test
    void anObjectIsReleasedAtOnceFromAJobThatWasNeverItsOwnAndNamesNobody() {
        Scene scene = foreign(Map.of());
        scene.delete();
        assertThat(scene.pass().release()).isTrue();
        assertThat(scene.jobs.journal).isEmpty();
    }

    @Test
    void aJobWithoutOwnerTagsMayBeOursAfterARestartSoThatADeletionWaits() {
        Scene scene = new Scene();
        scene.jobs.tagLag = Duration.ofSeconds(40);
        scene.pass();
        scene.clock.advance(Duration.ofSeconds(1));
        scene.passAndCrash();
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        scene.delete();
        assertThat(scene.afterSeconds(5).release()).isFalse();
        scene.afterSeconds(40);
        assertThat(scene.job().state).isEqualTo("DELETING");
    }

    @Test
    void anOwnerWithoutAUidMayBeAnyOfItsName() {
        Owner whole = Owner.in(Scene.US.tags()).orElseThrow();
        assertThat(whole.mayHaveUid("uid-1")).isTrue();
        assertThat(whole.mayHaveUid("uid-2")).isFalse();
        Map<String, String> torn = new HashMap<>(Scene.US.tags());
        torn.remove("twinmaker.dev/uid");
        assertThat(Owner.in(torn).orElseThrow().mayHaveUid("uid-2")).isTrue();
    }

    @Test
    void ownershipIsVerifiedForTwoMinutesAndNothingIsWrittenMeanwhile() {
        Scene scene = new Scene();
        scene.created();
        scene.retag(Map.of());
        scene.afterSeconds(1);
        int effects = scene.jobs.journal.size();
        assertThat(scene.ready()).isEqualTo("False VerifyingOwnership");
        scene.afterSeconds(119);
        assertThat(scene.ready()).isEqualTo("False VerifyingOwnership");
        scene.afterSeconds(1);
        assertThat(scene.ready()).isEqualTo("False OwnedByAnother");
        assertThat(scene.third()).isEqualTo("Stalled OwnedByAnother");
        assertThat(scene.jobs.journal).hasSize(effects);
    }

    @Test
    void tagsThatShowUpEndTheVerification() {
        Scene scene = new Scene();
        scene.jobs.tagLag = Duration.ofSeconds(60);
        scene.jobs.moving = true;
        scene.created();
        for (int i = 0; i < 15; i++) {
            scene.afterSeconds(5);
        }
        assertThat(scene.ready()).isEqualTo("True Active");
        assertThat(scene.jobs.journal).hasSize(1);
    }

    @Test
    void theJobOfAPredecessorIsTakenOnlyWhenTheApiServerSaysThatWeLive() {
        Scene scene = foreign(Scene.PREDECESSOR.tags());
        scene.follow(3);
        assertThat(Owner.in(scene.job().tags)).contains(Scene.US);
        assertThat(scene.jobs.count(CREATE)).isZero();
        assertThat(scene.ready()).isEqualTo("True Active");
    }

    @Test
    void aStaleViewOfAReplacedObjectLeavesTheJobOfItsSuccessorAlone() {
        Scene scene = new Scene();
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.PREDECESSOR.tags());
        scene.owners.live("uid-0", 1, false);
        int before = scene.jobs.journal.size();
        assertThat(scene.pass().outdated()).isTrue();
        scene.delete();
        scene.owners.live("uid-0", 1, false);
        Report report = scene.pass();
        assertThat(report.outdated()).isTrue();
        assertThat(report.release()).isFalse();
        assertThat(scene.jobs.journal).hasSize(before);
    }

    @Test
    void anApiServerThatDoesNotAnswerProvesNoOwnership() {
        Scene scene = new Scene();
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.PREDECESSOR.tags());
        scene.owners.next(Owners.Standing.UNREADABLE);
        scene.pass();
        assertThat(scene.jobs.journal).isEmpty();
        assertThat(scene.synced()).isEqualTo("False ServiceUnavailable");
    }

    @Test
    void anOwnerTagThatWasTakenOffAloneIsPutBack() {
        Scene scene = Scene.steady();
        Map<String, String> torn = new HashMap<>(scene.job().tags);
        torn.remove("twinmaker.dev/uid");
        scene.retag(torn);
        scene.ask("look");
        scene.pass();
        assertThat(Owner.in(scene.job().tags)).contains(Scene.US);
    }

    @Test
    void ownerTagsThatNameNobodyDoNotReleaseTheJobThatWasOurs() {
        Scene scene = Scene.steady();
        Map<String, String> torn = new HashMap<>(scene.job().tags);
        torn.remove("twinmaker.dev/cluster");
        scene.retag(torn);
        scene.delete();
        assertThat(scene.pass().release()).isFalse();
        scene.afterSeconds(121);
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void anotherIncarnationIsNotOursBeforeItsTagsSaySo() {
        Scene scene = Scene.steady();
        scene.follow();
        scene.jobs.remove(Scene.IDENTITY);
        scene.clock.advance(Duration.ofSeconds(1));
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.STRANGER.tags());
        scene.follow();
        assertThat(scene.ready()).isEqualTo("False OwnedByAnother");
        assertThat(scene.jobs.journal).hasSize(1);
    }

    @Test
    void ownerTagsThatComeBackUnblockTheDeletion() {
        Scene scene = Scene.steady();
        scene.retag(Map.of());
        scene.delete();
        scene.pass();
        scene.afterSeconds(121);
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
        scene.retag(scene.wantedAnd(Map.of()));
        scene.follow();
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        assertThat(scene.third()).isEqualTo("Reconciling Deleting");
    }

    @Test
    void theTagsOfASteadyJobAreReadOnEveryFourthLook() {
        Scene scene = Scene.steady();
        scene.retag(scene.wantedAnd(Map.of("team", "green")));
        int looks = Scene.passUntil(() -> scene.jobs.count(TAG) > 0, scene::follow);
        assertThat(looks).isEqualTo(4);
        assertThat(scene.jobs.calls).filteredOn(call -> call == LOOK).hasSizeGreaterThan(4);
    }

    private static Scene foreign(Map<String, String> tags) {
        Scene scene = new Scene();
        Map<String, String> real = new HashMap<>(tags);
        real.put("team", "blue");
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, real);
        scene.clock.advance(Duration.ofSeconds(1));
        scene.pass();
        return scene;
    }
}
