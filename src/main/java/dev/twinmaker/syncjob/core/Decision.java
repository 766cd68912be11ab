package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Reason;
import java.util.Optional;

/**
 * What a pass found and the one thing it does about it.
 *
 * @param detail what the message says beyond the situation: the owner, the text of AWS, the tag keys; may be empty
 * @param drift how the job differs from the spec; empty where it matches or nothing was compared
 * @param failure the failure behind the situation, where there is one
 */
record Decision(
        Situation situation, Action action, String detail, Optional<String> drift, Optional<FailureReason> failure) {

    /** A failure in the words of a condition. */
    record FailureReason(Reason reason, Failure failure) {}

    static Decision of(Situation situation, Action action, String detail) {
        return new Decision(situation, action, detail, Optional.empty(), Optional.empty());
    }

    static Decision idle(Situation situation, String detail) {
        return of(situation, new Action.None(), detail);
    }

    Decision saying(String words) {
        return new Decision(situation, action, words, drift, failure);
    }

    Decision drifted(Optional<String> how) {
        return new Decision(situation, action, detail, how, failure);
    }

    Decision because(Reason reason, Failure cause) {
        return new Decision(situation, action, detail, drift, Optional.of(new FailureReason(reason, cause)));
    }
}
