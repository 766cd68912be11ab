package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Objects;

/**
 * A fault and when it strikes.
 *
 * @param id names the rule; empty to be given one
 * @param count how many times it strikes, 0 for no limit
 */
public record FaultRule(
        @JsonSetter(nulls = Nulls.AS_EMPTY) String id, FaultMatch match, FaultAction action, int count) {

    /** Refuses a rule that lacks a part. */
    public FaultRule {
        Objects.requireNonNull(match, "match");
        Objects.requireNonNull(action, "action");
    }

    FaultRule named(String name) {
        return new FaultRule(name, match, action, count);
    }
}
