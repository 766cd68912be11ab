package dev.twinmaker.syncjob.core.port;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as AWS shows it.
 *
 * @param state the word of AWS, verbatim; see {@link State}
 * @param roleArn null where the answer did not say (a reply to a create)
 * @param errorCode null on a healthy job
 * @param updated when AWS last changed the job's state; null where the answer did not say
 * @param tags every tag, {@code aws:} ones included; empty where they were not read in this look
 */
public record Job(
        String arn,
        String state,
        @Nullable String roleArn,
        Instant created,
        @Nullable Instant updated,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Optional<Map<String, String>> tags) {

    /** The states that this version knows. */
    public enum State {
        CREATING,
        INITIALIZING,
        ACTIVE,
        DELETING,
        ERROR,
        UNKNOWN
    }

    /** The state, {@link State#UNKNOWN} for a word that this version does not know. */
    public State known() {
        return switch (state) {
            case "CREATING" -> State.CREATING;
            case "INITIALIZING" -> State.INITIALIZING;
            case "ACTIVE" -> State.ACTIVE;
            case "DELETING" -> State.DELETING;
            case "ERROR" -> State.ERROR;
            default -> State.UNKNOWN;
        };
    }

    /** The account, which is the fifth part of the ARN; empty for an ARN of another shape. */
    public Optional<String> accountId() {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && !parts[4].isEmpty() ? Optional.of(parts[4]) : Optional.empty();
    }

    /** Code and text of the error as one sentence part. */
    public String error() {
        String code = errorCode == null ? "no code" : errorCode;
        return errorMessage == null ? code : code + ": " + errorMessage;
    }

    /** The same job with the tags that were read after it. */
    public Job withTags(Map<String, String> read) {
        return new Job(arn, state, roleArn, created, updated, errorCode, errorMessage, Optional.of(Map.copyOf(read)));
    }
}
