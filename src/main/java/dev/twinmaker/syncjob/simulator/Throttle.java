package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Token buckets, filled by the simulated clock at the moment they are looked at. */
final class Throttle {

    private record BucketKey(Place place, Operation.@Nullable Group group) {}

    private record Bucket(double tokens, Instant at) {

        Bucket filled(Knobs.Rate rate, Instant now) {
            double seconds = Duration.between(at, now).toNanos() / 1e9;
            return new Bucket(Math.min(rate.burst, tokens + Math.max(0, seconds) * rate.perSecond), now);
        }

        Bucket without(double taken) {
            return new Bucket(tokens - taken, at);
        }
    }

    private final Knobs.Throttling knobs;
    private final SimulatedClock clock;
    private final Map<BucketKey, Bucket> buckets = new HashMap<>();

    Throttle(Knobs.Throttling knobs, SimulatedClock clock) {
        this.knobs = knobs;
        this.clock = clock;
    }

    /** Takes a token, or says how the request is refused. */
    synchronized Optional<Reply> refusal(Place place, Operation operation) {
        Instant now = clock.instant();
        boolean storm = now.isBefore(knobs.stormUntil);
        if (storm || (knobs.enabled && !take(place, operation, now))) {
            return Optional.of(refusal());
        }
        return Optional.empty();
    }

    private boolean take(Place place, Operation operation, Instant now) {
        Knobs.Rate rate = rate(operation.group());
        BucketKey key = new BucketKey(place, knobs.shared ? null : operation.group());
        Bucket bucket = buckets.getOrDefault(key, new Bucket(rate.burst, now)).filled(rate, now);
        boolean enough = bucket.tokens() >= 1;
        buckets.put(key, bucket.without(enough ? 1 : knobs.penalty));
        return enough;
    }

    private Reply refusal() {
        String code = knobs.withoutCode ? "" : "ThrottlingException";
        Reply reply = Reply.error(knobs.status, code, "Rate exceeded");
        return knobs.retryAfter.isEmpty() ? reply : reply.withHeader("Retry-After", knobs.retryAfter);
    }

    private Knobs.Rate rate(Operation.Group group) {
        if (knobs.shared) {
            return knobs.all;
        }
        return switch (group) {
            case WRITE -> knobs.write;
            case GET -> knobs.get;
            case LIST -> knobs.list;
            case TAGS -> knobs.tags;
            case UNLIMITED -> throw new IllegalArgumentException("no rate limit is simulated for " + group);
        };
    }

    synchronized void clear() {
        buckets.clear();
    }
}
