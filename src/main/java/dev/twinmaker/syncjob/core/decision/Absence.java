package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Desired;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When "not found" may be taken for the truth. One such answer can come from a replica that lags, or arrive while a
 * create is on its way; acting on it would leak a job, or make an object seem gone that is not.
 */
public final class Absence {

    /** Within this time a job that vanishes once more counts as vanishing again. */
    static final Duration VANISHING = Duration.ofHours(24);

    private static final Duration VANISHED_BASE = Duration.ofSeconds(30);
    private static final Duration VANISHED_CAP = Duration.ofMinutes(10);

    private Absence() {}

    /**
     * Whether the job of an object in deletion is gone, so that its finalizer may go: at once if AWS said DELETING before,
     * and not of a job that was being replaced, whose successor may have been created since; or if this process has led
     * long enough to know that no create can be under way and no job was ever seen; else on a second answer that much
     * later.
     */
    static boolean confirmed(Desired desired, Remembered remembered, Timing timing, Instant now) {
        if ("DELETING".equals(remembered.status().state()) && !remembered.replacementBegan(desired)) {
            return true;
        }
        boolean ledLongEnough = elapsed(remembered.leadingSince(), timing.settle(), now);
        boolean noCreateSent = remembered.memory().createSent() == null;
        boolean neverSeen = remembered.status().creationDateTime() == null
                && !remembered.memory().jobSeen();
        return (ledLongEnough && noCreateSent && neverSeen)
                || elapsed(remembered.memory().absentSince(), timing.settle(), now);
    }

    /** When it will be confirmed, if the answers stay the same. */
    public static Duration untilConfirmed(Remembered remembered, Timing timing, Instant now) {
        Instant since = remembered.memory().absentSince() == null
                ? now
                : remembered.memory().absentSince();
        Duration left = Duration.between(now, since.plus(timing.settle()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Whether no create of this process can make a "not found" worthless any more. Until then it is what every reader may
     * say, whatever became of the create, so it is not the first of two.
     */
    static boolean settled(@Nullable Instant createSent, Timing timing, Instant now) {
        return createSent == null || elapsed(createSent, timing.settle(), now);
    }

    /** Whether a create of ours may still show up. */
    static boolean createUnsettled(Memory memory, Timing timing, Instant now) {
        return memory.createMayRun() && !settled(memory.createSent(), timing, now);
    }

    /** How long a job that vanished again and again is not created anew. */
    public static Duration pauseAfterVanishing(Memory memory, Instant now) {
        Instant last = memory.vanishedAt();
        if (last == null || memory.vanishes() < 2) {
            return Duration.ZERO;
        }
        Duration pause = VANISHED_BASE.multipliedBy(1L << Math.min(memory.vanishes() - 2, 10));
        Instant until = last.plus(pause.compareTo(VANISHED_CAP) > 0 ? VANISHED_CAP : pause);
        return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }

    /** Whether the job is known to be gone, so that nothing of it may stand in the status any more. */
    public static boolean established(Findings f, Decision decision) {
        return f.absent()
                && switch (decision.situation()) {
                    case ABSENT -> !(decision.action() instanceof Action.None);
                    case SUSPENDED_MISSING -> !f.remembered().replacementBegan(f.desired());
                    case DUPLICATE, OBSERVED_MISSING -> true;
                    default -> false;
                };
    }

    public static boolean elapsed(@Nullable Instant since, Duration span, Instant now) {
        return since != null && !now.isBefore(since.plus(span));
    }
}
