package dev.twinmaker.syncjob.core.report;

import dev.twinmaker.syncjob.core.decision.Absence;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Backoff;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When to look again: the one place that says so. */
public final class Requeue {

    private static final Duration SLOW_BASE = Duration.ofSeconds(30);
    private static final Duration SLOW_CAP = Duration.ofMinutes(10);
    private static final Duration QUOTA_BASE = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private Requeue() {}

    /**
     * How long to wait before the next pass.
     *
     * @param memory what is remembered after this pass
     */
    public static Duration after(Findings f, Decision decision, Outcome outcome, Memory memory) {
        Timing timing = f.timing();
        Instant now = f.now();
        if (f.seen() instanceof Observation.NotNow notNow) {
            return notNow.delay();
        }
        if (f.seen() instanceof Observation.Unasked && decision.situation() == Situation.UNCHANGED) {
            return steady(f.desired().owner().uid(), timing.interval(), now);
        }
        if (outcome instanceof Outcome.NotNow notNow) {
            return notNow.delay();
        }
        if (outcome instanceof Outcome.Done && decision.action() instanceof Action.Intent) {
            return Duration.ZERO;
        }
        String uid = f.desired().owner().uid();
        int attempt = Math.max(0, memory.failures() - 1);
        return switch (decision.situation()) {
            case ACTIVE,
                    ROLE_DIFFERS,
                    FAILED,
                    REPLACEMENT_PROTECTED,
                    AWAITING_APPROVAL_FOR_LONG,
                    SUSPENDED_MISSING,
                    SUSPENDED_UNDONE,
                    SUSPENDED_IDLE,
                    OBSERVED_MISSING,
                    OBSERVED_DIFFERS ->
                busy(f, decision) ? poll(memory, timing, uid) : steady(uid, timing.interval(), now);
            case AWAITING_APPROVAL ->
                busy(f, decision)
                        ? poll(memory, timing, uid)
                        : shorter(
                                steady(uid, timing.interval(), now),
                                left(memory.awaitingSince(), timing.approvalWindow(), now));
            case JOB_CREATING,
                    JOB_INITIALIZING,
                    JOB_DELETING,
                    UPDATING_TAGS,
                    UNKNOWN_STATE,
                    VERIFYING_OWNERSHIP,
                    ADOPTING,
                    REPLACING ->
                decision.failure().isPresent() ? failed(decision, timing, uid, attempt) : poll(memory, timing, uid);
            case ABSENT -> absent(decision, memory, timing, uid, attempt, now);
            case DELETION -> deletion(f, memory, timing, uid);
            case UNCHANGED -> unchanged(decision, memory, timing, uid, attempt);
            case ACCESS_UNSEEN -> timing.backoffInitial();
            case NO_CREDENTIALS, UNAVAILABLE, THROTTLED, DENIED, OPERATOR_ERROR, DELETION_FAILING ->
                failed(decision, timing, uid, attempt);
            case DENIED_FOR_LONG,
                    ACCOUNT_MISMATCH,
                    ACCESS_NOT_GRANTED,
                    ACCESS_AMBIGUOUS,
                    DELETION_BLOCKED_BY_ACCESS,
                    DELETION_BLOCKED_BY_AMBIGUITY,
                    DUPLICATE,
                    DELETION_BLOCKED_BY_PROTECTION,
                    DELETION_BLOCKED_BY_SUSPENSION,
                    DELETION_BLOCKED_BY_DENIAL,
                    DELETION_BLOCKED_BY_OWNERSHIP,
                    DELETION_STUCK,
                    OWNED_BY_ANOTHER,
                    WORKSPACE_MISSING,
                    SOURCE_IN_USE,
                    DELETION_WAITS_FOR_OTHERS -> Backoff.fullJitter(SLOW_BASE, SLOW_CAP, memory.polls(), uid);
            case CREATE_QUOTA, QUOTA -> Backoff.fullJitter(QUOTA_BASE, HOUR, attempt, uid);
            case SPEC_REFUSED, CREATE_INVALID, INVALID, DELETION_BLOCKED_BY_SPEC -> steady(uid, HOUR, now);
            case RELEASED -> timing.backoffInitial();
        };
    }

    /** The next time t with (t + hash(uid)) mod interval = 0: derived, not stored, so that a restart makes no herd. */
    public static Duration steady(String uid, Duration interval, Instant now) {
        long millis = interval.toMillis();
        long phase = Math.floorMod(now.toEpochMilli() + Backoff.hash(uid), millis);
        return Duration.ofMillis(millis - phase);
    }

    /** Whether AWS works on the job, or this pass did, so that the next look should not wait for the interval. */
    private static boolean busy(Findings f, Decision decision) {
        boolean moving = f.job()
                .filter(job -> job.known() == Job.State.CREATING || job.known() == Job.State.INITIALIZING)
                .isPresent();
        return moving || !(decision.action() instanceof Action.None);
    }

    private static Duration poll(Memory memory, Timing timing, String uid) {
        return Backoff.poll(timing.pollInitial(), timing.pollMax(), Math.max(0, memory.polls() - 1), uid);
    }

    private static Duration absent(
            Decision decision, Memory memory, Timing timing, String uid, int attempt, Instant now) {
        if (decision.failure().isPresent()) {
            return Backoff.fullJitter(timing.backoffInitial(), timing.backoffMax(), attempt, uid);
        }
        Duration pause = Absence.pauseAfterVanishing(memory, now);
        return pause.isZero() ? poll(memory, timing, uid) : pause;
    }

    private static Duration deletion(Findings f, Memory memory, Timing timing, String uid) {
        if (f.absent()) {
            Remembered after = new Remembered(
                    f.remembered().status(), memory, f.remembered().leadingSince());
            return Absence.untilConfirmed(after, timing, f.now());
        }
        return poll(memory, timing, uid);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration left(@Nullable Instant since, Duration span, Instant now) {
        Duration left = Duration.between(now, (since == null ? now : since).plus(span));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration unchanged(Decision decision, Memory memory, Timing timing, String uid, int attempt) {
        return decision.failure().isPresent() ? failed(decision, timing, uid, attempt) : poll(memory, timing, uid);
    }

    private static Duration failed(Decision decision, Timing timing, String uid, int attempt) {
        Duration own = Backoff.fullJitter(timing.backoffInitial(), timing.backoffMax(), attempt, uid);
        Duration asked = decision.failure()
                .flatMap(reason -> reason.failure().retryAfter())
                .orElse(Duration.ZERO);
        Duration bounded = asked.compareTo(timing.backoffMax()) > 0 ? timing.backoffMax() : asked;
        return own.compareTo(bounded) > 0 ? own : bounded;
    }
}
