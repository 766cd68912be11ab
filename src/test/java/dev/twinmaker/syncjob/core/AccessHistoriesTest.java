package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever admins write and whenever the watch shows it: nothing is written as somebody whom the accesses do not name at
 * that moment, nor in another account than the recorded one. A failure names its history, which this plays again:
 *
 * <pre>./mvnw test -Dtest=AccessHistoriesTest -Dhistories.seed=NUMBER</pre>
 */
class AccessHistoriesTest {

    private static final int HISTORIES = 1500;
    private static final int MOVES = 60;

    @ParameterizedTest
    @ValueSource(longs = {20260301, 20260302, 20260303})
    void noWriteIsMadeThatTheAccessesDoNotGrantAtThatMoment(long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        Map<Operation, Integer> writes = new EnumMap<>(Operation.class);
        int outdated = 0;
        for (int history = 0; history < HISTORIES; history++) {
            AccessHistory played = play(Long.getLong("histories.seed", seeds.nextLong()));
            played.writes.forEach((operation, count) -> writes.merge(operation, count, Integer::sum));
            outdated += played.outdated;
        }
        System.out.printf("%d histories of accesses: %s, and %d passes outdated%n", HISTORIES, writes, outdated);
        assertThat(writes)
                .containsOnlyKeys(Operation.CREATE, Operation.TAG, Operation.UNTAG, Operation.DELETE)
                .allSatisfy((operation, count) -> assertThat(count).isPositive());
        assertThat(outdated).as("how often the live word differed").isGreaterThan(HISTORIES / 10);
    }

    private static AccessHistory play(long seed) {
        AccessHistory history = new AccessHistory(seed);
        try {
            history.play(MOVES);
        } catch (AssertionError e) {
            throw new AssertionError("history " + seed, e);
        }
        return history;
    }
}
