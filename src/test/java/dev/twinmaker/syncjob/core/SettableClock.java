package dev.twinmaker.syncjob.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that stands still until a test moves it. */
public final class SettableClock implements InstantSource {

    private record Alarm(Instant due, Runnable action) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private Instant now;

    SettableClock(Instant start) {
        this.now = start;
    }

    /** Time goes on by so much, and what was to happen in between happens at its own moment. */
    void advance(Duration span) {
        Instant end = now.plus(span);
        for (Optional<Alarm> next = next(end); next.isPresent(); next = next(end)) {
            alarms.remove(next.get());
            now = next.get().due();
            next.get().action().run();
        }
        now = end;
    }

    /** That is to happen so much later. */
    public void in(Duration delay, Runnable action) {
        alarms.add(new Alarm(now.plus(delay), action));
    }

    private Optional<Alarm> next(Instant end) {
        return alarms.stream().filter(alarm -> !alarm.due().isAfter(end)).min(Comparator.comparing(Alarm::due));
    }

    @Override
    public Instant instant() {
        return now;
    }
}
