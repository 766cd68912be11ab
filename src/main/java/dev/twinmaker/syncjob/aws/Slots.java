package dev.twinmaker.syncjob.aws;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many passes may be busy with one account and region at a time. Each holds a thread for as long as AWS takes, and the
 * threads are shared by all: an account that falls silent gets half of them for one time-out, then hardly any, and all such
 * accounts together no more than half. As long as there is one account only, it gets most of them: a few are left for
 * the next one to show up. Where all is well a call is over in a moment, so whoever comes waits for that: to
 * come back later would mean to look again. Safe for use by many threads.
 */
final class Slots {

    /** Half of the passes that the process makes at a time. */
    static final int MOST_OF_ONE = 10;

    static final int MOST_OF_THE_ONLY_ONE = 16;

    static final int MOST_OF_ALL_IN_TROUBLE = 10;

    static final int MOST_OF_ONE_IN_TROUBLE = 2;

    /** Longer than a call takes where all is well, short for a thread that others need. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    /** As long as nobody else needs the thread, nothing is won by giving up. */
    private static final int MOMENTS_OF_THE_ONLY_ONE = 10;

    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration FOR_EACH_TURNED_AWAY = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final Duration patience;
    private final Map<Object, Integer> taken = new HashMap<>();
    private @Nullable Object first;
    private boolean others;
    private int takenInTrouble;
    private int turnedAway;

    Slots() {
        this(MOMENT);
    }

    /**
     * @param patience how long to wait for a slot of a place that is well; ten times as long where there is no other
     */
    Slots(Duration patience) {
        this.patience = patience;
    }

    /** A slot that is taken; to be given back. */
    final class Slot {

        private final Object place;
        private final boolean inTrouble;

        private Slot(Object place, boolean inTrouble) {
            this.place = place;
            this.inTrouble = inTrouble;
        }

        /** To be called once. */
        void giveBack() {
            release(this);
        }
    }

    /**
     * Takes a slot; null where none is free, or the thread was interrupted.
     *
     * @param place account and region
     * @param inTrouble whether AWS throttles or is silent there
     */
    synchronized @Nullable Slot take(Object place, boolean inTrouble) {
        first = first == null ? place : first;
        others |= !place.equals(first);
        if (inTrouble ? fullInTrouble(place) : !awaitFree(place)) {
            turnedAway++;
            return null;
        }
        taken.merge(place, 1, Integer::sum);
        takenInTrouble += inTrouble ? 1 : 0;
        return new Slot(place, inTrouble);
    }

    private boolean fullInTrouble(Object place) {
        return taken.getOrDefault(place, 0) >= MOST_OF_ONE_IN_TROUBLE || takenInTrouble >= MOST_OF_ALL_IN_TROUBLE;
    }

    private synchronized boolean awaitFree(Object place) {
        long begun = System.nanoTime();
        try {
            while (taken.getOrDefault(place, 0) >= (others ? MOST_OF_ONE : MOST_OF_THE_ONLY_ONE)) {
                Duration most = others ? patience : patience.multipliedBy(MOMENTS_OF_THE_ONLY_ONE);
                long left = TimeUnit.NANOSECONDS.toMillis(most.toNanos() - (System.nanoTime() - begun));
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long who got none should stay away: the longer, the more got none since one became free. */
    synchronized Duration away() {
        Duration away = SHORTEST.plus(FOR_EACH_TURNED_AWAY.multipliedBy(turnedAway));
        return away.compareTo(LONGEST) > 0 ? LONGEST : away;
    }

    private synchronized void release(Slot slot) {
        taken.computeIfPresent(slot.place, (place, count) -> count == 1 ? null : count - 1);
        takenInTrouble -= slot.inTrouble ? 1 : 0;
        turnedAway = 0;
        notifyAll();
    }
}
