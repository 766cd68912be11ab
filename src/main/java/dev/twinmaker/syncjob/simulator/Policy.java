package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A policy in the language of IAM, as far as it is understood here; whatever is not is refused when it is read, and
 * nothing is left aside. It knows the operators {@code StringEquals}, {@code StringLike} and {@code Null}, with
 * {@code IfExists} and, for {@code aws:TagKeys}, {@code ForAllValues} and {@code ForAnyValue}.
 */
public final class Policy {

    private final JsonNode document;
    private final List<PolicyStatement> statements;

    Policy(JsonNode document, List<PolicyStatement> statements) {
        this.document = document;
        this.statements = statements;
    }

    /**
     * The policy of an identity: what it may do.
     *
     * @throws IllegalArgumentException if it is not one, or has something that is not understood here
     */
    public static Policy of(String json) {
        return PolicyReader.ofIdentity().read(json);
    }

    /** The trust policy of a role: who may assume it. */
    static Policy ofTrust(String json) {
        return PolicyReader.ofTrust().read(json);
    }

    /** As it was written. */
    JsonNode document() {
        return document;
    }

    /** Whether a statement allows it, whatever others deny. */
    boolean allows(Permission asked) {
        return statements.stream().anyMatch(statement -> statement.allow() && statement.covers(asked));
    }

    /** Whether a statement denies it, which counts more than any that allows it. */
    boolean denies(Permission asked) {
        return statements.stream().anyMatch(statement -> !statement.allow() && statement.covers(asked));
    }
}
