package dev.twinmaker.syncjob.core.port;

import java.time.Duration;
import java.util.Optional;

/**
 * What went wrong with a call, in the words the core acts on.
 *
 * @param text a sentence for a person without request ids, session names and times, so that it stays the same from one
 *     try to the next; at most 512 characters
 * @param retryAfter how long the service asked to wait
 */
public record Failure(Kind kind, Effect effect, String text, Optional<Duration> retryAfter) {

    /** What kind of failure decides what the user reads and how long to wait. */
    public enum Kind {
        /** Too many calls. */
        THROTTLED,
        /** No answer, a server error, or an answer that cannot be read. */
        UNAVAILABLE,
        /** There is no credential to sign with, or it has expired. */
        NO_CREDENTIALS,
        /** The credential belongs to another account than the caller named. No call was sent. */
        OTHER_ACCOUNT,
        /** The identity may not do this. */
        DENIED,
        /** The service does not accept the request. */
        INVALID,
        /** A quota is used up. */
        QUOTA,
        /** The request collides with what is there. */
        CONFLICT,
        /** The service says, in its own words, that a thing is not there. */
        NOT_FOUND,
        /** An answer with a code that is not in the service's model. */
        UNKNOWN
    }

    /** What the call may have done all the same. */
    public enum Effect {
        /** Refused: nothing was done. */
        NONE,
        /** The service is done with the call, and may have carried it out. */
        POSSIBLE,
        /** Nobody answered: it may have been carried out, or still be under way. */
        UNDER_WAY
    }

    /** The same of a call that never was sent. */
    public Failure withoutEffect() {
        return new Failure(kind, Effect.NONE, text, retryAfter);
    }

    /** No call is made, since it would be made in another account than the one that the job is kept in. */
    public static Failure otherAccount(String expected, String actual) {
        return refused(
                Kind.OTHER_ACCOUNT,
                "The credentials belong to account " + actual + ", but the job is kept in account " + expected
                        + ". Nothing is done until they belong to it again.");
    }

    /** A refusal: the call had no effect. */
    public static Failure refused(Kind kind, String text) {
        return new Failure(kind, Effect.NONE, text, Optional.empty());
    }
}
