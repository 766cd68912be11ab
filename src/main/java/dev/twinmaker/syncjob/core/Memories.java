package dev.twinmaker.syncjob.core;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pass leaves behind for the next one. */
final class Memories {

    private Memories() {}

    static Memory after(
            Remembered remembered,
            Observation seen,
            Ownership ownership,
            Decision decision,
            Outcome outcome,
            Instant now) {
        Memory.Builder next = remembered.memory().toBuilder();
        next.jobSeen = next.jobSeen || remembered.status().arn() != null;
        boolean waits = seen instanceof Observation.NotNow || outcome instanceof Outcome.NotNow;
        next.waitingSince = waits ? since(next.waitingSince, now) : null;
        if (seen instanceof Observation.NotNow) {
            return next.build();
        }
        seen(next, seen, ownership, now);
        failures(next, remembered, decision, now);
        if (decision.action() instanceof Action.Create) {
            created(next, outcome, now);
        }
        polls(next, decision);
        return next.build();
    }

    private static void seen(Memory.Builder next, Observation seen, Ownership ownership, Instant now) {
        if (seen instanceof Observation.Absent) {
            next.absentSince = since(next.absentSince, now);
        } else if (seen instanceof Observation.Present present) {
            next.absentSince = null;
            next.conflictSince = null;
            boolean claimed = ownership == Ownership.OURS || ownership == Ownership.ANOTHERS;
            next.unclaimedSince = ownership == Ownership.NOBODYS
                    ? since(next.unclaimedSince, now)
                    : claimed ? null : next.unclaimedSince;
            if (claimed) {
                next.createSent = null;
                next.createMayRun = false;
            }
            next.looksSinceTags = present.job().tags().isPresent() ? 0 : next.looksSinceTags + 1;
        }
    }

    private static void failures(Memory.Builder next, Remembered remembered, Decision decision, Instant now) {
        Optional<Failure> failure = decision.failure().map(Decision.FailureReason::failure);
        if (failure.isPresent()) {
            // After a restart the backoff goes on from its second step.
            boolean restarted = remembered.memory().equals(Memory.NONE)
                    && !remembered.status().conditions().isEmpty();
            next.failures = next.failures + (restarted ? 2 : 1);
            next.failingSince = since(next.failingSince, now);
        } else if (decision.situation() != Situation.OPERATOR_ERROR) {
            next.failures = 0;
            next.failingSince = null;
        }
        boolean denied = failure.filter(f -> f.kind() == Failure.Kind.DENIED).isPresent();
        Instant shown = Failures.shownDenied(remembered);
        next.deniedSince = denied ? since(next.deniedSince, shown == null ? now : shown) : null;
    }

    private static void created(Memory.Builder next, Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Done) {
            next.createSent = now;
            next.createMayRun = true;
            next.absentSince = null;
            next.conflictSince = null;
        } else if (outcome instanceof Outcome.Rejected rejected) {
            Failure failure = rejected.failure();
            if (failure.effect() != Failure.Effect.NONE) {
                next.createSent = now;
                next.absentSince = null;
                next.createMayRun = failure.effect() == Failure.Effect.UNDER_WAY;
            }
            next.conflictSince = failure.kind() == Failure.Kind.CONFLICT ? since(next.conflictSince, now) : null;
        }
    }

    private static void polls(Memory.Builder next, Decision decision) {
        String state = decision.situation().name();
        next.polls = state.equals(next.pollState) ? next.polls + 1 : 1;
        next.pollState = state;
    }

    private static Instant since(@Nullable Instant before, Instant now) {
        return before == null ? now : before;
    }
}
