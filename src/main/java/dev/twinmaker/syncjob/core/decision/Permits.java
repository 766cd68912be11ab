package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import java.util.Optional;

/** What becomes of an object for which nothing may be done. Pure. */
final class Permits {

    private Permits() {}

    /** Guard 7 of {@link Decider}; empty where the object may go on. */
    static Optional<Decision> missing(Desired desired, Remembered remembered, Grant grant) {
        if (grant instanceof Grant.Unseen) {
            return Optional.of(Decision.idle(Situation.ACCESS_UNSEEN, ""));
        }
        if (grant instanceof Grant.Refused refused) {
            if (desired.deleting() && remembered.madeNothing()) {
                return Optional.of(Decision.release(Action.Cause.GONE, ""));
            }
            return Optional.of(Decision.idle(situation(desired, refused.cause()), refused.text()));
        }
        Grant.Allowed allowed = (Grant.Allowed) grant;
        return otherAccount(remembered, allowed)
                .map(failure -> Decision.idle(Situation.ACCOUNT_MISMATCH, failure.text() + wayOut(desired))
                        .because(Reason.ACCOUNT_MISMATCH, failure));
    }

    /** What a person can do where a deletion leads to another account. */
    static String wayOut(Desired desired) {
        return desired.deleting()
                ? " Lead the access back to that account, or, where no job is left there, release this SyncJob by the"
                        + " annotation twinmaker.dev/force-release."
                : "";
    }

    private static Situation situation(Desired desired, Grant.Cause cause) {
        return switch (cause) {
            case NOT_GRANTED ->
                desired.deleting() ? Situation.DELETION_BLOCKED_BY_ACCESS : Situation.ACCESS_NOT_GRANTED;
            case AMBIGUOUS -> desired.deleting() ? Situation.DELETION_BLOCKED_BY_AMBIGUITY : Situation.ACCESS_AMBIGUOUS;
        };
    }

    /** An access that was edited to another account does not take the object there. */
    private static Optional<Failure> otherAccount(Remembered remembered, Grant.Allowed allowed) {
        String recorded = remembered.status().accountId();
        Optional<String> granted = allowed.principal().account();
        return recorded == null || granted.isEmpty() || granted.get().equals(recorded)
                ? Optional.empty()
                : Optional.of(Failure.otherAccount(recorded, granted.get()));
    }
}
