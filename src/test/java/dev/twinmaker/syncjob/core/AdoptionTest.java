package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.InMemorySyncJobs.Operation.DELETE;
import static dev.twinmaker.syncjob.core.InMemorySyncJobs.Operation.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.DeletionPolicy;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Failure;
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
    void aClaimThatCameToNothingLeavesNoTraceOfTheJob() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Scene.NEIGHBOUR.tags());
        scene.pass();
        assertThat(scene.status.arn()).isNotNull();
        scene.retag(Scene.STRANGER.tags());
        leftAlone(scene);
        assertThat(scene.status.arn()).isNull();
        assertThat(scene.status.creationDateTime()).isNull();
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

    /** The tags of the adoption were sent, and nobody sees them yet. */
    private static Scene adopting(Map<String, String> owner) {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, owner);
        scene.jobs.tagLag = Duration.ofSeconds(40);
        Scenes.until(scene, s -> s.jobs.count(TAG) > 0);
        scene.jobs.tagLag = Duration.ZERO;
        return scene;
    }

    @Test
    void anAdoptedJobGoesWithItsObject() {
        Scene scene = Scenes.found(Policies.ADOPT, OLD, Map.of());
        Scenes.untilActive(scene);
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
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
