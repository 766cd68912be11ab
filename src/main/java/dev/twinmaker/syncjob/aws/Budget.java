package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A token bucket with a line before it. No thread ever waits here: who gets no token is told when to come back, and
 * keeps its place until then. Urgent callers stand before periodic ones. The rate falls when AWS throttles or falls
 * silent, and recovers with each call that passes.
 */
final class Budget {

    private static final double SHRINK = 0.7;
    private static final double GROW = 0.1;
    private static final double FLOOR = 0.1;
    private static final Duration SHRINK_ONCE_IN = Duration.ofSeconds(1);
    private static final Duration PLACE_KEPT = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST_OF_FEW = Duration.ofSeconds(5);
    private static final Duration LONGEST_BY_PLACE = Duration.ofMillis(20);

    private double fullRate;
    private double burst;
    private final InstantSource clock;
    private final Map<String, Place> line = new LinkedHashMap<>();
    private double rate;
    private double tokens;
    private Instant refilled;
    private Instant shrunk = Instant.EPOCH;

    private record Place(Lane lane, int cost, Instant due) {}

    /**
     * @param rate tokens a second, over 0
     * @param burst tokens that can be saved up, at least 1
     */
    Budget(double rate, double burst, InstantSource clock) {
        this.fullRate = rate;
        this.rate = rate;
        this.burst = burst;
        this.tokens = burst;
        this.clock = clock;
        this.refilled = clock.instant();
    }

    /** Other limits from now on; how far the rate has fallen stays as it is. */
    synchronized void limit(double newRate, double newBurst) {
        if (newRate == fullRate && newBurst == burst) {
            return;
        }
        refill(clock.instant());
        rate = rate / fullRate * newRate;
        fullRate = newRate;
        burst = newBurst;
        tokens = Math.min(tokens, burst);
    }

    /** Takes that many tokens; empty if they were there, else the time after which to ask again. */
    synchronized Optional<Duration> take(int cost, Caller caller) {
        Instant now = clock.instant();
        refill(now);
        double needed = ahead(caller, now) + Math.min(cost, burst);
        if (tokens >= needed) {
            tokens -= cost;
            line.remove(caller.uid());
            return Optional.empty();
        }
        Duration delay = Duration.ofMillis((long) Math.ceil((needed - tokens) / rate * 1000));
        Duration told = bounded(delay);
        line.put(caller.uid(), new Place(caller.lane(), cost, now.plus(told)));
        return Optional.of(told);
    }

    /** Not so long that a caller misses the rate's recovery, the longer the more there are who would ask in vain. */
    private Duration bounded(Duration delay) {
        Duration longest = LONGEST_OF_FEW.plus(LONGEST_BY_PLACE.multipliedBy(line.size()));
        Duration shorter = delay.compareTo(longest) > 0 ? longest : delay;
        return shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
    }

    /** A call that was made without asking first is paid for all the same. */
    synchronized void charge(int cost) {
        refill(clock.instant());
        tokens -= cost;
    }

    /** Tokens that were taken and not used. */
    synchronized void giveBack(int cost) {
        tokens = Math.min(burst, tokens + cost);
    }

    /** AWS throttled a call, or did not answer it in time: slower, and nothing saved up. */
    synchronized void throttled() {
        refill(clock.instant());
        tokens = Math.min(tokens, 0);
        failed();
    }

    /** AWS failed: slower, though what was saved up may still be used. */
    synchronized void failed() {
        Instant now = clock.instant();
        refill(now);
        if (!now.isBefore(shrunk.plus(SHRINK_ONCE_IN))) {
            shrunk = now;
            rate = Math.max(rate * SHRINK, fullRate * FLOOR);
        }
    }

    /** Whether it is slower than it may be. */
    synchronized boolean slowed() {
        return rate < fullRate;
    }

    /** A call passed: a step faster again. */
    synchronized void passed() {
        rate = Math.min(fullRate, rate + fullRate * GROW);
    }

    private void refill(Instant now) {
        double seconds = Duration.between(refilled, now).toNanos() / 1e9;
        if (seconds > 0) {
            tokens = Math.min(burst, tokens + seconds * rate);
            refilled = now;
        }
    }

    /** Tokens that those before this caller wait for. Who has not come back for its place has lost it. */
    private double ahead(Caller caller, Instant now) {
        double sum = 0;
        boolean passedOwnPlace = false;
        for (Iterator<Map.Entry<String, Place>> places = line.entrySet().iterator(); places.hasNext(); ) {
            Map.Entry<String, Place> place = places.next();
            if (place.getKey().equals(caller.uid())) {
                passedOwnPlace = true;
            } else if (place.getValue().due().plus(PLACE_KEPT).isBefore(now)) {
                places.remove();
            } else if (stands(place.getValue().lane(), caller.lane(), passedOwnPlace)) {
                sum += place.getValue().cost();
            }
        }
        return sum;
    }

    private static boolean stands(Lane other, Lane ours, boolean behindUs) {
        if (other == ours) {
            return !behindUs;
        }
        return other == Lane.URGENT;
    }
}
