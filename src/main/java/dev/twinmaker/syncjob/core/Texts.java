package dev.twinmaker.syncjob.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they stand in a status. */
final class Texts {

    private Texts() {}

    /** RFC 3339 in whole seconds, as conditions have it. */
    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** RFC 3339 in milliseconds, the precision in which AWS gives creation times. */
    static String precise(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
