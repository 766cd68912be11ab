package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static dev.twinmaker.syncjob.core.Operation.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Decider;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Recollections;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user sees when nothing, or nothing for long, goes wrong. */
class SteadyStateTest {

    @Test
    void nothingIsWrittenWhileNothingChanges() {
        Scene scene = Scene.steady();
        int effects = scene.jobs.journal.size();
        scene.follow(50);
        assertThat(scene.writes).isZero();
        assertThat(scene.notices).isEmpty();
        assertThat(scene.jobs.journal).hasSize(effects);
    }

    @Test
    void aRestartWritesNothing() {
        Scene scene = Scene.steady();
        scene.restart();
        scene.follow(3);
        assertThat(scene.writes).isZero();
        assertThat(scene.notices).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            names = {"THROTTLED", "UNAVAILABLE", "NO_CREDENTIALS", "UNKNOWN"})
    void aSteadyObjectShowsTheThirdFailureInARowAndNoneBefore(Failure.Kind kind) {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(kind));
        scene.follow(2);
        assertThat(scene.writes).isZero();
        scene.follow();
        assertThat(scene.writes).isEqualTo(1);
        assertThat(scene.ready()).isEqualTo("True Active");
        assertThat(scene.synced()).startsWith("False ");
    }

    @Test
    void aLookBetweenTwoFailuresStartsTheCountAgain() {
        Scene scene = Scene.steady();
        for (int i = 0; i < 10; i++) {
            Fault fault = Fault.refused(Failure.Kind.UNAVAILABLE);
            scene.jobs.next(LOOK, fault, fault);
            scene.follow(3);
        }
        assertThat(scene.writes).isZero();
    }

    @Test
    void aSteadyObjectShowsAFailureThatLastsTwoIntervals() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
        scene.pass();
        scene.after(Timing.DEFAULT.interval().multipliedBy(2).minusMillis(1));
        assertThat(scene.writes).isZero();
        scene.memory = withFailures(scene, 1);
        scene.after(Duration.ofMillis(1));
        assertThat(scene.synced()).isEqualTo("False ServiceUnavailable");
    }

    @Test
    void waitingForTheBudgetInAPeriodicLookNeverShows() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, new Fault.Busy(Duration.ofMinutes(5)));
        scene.follow(20);
        assertThat(scene.writes).isZero();
    }

    @Test
    void anyNumberOfThrottledLooksLeavesReadyTrueWithItsOldGenerationAndTime() {
        Scene scene = Scene.steady();
        Condition before = scene.condition(Condition.READY);
        scene.jobs.always(LOOK, Fault.throttled(Duration.ofSeconds(3)));
        scene.edit(Map.of("team", "red"));
        scene.follow(30);
        assertThat(scene.condition(Condition.READY)).isEqualTo(before);
        assertThat(scene.condition(Condition.READY).observedGeneration()).isEqualTo(1);
        assertThat(scene.condition(Condition.SYNCED).observedGeneration()).isEqualTo(2);
        assertThat(scene.status.observedGeneration()).isEqualTo(2);
    }

    @Test
    void aFailureThatStaysTheSameIsWrittenOnce() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
        scene.follow(40);
        assertThat(scene.writes).isEqualTo(1);
    }

    @Test
    void aRefusalOfAccessShowsAtOnceAndStallsAfterItsGrace() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED));
        scene.pass();
        assertThat(scene.third()).isEqualTo("Reconciling AccessDenied");
        scene.afterSeconds(119);
        assertThat(scene.third()).isEqualTo("Reconciling AccessDenied");
        scene.afterSeconds(1);
        assertThat(scene.third()).isEqualTo("Stalled AccessDenied");
        scene.jobs.heal();
        scene.follow();
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
    }

    @Test
    void aRestartDoesNotBeginTheGraceOfARefusalAnew() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED));
        scene.pass();
        scene.afterSeconds(121);
        scene.writes = 0;
        scene.restart();
        scene.follow(3);
        assertThat(scene.third()).isEqualTo("Stalled AccessDenied");
        assertThat(scene.writes).isZero();
    }

    @Test
    void theGraceOfARefusalBeginsWithItWhenSyncedWasFalseBefore() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
        scene.follow(3);
        scene.afterSeconds(600);
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED));
        scene.afterSeconds(1);
        assertThat(scene.third()).isEqualTo("Reconciling AccessDenied");
        scene.afterSeconds(119);
        assertThat(scene.third()).isEqualTo("Reconciling AccessDenied");
        scene.afterSeconds(1);
        assertThat(scene.third()).isEqualTo("Stalled AccessDenied");
    }

    @Test
    void aRequestedLookIsMadeAndItsTokenHandledOnce() {
        Scene scene = Scene.steady();
        scene.ask("first");
        scene.retag(scene.wantedAnd(Map.of("team", "green")));
        scene.pass();
        assertThat(scene.status.lastHandledReconcileAt()).isEqualTo("first");
        assertThat(scene.jobs.count(TAG)).isEqualTo(1);
        scene.follow(3);
        scene.writes = 0;
        scene.follow(10);
        assertThat(scene.writes).isZero();
    }

    @Test
    void aRequestIsNotHandledByALookThatFails() {
        Scene scene = Scene.steady();
        scene.ask("first");
        scene.jobs.next(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
        scene.pass();
        assertThat(scene.status.lastHandledReconcileAt()).isNull();
        scene.follow();
        assertThat(scene.status.lastHandledReconcileAt()).isEqualTo("first");
    }

    @Test
    void readyFollowsTheStateThatWasJustReadEvenWhereAWriteFails() {
        Scene scene = Scene.steady();
        scene.jobs.always(TAG, Fault.refused(Failure.Kind.DENIED));
        scene.state("ERROR");
        scene.edit(Map.of("team", "red"));
        scene.follow(2);
        assertThat(scene.status.state()).isEqualTo("ERROR");
        assertThat(scene.ready()).isEqualTo("False SyncFailed");
    }

    @Test
    void aNewJobBecomesReadyEvenWhereItsTagsMayNotBeMended() {
        Scene scene = new Scene().created();
        scene.jobs.always(TAG, Fault.refused(Failure.Kind.DENIED));
        scene.state("ACTIVE");
        scene.retag(scene.wantedAnd(Map.of("team", "green")));
        scene.follow(2);
        assertThat(scene.ready()).isEqualTo("True Active");
        assertThat(scene.synced()).isEqualTo("False AccessDenied");
    }

    @Test
    void anAnswerWithoutARoleIsNoDrift() {
        Scene scene = Scene.steady();
        Job silent = new Job(
                String.valueOf(scene.status.arn()),
                "ACTIVE",
                null,
                scene.job().created,
                null,
                null,
                null,
                Optional.of(scene.job().tags));
        Decision decision = Decider.decide(scene.findings(new Observation.Present(silent), Ownership.OURS));
        assertThat(decision.situation()).isEqualTo(Situation.ACTIVE);
    }

    @Test
    void aStaleOlderGenerationDoesNotLowerTheObservedOne() {
        Scene scene = Scene.steady();
        scene.edit(Map.of("team", "red"));
        scene.follow(4);
        scene.generation = 1;
        scene.pass();
        assertThat(scene.status.observedGeneration()).isEqualTo(2);
    }

    @Test
    void aFreshObjectReadsAsInProgress() {
        assertThat(new Scene().kstatus()).isEqualTo(Kstatus.InProgress);
        assertThat(Kstatus.of(SyncJobStatus.EMPTY, 1, false)).isEqualTo(Kstatus.Current);
    }

    @Test
    void tagKeysStayAsTheyAreInALookWithoutTags() {
        Scene scene = Scene.steady();
        scene.follow(8);
        assertThat(scene.status.tagKeys()).isEqualTo(List.of("team"));
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    private static Memory withFailures(Scene scene, int failures) {
        return Recollections.withFailures(scene.memory, failures);
    }
}
