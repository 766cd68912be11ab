package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Observation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From a failed call to what it means for the object. Pure; the counterpart of the decider for bad news. */
public final class Failures {

    private Failures() {}

    /** A look that failed, or a write other than a create that was refused. */
    public static Decision of(Failure failure, Findings f) {
        Reason reason = reason(failure);
        Desired desired = f.desired();
        if (failure.kind() == Failure.Kind.OTHER_ACCOUNT) {
            return Decision.idle(Situation.ACCOUNT_MISMATCH, failure.text() + Permits.wayOut(desired))
                    .because(reason, failure);
        }
        if (desired.deleting() && failure.kind() == Failure.Kind.NOT_FOUND) {
            return Decision.idle(Situation.DELETION, "AWS says that the job is gone; looking again.")
                    .because(reason, failure);
        }
        if (desired.deleting()) {
            boolean blocked = failure.kind() == Failure.Kind.DENIED && deniedForLong(f);
            if (blocked
                    && f.seen() instanceof Observation.Unreadable
                    && f.remembered().madeNothing()) {
                return Decision.release(Action.Cause.GONE, "");
            }
            return Decision.idle(
                            blocked ? Situation.DELETION_BLOCKED_BY_DENIAL : Situation.DELETION_FAILING, failure.text())
                    .because(reason, failure);
        }
        return Decision.idle(situation(failure, f), failure.text()).because(reason, failure);
    }

    /** A create that was refused or not answered. */
    public static Decision ofCreate(Failure failure, Findings f) {
        Desired desired = f.desired();
        Situation situation = switch (failure.kind()) {
            case QUOTA -> Situation.CREATE_QUOTA;
            case INVALID -> Situation.CREATE_INVALID;
            case NOT_FOUND -> Situation.WORKSPACE_MISSING;
            case CONFLICT -> conflict(f);
            case THROTTLED, UNAVAILABLE, NO_CREDENTIALS, OTHER_ACCOUNT, DENIED, UNKNOWN -> situation(failure, f);
        };
        Reason reason = switch (situation) {
            case WORKSPACE_MISSING -> Reason.WORKSPACE_NOT_FOUND;
            case SOURCE_IN_USE -> Reason.SOURCE_IN_USE;
            case ABSENT -> Reason.CREATING;
            default -> reason(failure);
        };
        String detail = situation == Situation.WORKSPACE_MISSING
                ? "Workspace " + desired.identity().workspaceId() + " does not exist in region "
                        + desired.identity().region() + " of this account."
                : failure.text();
        return Decision.idle(situation, detail).because(reason, failure);
    }

    /** Whether the failure is of the kind that passes by itself, so that a steady object need not show it at once. */
    public static boolean passing(Failure failure) {
        return switch (failure.kind()) {
            case THROTTLED, UNAVAILABLE, NO_CREDENTIALS, UNKNOWN -> true;
            case OTHER_ACCOUNT, DENIED, INVALID, QUOTA, CONFLICT, NOT_FOUND -> false;
        };
    }

    private static boolean deniedForLong(Findings f) {
        Instant first = f.memory().deniedSince();
        return Absence.elapsed(
                first == null ? shownDenied(f.remembered()) : first, f.timing().deniedGrace(), f.now());
    }

    /** Since when the status speaks of a refusal of access, which outlives this process. */
    static @Nullable Instant shownDenied(Remembered remembered) {
        return remembered
                .status()
                .condition(Condition.SYNCED)
                .filter(synced -> Reason.ACCESS_DENIED.text().equals(synced.reason()))
                .flatMap(synced -> Texts.instant(synced.lastTransitionTime()))
                .orElse(null);
    }

    private static Situation conflict(Findings f) {
        boolean lasting = Absence.elapsed(f.memory().conflictSince(), Timing.PATIENCE, f.now());
        return lasting || f.remembered().stalledBy(Reason.SOURCE_IN_USE) ? Situation.SOURCE_IN_USE : Situation.ABSENT;
    }

    private static Situation situation(Failure failure, Findings f) {
        return switch (failure.kind()) {
            case THROTTLED -> Situation.THROTTLED;
            case NO_CREDENTIALS -> Situation.NO_CREDENTIALS;
            case OTHER_ACCOUNT -> Situation.ACCOUNT_MISMATCH;
            case DENIED -> deniedForLong(f) ? Situation.DENIED_FOR_LONG : Situation.DENIED;
            case QUOTA -> Situation.QUOTA;
            case INVALID -> Situation.INVALID;
            case UNAVAILABLE, CONFLICT, NOT_FOUND, UNKNOWN -> Situation.UNAVAILABLE;
        };
    }

    private static Reason reason(Failure failure) {
        return switch (failure.kind()) {
            case THROTTLED -> Reason.THROTTLED;
            case NO_CREDENTIALS -> Reason.CREDENTIALS_UNAVAILABLE;
            case OTHER_ACCOUNT -> Reason.ACCOUNT_MISMATCH;
            case DENIED -> Reason.ACCESS_DENIED;
            case QUOTA -> Reason.QUOTA_EXCEEDED;
            case INVALID -> Reason.INVALID_SPEC;
            case UNAVAILABLE, CONFLICT, NOT_FOUND, UNKNOWN -> Reason.SERVICE_UNAVAILABLE;
        };
    }
}
