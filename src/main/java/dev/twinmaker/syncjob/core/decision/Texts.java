package dev.twinmaker.syncjob.core.decision;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as they stand in a status. */
public final class Texts {

    private Texts() {}

    /** That text with a full stop at its end, and not with two. */
    public static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** RFC 3339 in whole seconds, as conditions have it. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The time that stands there; empty where it is none. */
    public static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The whole number that stands there; empty where it is none. */
    public static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** RFC 3339 in milliseconds, the precision in which AWS gives creation times. */
    public static String precise(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
