package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.StatusBuilder.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Memories;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Recollections;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one pass leaves behind for the next, and when it is forgotten. */
class MemoriesTest {

    private static final Decision IN_SYNC = Decision.idle(Situation.ACTIVE, "");
    private static final Decision AWAITING = Decision.idle(Situation.AWAITING_APPROVAL, "");
    private static final Decision REFUSED = Decision.idle(Situation.UNAVAILABLE, "")
            .because(Reason.SERVICE_UNAVAILABLE, Failure.refused(Failure.Kind.UNAVAILABLE, "Not now."));

    private final Scene scene = Scene.steady();
    private final Instant now = scene.clock.instant();
    private final Observation.NotNow busy = new Observation.NotNow(Duration.ofSeconds(1));

    @Test
    void aWaitForTheBudgetBeginsOnceAndEndsWithTheCall() {
        Outcome.NotNow late = new Outcome.NotNow(Duration.ofSeconds(1));
        assertThat(after(job(), IN_SYNC, new Outcome.Idle()).waitingSince()).isNull();
        assertThat(after(job(), IN_SYNC, late).waitingSince()).isEqualTo(now);
        scene.memory = after(busy, Decision.idle(Situation.UNCHANGED, ""), new Outcome.Idle());
        assertThat(scene.memory.waitingSince()).isEqualTo(now);
        scene.clock.advance(Duration.ofSeconds(3));
        assertThat(after(busy, IN_SYNC, new Outcome.Idle()).waitingSince()).isEqualTo(now);
        assertThat(after(job(), IN_SYNC, new Outcome.Idle()).waitingSince()).isNull();
    }

    @Test
    void thatAJobWasSeenIsKnownFromTheStatusAndStaysKnownWithoutIt() {
        Scene fresh = new Scene();
        assertThat(Memories.after(
                                fresh.findings(busy, Ownership.UNREAD),
                                Decision.idle(Situation.UNCHANGED, ""),
                                new Outcome.Idle())
                        .jobSeen())
                .isFalse();
        scene.memory = after(job(), IN_SYNC, new Outcome.Idle());
        assertThat(scene.memory.jobSeen()).isTrue();
        scene.status = new StatusBuilder(scene.status).arn(null).build();
        assertThat(after(job(), IN_SYNC, new Outcome.Idle()).jobSeen()).isTrue();
    }

    @Test
    void whatAnObserverRecordedIsNoClaimUntilTheJobIsOursOrNothingIsRecorded() {
        scene.memory = Memory.NONE.afterObserving();
        assertThat(after(Ownership.NOBODYS).observed()).isTrue();
        assertThat(after(Ownership.OURS).observed()).isFalse();
        scene.status = new StatusBuilder(scene.status).arn(null).build();
        assertThat(after(Ownership.NOBODYS).observed()).isFalse();
    }

    @Test
    void theBackoffGoesOnFromItsSecondStepAfterARestartAndBeginsAtItsFirstOtherwise() {
        scene.restart();
        assertThat(after(job(), REFUSED, new Outcome.Idle()).failures()).isEqualTo(2);
        scene.memory = after(job(), IN_SYNC, new Outcome.Idle());
        assertThat(after(job(), REFUSED, new Outcome.Idle()).failures()).isEqualTo(1);
        scene.restart();
        scene.status = ShownStatus.FRESH;
        assertThat(after(job(), REFUSED, new Outcome.Idle()).failures()).isEqualTo(1);
    }

    @Test
    void eachDefectCountsAsOneFailureMore() {
        scene.follow();
        scene.defect("It broke.");
        assertThat(scene.memory.failures()).isEqualTo(1);
        scene.defect("It broke.");
        assertThat(scene.memory.failures()).isEqualTo(2);
    }

    @Test
    void thatTheOwnerTagsWereTakenOffIsKnownWhenAwsSaysSo() {
        Job job = scene.job().seen(now).withTags(scene.job().tags);
        Decision disown =
                Decision.of(Situation.DELETION, new Action.Write.Disown(job, Set.of("twinmaker.dev/uid")), "");
        Outcome refused = new Outcome.Rejected(Failure.refused(Failure.Kind.DENIED, "Not allowed."));
        assertThat(after(job(), disown, refused).disowned()).isFalse();
        assertThat(after(job(), disown, new Outcome.Done(Optional.empty(), "")).disowned())
                .isTrue();
        assertThat(after(job(), IN_SYNC, new Outcome.Done(Optional.empty(), "")).disowned())
                .isFalse();
    }

    @Test
    void theWaitForAnApprovalBeginsWithTheFirstPassAndAnewWithAnEdit() {
        Instant earlier = now.minusSeconds(100);
        assertThat(after(job(), AWAITING, new Outcome.Idle()).awaitingSince()).isEqualTo(now);
        scene.memory = Recollections.awaiting(earlier);
        assertThat(after(job(), AWAITING, new Outcome.Idle()).awaitingSince()).isEqualTo(earlier);
        assertThat(after(job(), IN_SYNC, new Outcome.Idle()).awaitingSince()).isNull();
        scene.edited();
        assertThat(after(job(), AWAITING, new Outcome.Idle()).awaitingSince()).isEqualTo(now);
    }

    @Test
    void afterARestartTheWaitForAnApprovalBeginsWhereTheStatusSaysSo() {
        Instant shown = now.minusSeconds(300);
        scene.restart();
        scene.status = new StatusBuilder(scene.status)
                .saying(condition(Condition.RECONCILING, true, Reason.AWAITING_APPROVAL, shown, scene.generation))
                .build();
        assertThat(after(job(), AWAITING, new Outcome.Idle()).awaitingSince()).isEqualTo(shown);
    }

    private Observation job() {
        return new Observation.Present(scene.job().seen(now).withTags(Map.copyOf(scene.job().tags)));
    }

    private Memory after(Ownership ownership) {
        return Memories.after(scene.findings(job(), ownership), IN_SYNC, new Outcome.Idle());
    }

    private Memory after(Observation seen, Decision decision, Outcome outcome) {
        return Memories.after(scene.findings(seen, Ownership.OURS), decision, outcome);
    }
}
