package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The clock of the simulated world. It follows the clock it was given, and may be put forward or stopped.
 *
 * <p>Job states and rate limits are computed from it on each request, so moving it moves the world at once.
 */
public final class SimulatedClock implements InstantSource {

    private final InstantSource source;
    private Duration offset = Duration.ZERO;
    private @Nullable Instant frozenAt;

    SimulatedClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public synchronized Instant instant() {
        Instant base = frozenAt == null ? source.instant() : frozenAt;
        return base.plus(offset);
    }

    /** Puts the clock forward, frozen or not. */
    public synchronized void advance(Duration by) {
        offset = offset.plus(by);
    }

    /** Stops the clock where it is; {@link #advance} still moves it. */
    public synchronized void freeze() {
        if (frozenAt == null) {
            frozenAt = source.instant();
        }
    }

    /** Lets the clock go on from where it stopped, without a leap. */
    public synchronized void thaw() {
        if (frozenAt != null) {
            offset = offset.plus(Duration.between(source.instant(), frozenAt));
            frozenAt = null;
        }
    }

    /** Whether the clock stands still. */
    public synchronized boolean frozen() {
        return frozenAt != null;
    }

    synchronized void reset() {
        offset = Duration.ZERO;
        frozenAt = null;
    }
}
