package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Drift;
import dev.twinmaker.syncjob.api.Reason;
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
record Decision(
        Situation situation,
        Action action,
        String detail,
        List<Drift> drift,
        List<String> plan,
        Optional<FailureReason> failure) {

    /** A failure in the words of a condition. */
    record FailureReason(Reason reason, Failure failure) {}

    static Decision of(Situation situation, Action action, String detail) {
        return new Decision(situation, action, detail, List.of(), List.of(), Optional.empty());
    }

    static Decision idle(Situation situation, String detail) {
        return of(situation, new Action.None(), detail);
    }

    static Decision release(Action.Cause cause, String detail) {
        return of(Situation.RELEASED, new Action.Release(cause), detail);
    }

    Decision in(Situation other, String words) {
        return new Decision(other, action, words, drift, plan, failure);
    }

    Decision doing(Action other) {
        return new Decision(situation, other, detail, drift, plan, failure);
    }

    Decision drifted(List<Drift> how) {
        return new Decision(situation, action, detail, how, plan, failure);
    }

    Decision planning(List<String> calls) {
        return new Decision(situation, action, detail, drift, calls, failure);
    }

    Decision because(Reason reason, Failure cause) {
        return new Decision(situation, action, detail, drift, plan, Optional.of(new FailureReason(reason, cause)));
    }
}
