package dev.twinmaker.syncjob.operator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whether the work goes on: each pass comes to an end, and where some are due, some come to an end. One slow service or a
 * long queue is no fault, as long as anything moves.
 *
 * <p>Time here is what the machine counts, not what its clock says: a clock that is set makes nothing late.
 */
final class Progress {

    /** Of an object that waits for nothing. */
    static final long NEVER = Long.MAX_VALUE;

    private final ObjectMemory memory;
    private final long limit;
    private final LongSupplier nanoseconds;
    private final long start;
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private volatile long lastEnd;

    /**
     * @param memory knows when the next pass over each object is due
     * @param limit longer than any pass takes
     * @param nanoseconds such as {@link System#nanoTime()}
     */
    Progress(ObjectMemory memory, Duration limit, LongSupplier nanoseconds) {
        this.memory = memory;
        this.limit = limit.toNanos();
        this.nanoseconds = nanoseconds;
        this.start = nanoseconds.getAsLong();
    }

    void begun(String name) {
        running.put(name, now());
    }

    void ended(String name) {
        running.remove(name);
        lastEnd = now();
    }

    /** How many passes are under way. */
    int running() {
        return running.size();
    }

    /** When something comes that is so far away, for {@link ObjectMemory#due}. */
    long in(Duration delay) {
        return now() + delay.toNanos();
    }

    /** What does not go on, in words; empty where all does. */
    Optional<String> fault() {
        long now = now();
        Optional<String> endless = running.entrySet().stream()
                .filter(pass -> now - pass.getValue() > limit)
                .min(Map.Entry.comparingByValue())
                .map(pass -> "the pass over " + pass.getKey() + " has run for " + seconds(now - pass.getValue()));
        return endless.or(() -> idle(now));
    }

    private Optional<String> idle(long now) {
        long due = memory.soonestDue();
        boolean late = due != NEVER && now - due > limit && now - lastEnd > limit;
        return late
                ? Optional.of("a pass is due since " + seconds(now - due) + ", and none came to an end meanwhile")
                : Optional.empty();
    }

    private long now() {
        return nanoseconds.getAsLong() - start;
    }

    private static String seconds(long nanoseconds) {
        return Duration.ofNanos(nanoseconds).toSeconds() + " s";
    }
}
