package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Drift;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.port.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What a pass found and the one thing it does about it.
 *
 * @param detail what the message says beyond the situation: the owner, the text of AWS, the way out; may be empty
 * @param drift how the job differs from the spec; empty where it matches or nothing was compared
 * @param plan the calls to AWS that wait for a permission; empty where none do
 * @param failure the failure behind the situation, where there is one
 */
public record Decision(
        Situation situation,
        Action action,
        String detail,
        List<Drift> drift,
        List<String> plan,
        Optional<FailureReason> failure) {

    /** A failure in the words of a condition. */
    public record FailureReason(Reason reason, Failure failure) {}

    public static Decision of(Situation situation, Action action, String detail) {
        return new Decision(situation, action, detail, List.of(), List.of(), Optional.empty());
    }

    public static Decision idle(Situation situation, String detail) {
        return of(situation, new Action.None(), detail);
    }

    public static Decision release(Action.Cause cause, String detail) {
        return of(Situation.RELEASED, new Action.Release(cause), detail);
    }

    public Decision in(Situation other, String words) {
        return new Decision(other, action, words, drift, plan, failure);
    }

    public Decision doing(Action other) {
        return new Decision(situation, other, detail, drift, plan, failure);
    }

    public Decision drifted(List<Drift> how) {
        return new Decision(situation, action, detail, how, plan, failure);
    }

    public Decision planning(List<String> calls) {
        return new Decision(situation, action, detail, drift, calls, failure);
    }

    public Decision because(Reason reason, Failure cause) {
        return new Decision(situation, action, detail, drift, plan, Optional.of(new FailureReason(reason, cause)));
    }
}
