package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Failure;
import java.time.Duration;
import java.util.Optional;

/** What goes wrong with one call. */
public sealed interface Fault {

    /** The failure is all there is: nothing was done. */
    record Before(Failure failure) implements Fault {}

    /** The call is carried out, and its reply is this failure. */
    record After(Failure failure) implements Fault {}

    /** The reply is this failure, and the call is carried out that much later. For creates alone. */
    record Late(Failure failure, Duration delay) implements Fault {}

    /** The budget has no room. */
    record Busy(Duration delay) implements Fault {}

    /** A look says "not found", whatever is there. */
    record Blind() implements Fault {}

    static Fault refused(Failure.Kind kind) {
        return new Before(Failure.refused(kind, "AWS says " + kind + "."));
    }

    /** A refusal with this text. */
    static Fault refused(Failure.Kind kind, String text) {
        return new Before(Failure.refused(kind, text));
    }

    static Fault throttled(Duration retryAfter) {
        return new Before(new Failure(
                Failure.Kind.THROTTLED, Failure.Effect.NONE, "Too many requests.", Optional.of(retryAfter)));
    }

    /** A server error, which says nothing about the effect. */
    static Failure serverError() {
        return new Failure(
                Failure.Kind.UNAVAILABLE,
                Failure.Effect.POSSIBLE,
                "AWS answered with a server error.",
                Optional.empty());
    }

    /** No answer at all. */
    static Failure noAnswer() {
        return new Failure(
                Failure.Kind.UNAVAILABLE, Failure.Effect.UNDER_WAY, "AWS did not answer in time.", Optional.empty());
    }
}
