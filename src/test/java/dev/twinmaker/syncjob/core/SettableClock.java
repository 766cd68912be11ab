package dev.twinmaker.syncjob.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
final class SettableClock implements InstantSource {

    private Instant now;

    SettableClock(Instant start) {
        this.now = start;
    }

    void advance(Duration span) {
        now = now.plus(span);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
