package dev.twinmaker.syncjob.core.decision;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Exponential backoff with full jitter: any time between nothing and a ceiling that doubles, never under a fifth of the
 * base. The jitter is a hash of the object's uid and the attempt, so that the same input gives the same wait and
 * different objects spread.
 */
public final class Backoff {

    private Backoff() {}

    /**
     * The wait before the next try.
     *
     * @param attempt 0 for the first wait
     */
    public static Duration fullJitter(Duration base, Duration cap, int attempt, String uid) {
        double doubled = base.toMillis() * Math.pow(2, Math.min(attempt, 40));
        double ceiling = Math.min(doubled, (double) cap.toMillis());
        double floor = Math.min(base.toMillis() / 5.0, ceiling);
        return Duration.ofMillis(Math.round(Math.max(floor, ceiling * fraction(uid, attempt))));
    }

    /** Growing waits while AWS works: ×1.5, within 20 % of it. */
    public static Duration poll(Duration initial, Duration max, int attempt, String uid) {
        double grown = Math.min(initial.toMillis() * Math.pow(1.5, Math.min(attempt, 40)), (double) max.toMillis());
        return Duration.ofMillis(Math.round(grown * (0.8 + 0.4 * fraction(uid, attempt))));
    }

    /** The same for the same input, and evenly spread over 0 (inclusive) to 1 (exclusive) for different ones. */
    public static double fraction(String uid, int salt) {
        return new SplittableRandom(hash(uid) + salt).nextDouble();
    }

    /** FNV-1a. */
    public static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
