package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of a job that is there already. */
class AdoptionTest {

    private static final Duration YOUNG = Duration.ofSeconds(5);
    private static final Duration OLD = Duration.ofHours(2);

    @Test
    void aJobOfNobodyIsNeverAdoptedUnlessThePolicySaysSo() {
        for (Duration age : List.of(YOUNG, OLD)) {
            Scene scene = Scenes.found(Policy.DEFAULT, age, Map.of());
            leftAlone(scene);
            assertThat(scene.told()).containsExactly("OwnedByAnother");
        }
    }

    @Test
    void anOldJobOfNobodyIsAdoptedByItsOwnerTagsAlone() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Map.of("finance", "z"));
        scene.pass();
        assertThat(scene.ready()).isEqualTo("False VerifyingOwnership");
        assertThat(scene.jobs.sent.all()).isEmpty();
        Scenes.until(scene, s -> s.jobs.sent.mark() > 0);
        assertThat(scene.clock.instant()).isBefore(Scene.START.plus(OLD).plusSeconds(30));
        adoptedBy(scene, Scene.US.tags());
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of("finance", "z")));
        assertThat(scene.told()).containsExactly("Adopted", "Active");
    }

    @Test
    void aYoungJobOfNobodyIsAdoptedAfterTwoMinutesOfEmptyTagLists() {
        Scene scene = Scenes.found(Policies.ADOPT, YOUNG, Map.of());
        for (int second = 0; second < 120; second += 10) {
            scene.after(second == 0 ? Duration.ZERO : Duration.ofSeconds(10));
            assertThat(scene.ready()).isEqualTo("False VerifyingOwnership");
        }
        scene.afterSeconds(10);
        assertThat(scene.jobs.sent.all()).isEmpty();
        scene.follow();
        adoptedBy(scene, Scene.US.tags());
    }

    @Test
    void aJobWhoseOwnerTagsAreNotAllThereIsSomebodysAndNeverAdopted() {
        for (String missing : List.of("cluster", "namespace", "name")) {
            for (Owner owner : List.of(Scene.STRANGER, Scene.NEIGHBOUR, Scene.PREDECESSOR)) {
                Map<String, String> tags = new HashMap<>(owner.tags());
                tags.remove("twinmaker.dev/" + missing);
                Scene scene = Scenes.found(Policies.ADOPT, OLD, tags);
                leftAlone(scene);
                assertThat(scene.condition(Condition.READY).message()).contains("not all there");
                scene.delete();
                Scenes.untilReleased(scene);
                assertThat(scene.jobs.sent.all()).isEmpty();
            }
        }
        leftAlone(Scenes.found(Policies.ADOPT, OLD, Map.of("twinmaker.dev/managed-by", "somebody")));
    }

    @Test
    void oneEmptyTagListIsNeverEnough() {
        for (Duration age : List.of(YOUNG, OLD)) {
            Scene scene = Scenes.found(Policies.ADOPT, age, Map.of());
            for (int restarts = 0; restarts < 10; restarts++) {
                scene.restart();
                scene.afterSeconds(200);
                assertThat(scene.jobs.sent.all()).isEmpty();
            }
        }
    }

    @Test
    void tagsThatShowUpLateKeepTheJobFromBeingAdopted() {
        for (Duration age : List.of(YOUNG, OLD)) {
            Scene scene = Scenes.found(Policies.ADOPT, age, Map.of());
            scene.pass();
            scene.retag(Scene.STRANGER.tags());
            leftAlone(scene);
        }
    }

    @Test
    void theJobOfAnOwnerThatIsGoneIsAdoptedAtOnce() {
        Scene scene = Scenes.found(Policies.ADOPT, YOUNG, Scene.NEIGHBOUR.tags());
        scene.pass();
        scene.follow();
        adoptedBy(scene, Map.of("twinmaker.dev/namespace", "plant", "twinmaker.dev/uid", "uid-1"));
        assertThat(scene.notices.get(0).note()).contains("other/factory").contains("uid-7");
    }

    @Test
    void theJobOfAnOwnerThatIsGoneIsNotAdoptedUnlessThePolicySaysSo() {
        leftAlone(Scenes.found(Policy.DEFAULT, OLD, Scene.NEIGHBOUR.tags()));
    }

    @Test
    void theJobOfAnOwnerThatLivesIsLeftAlone() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
        scene.owners.others.add(Scene.NEIGHBOUR);
        leftAlone(scene);
        scene.owners.others.clear();
        Scenes.untilActive(scene);
        assertThat(Owner.in(scene.job().tags)).contains(Scene.US);
    }

    @Test
    void anOwnerThatMayNotBeReadCountsAsAlive() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
        scene.owners.blind = true;
        leftAlone(scene);
        scene.owners.blind = false;
        Scenes.untilActive(scene);
        assertThat(Scenes.sent(scene, 0)).containsExactly("TagResource");
    }

    @Test
    void theJobOfOurOwnOldUidIsTakenBackUnderEveryPolicyByItsUidAlone() {
        for (Policy policy : List.of(Policy.DEFAULT, Policies.ADOPT)) {
            Scene scene = Scenes.found(policy, OLD, Scene.PREDECESSOR.tags());
            scene.follow(2);
            adoptedBy(scene, Map.of("twinmaker.dev/uid", "uid-1"));
        }
    }

    @Test
    void theJobOfAFormerIdOfThisClusterIsTakenBackByItsOwnerTagsAlone() {
        Scene scene = Scenes.found(Policy.DEFAULT, OLD, Scene.STRANGER.tags());
        scene.formerClusters = Set.of("cluster-b");
        scene.follow(2);
        adoptedBy(scene, Map.of("twinmaker.dev/cluster", "cluster-a", "twinmaker.dev/uid", "uid-1"));
    }

    @Test
    void theJobOfAnotherNameUnderAFormerIdIsAnOrphanLikeAnyOther() {
        Owner former = new Owner("cluster-b", "other", "factory", "uid-7");
        Scene scene = Scenes.found(Policies.ADOPT, OLD, former.tags());
        scene.formerClusters = Set.of("cluster-b");
        scene.follow(2);
        assertThat(Owner.in(scene.job().tags)).contains(Scene.US);
        Scene never = Scenes.found(Policy.DEFAULT, OLD, former.tags());
        never.formerClusters = Set.of("cluster-b");
        leftAlone(never);
    }

    @Test
    void theJobOfAnotherClusterIsNeverTaken() {
        leftAlone(Scenes.found(Policies.ADOPT, OLD, Scene.STRANGER.tags()));
    }

    @Test
    void aJobThatAwsIsDeletingIsNotAdoptedButMadeAnewWhenItIsGone() {
        for (Map<String, String> owner : List.of(Map.<String, String>of(), Scene.NEIGHBOUR.tags())) {
            Scene scene = Scenes.found(Policies.ADOPT, OLD, owner);
            scene.state("DELETING");
            scene.follow(3);
            assertThat(scene.jobs.sent.all()).isEmpty();
            assertThat(scene.synced()).isEqualTo("False Drifted");
            Scenes.untilActive(scene);
            assertThat(Scenes.sent(scene, 0)).containsExactly("CreateSyncJob");
        }
    }

    @Test
    void aJobWithoutRoomForTheOwnerTagsIsNotAdopted() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scenes.numbered("other-", 45));
        scene.follow(6);
        assertThat(scene.jobs.sent.all()).isEmpty();
        assertThat(scene.synced()).isEqualTo("False InvalidSpec");
        assertThat(scene.third()).isEqualTo("Stalled InvalidSpec");
        Map<String, String> fewer = new HashMap<>(scene.job().tags);
        fewer.remove("other-0");
        scene.retag(fewer);
        Scenes.untilActive(scene);
        assertThat(scene.job().tags).hasSize(50);
    }

    @Test
    void aNewPolicyLetsAnObjectThatWasRefusedAdopt() {
        Scene scene = Scenes.found(Policy.DEFAULT, OLD, Map.of());
        leftAlone(scene);
        scene.edit(Policies.ADOPT);
        Scenes.untilActive(scene);
        assertThat(scene.told()).contains("Adopted");
    }

    @Test
    void anAdoptedJobGoesWithItsObject() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Map.of());
        Scenes.untilActive(scene);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    private static void adoptedBy(Scene scene, Map<String, String> ownerTags) {
        assertThat(scene.jobs.sent.all()).singleElement().satisfies(call -> {
            assertThat(call).contains("TagResource").endsWith(" tags=" + new TreeMap<>(ownerTags));
        });
        assertThat(Owner.in(scene.job().tags)).contains(Scene.US);
        scene.follow(2);
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
        assertThat(scene.jobs.sent.mark()).isEqualTo(1);
    }

    private static void leftAlone(Scene scene) {
        scene.follow(15);
        assertThat(scene.jobs.sent.all()).isEmpty();
        assertThat(scene.ready()).isEqualTo("False OwnedByAnother");
        assertThat(scene.third()).isEqualTo("Stalled OwnedByAnother");
    }
}
