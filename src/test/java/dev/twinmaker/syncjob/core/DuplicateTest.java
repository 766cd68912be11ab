package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Sibling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two objects of one cluster that ask for the same job: one has it, and the other waits. */
class DuplicateTest {

    private final Scene first = new Scene();
    private final Scene second = new Scene(first, Scene.NEIGHBOUR);

    DuplicateTest() {
        first.jobs.moving = true;
        second.leadingSince = first.leadingSince;
        first.owners.others.add(Scene.NEIGHBOUR);
        second.owners.others.add(Scene.US);
    }

    @Test
    void theOwnerTagsDecideWhoeverIsOlder() {
        second.born = Scene.CREATED.minusSeconds(3600);
        Scenes.untilActive(first);
        both(12);
        wins(first, second);
        assertThat(second.condition(Condition.READY).message()).contains("plant/factory");
        assertThat(second.told()).containsExactly("Duplicate");
    }

    @Test
    void withoutAJobTheOlderWins() {
        second.born = Scene.CREATED.plusSeconds(1);
        both(15);
        wins(first, second);
    }

    @Test
    void ofTheSameAgeTheLesserUidWins() {
        both(15);
        wins(first, second);
    }

    @Test
    void whereTheTagsNameNobodyAliveTheOlderWins() {
        Owner dead = new Owner("cluster-a", "third", "factory", "uid-5");
        first.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, dead.tags());
        first.policy = Policies.ADOPT;
        second.policy = Policies.ADOPT;
        second.born = Scene.CREATED.minusSeconds(1);
        both(15);
        wins(second, first);
        assertThat(first.jobs.sent.all()).hasSizeLessThanOrEqualTo(2).allMatch(call -> call.contains("TagResource"));
    }

    @Test
    void theLoserGoesOnWhenTheWinnerIsGone() {
        both(15);
        first.delete();
        both(15);
        assertThat(first.released()).isTrue();
        both(15);
        assertThat(second.ready()).isEqualTo("True Active");
        assertThat(Owner.in(second.job().tags)).contains(Scene.NEIGHBOUR);
    }

    @Test
    void aWinnerInDeletionKeepsItsClaimUntilItsFinalizerGoes() {
        run(first, 12);
        first.edit(Policies.GUARDED);
        first.delete();
        both(10);
        assertThat(first.third()).isEqualTo("Stalled DeletionBlocked");
        assertThat(second.ready()).isEqualTo("False Duplicate");
        first.jobs.remove(Scene.IDENTITY);
        int mark = first.jobs.sent.mark();
        for (int pass = 0; pass < 60 && !first.released(); pass++) {
            both(1);
            assertThat(first.jobs.sent.mark()).isEqualTo(mark);
        }
        assertThat(first.released()).isTrue();
        both(15);
        assertThat(second.ready()).isEqualTo("True Active");
    }

    @Test
    void theDeletionOfTheLoserLeavesTheJob() {
        both(15);
        int mark = first.jobs.sent.mark();
        second.delete();
        both(10);
        assertThat(second.released()).isTrue();
        assertThat(first.jobs.sent.mark()).isEqualTo(mark);
        assertThat(first.kstatus()).isEqualTo(Kstatus.Current);
    }

    @Test
    void theDeletionOfALoserBeforeThereIsAJobLeavesTheOneToCome() {
        second.born = Scene.CREATED.plusSeconds(1);
        both(1);
        second.delete();
        both(15);
        assertThat(second.released()).isTrue();
        assertThat(first.kstatus()).isEqualTo(Kstatus.Current);
    }

    @Test
    void anObserverDoesNotCompeteAndSeesTheJob() {
        second.born = Scene.CREATED.minusSeconds(3600);
        second.policy = Policies.OBSERVE;
        second.held = false;
        both(15);
        assertThat(first.kstatus()).isEqualTo(Kstatus.Current);
        assertThat(second.ready()).isEqualTo("True Active");
        assertThat(Owner.in(first.job().tags)).contains(Scene.US);
    }

    @Test
    void aSuspendedObjectKeepsItsClaim() {
        run(first, 12);
        first.edit(Policies.SUSPENDED);
        both(10);
        wins(first, second);
    }

    @Test
    void theLoserNeverWritesAndNeverTakesOver() {
        second.policy = Policies.with(Policies.ADOPT, Policies.AUTOMATIC.replacement());
        second.roleArn = Scene.OTHER_ROLE;
        both(15);
        int mark = first.jobs.sent.mark();
        second.ask("look");
        both(10);
        second.after(Duration.ofHours(3));
        assertThat(first.jobs.sent.mark()).isEqualTo(mark);
        wins(first, second);
    }

    @Test
    void aStrippedJobGoesToTheOlderAndIsNotFoughtOver() {
        both(15);
        first.policy = Policies.ADOPT;
        second.policy = Policies.ADOPT;
        first.retag(Map.of());
        first.ask("look");
        both(60);
        wins(first, second);
    }

    @Test
    void theTagsOfAnotherClusterNameNobodyHere() {
        Owner twin = new Owner("cluster-b", "other", "factory", "uid-7");
        first.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, twin.tags());
        second.born = Scene.CREATED.plusSeconds(1);
        both(3);
        assertThat(first.third()).isEqualTo("Stalled OwnedByAnother");
        assertThat(second.third()).isEqualTo("Stalled Duplicate");
    }

    @Test
    void aLookThatShowsNoTagsTakesTheJobFromNobody() {
        Scenes.untilActive(first);
        first.pass();
        second.born = Scene.CREATED.minusSeconds(3600);
        first.rivals = List.of(Sibling.of(second.desired()));
        for (int look = 0; look < 8; look++) {
            first.follow();
            assertThat(first.kstatus()).isEqualTo(Kstatus.Current);
        }
    }

    @Test
    void whoHoldsNoJobAndMayMakeNoneLaysNoClaim() {
        assertThat(first.desired().competes()).isTrue();
        first.held = false;
        assertThat(first.desired().competes()).isTrue();
        first.fault = Optional.of("The spec breaks a rule.");
        assertThat(first.desired().competes()).isFalse();
        first.held = true;
        assertThat(first.desired().competes()).isTrue();
        first.identityFault = first.fault;
        assertThat(first.desired().competes()).isFalse();

        second.delete();
        assertThat(second.desired().competes()).isTrue();
        second.held = false;
        assertThat(second.desired().competes()).isFalse();
    }

    private void both(int passes) {
        for (int pass = 0; pass < passes; pass++) {
            run(first, 1);
            run(second, 1);
            first.clock.advance(Duration.ofSeconds(3));
        }
    }

    private void run(Scene scene, int passes) {
        for (int pass = 0; pass < passes && !(scene.deleting() && scene.released()); pass++) {
            Scene other = scene == first ? second : first;
            boolean there = !(other.deleting() && other.released());
            scene.rivals = there && other.desired().competes() ? List.of(Sibling.of(other.desired())) : List.of();
            scene.pass();
            scene.clock.advance(Duration.ofSeconds(1));
        }
        if (scene.deleting() && scene.released()) {
            scene.owners.gone();
            (scene == first ? second : first).owners.others.remove(scene.us);
        }
    }

    private static void wins(Scene winner, Scene loser) {
        assertThat(Owner.in(winner.job().tags)).contains(winner.us);
        assertThat(winner.ready()).isEqualTo("True Active");
        assertThat(loser.ready()).isEqualTo("False Duplicate");
        assertThat(loser.synced()).isEqualTo("False Duplicate");
        assertThat(loser.third()).isEqualTo("Stalled Duplicate");
    }
}
