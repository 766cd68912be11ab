package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Random load and random faults for as long as one likes. Run by {@code ./mvnw verify -Psoak -Dsoak.minutes=N}. */
class Soak {

    private static final int OBJECTS = 60;
    private static final Duration ROUND = Duration.ofSeconds(50);
    private static final Duration BETWEEN_DEEDS = Duration.ofMillis(50);
    /** Longer than the SDK keeps a connection that nobody uses: it looks each minute for those idle for a minute. */
    private static final Duration IDLE = Duration.ofSeconds(130);

    private static final int DEEDS_A_FAULT = 60;

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final Duration time = Duration.ofMinutes(Long.getLong("soak.minutes", 2));
    private final Random random = new Random(seed);

    @Test
    void what_the_process_holds_does_not_grow_and_every_object_comes_to_rest_after_every_round_of_faults()
            throws InterruptedException {
        System.out.printf("soak: %d minutes, seed %d%n", time.toMinutes(), seed);
        try (FaultyPath path = new FaultyPath(Stage.start())) {
            // An outage longer than a lease would end a leader.
            OperatorProcess operator =
                    path.operator(Map.of("SYNCJOB_LEADER_ELECTION", "false", "SYNCJOB_RECONCILE_INTERVAL", "20s"));
            RandomUsers users = new RandomUsers(path.stage(), random, OBJECTS);
            RandomFaults faults = new RandomFaults(path, random);

            round(users, faults);
            Footprint before = emptied(operator, users);
            told("before", before);
            for (Instant end = Instant.now().plus(time); Instant.now().isBefore(end); ) {
                round(users, faults);
                System.out.printf("soak: %d faults, %s; %s%n", faults.made(), users, Footprint.of(operator));
            }
            Footprint after = emptied(operator, users);
            told("after", after);
            System.out.printf(
                    "soak: AWS is at port %d, the API server at port %d%n",
                    path.stage().simulator().endpoint().getPort(),
                    path.proxy().url().getPort());

            assertThat(operator.isAlive()).isTrue();
            assertThat(operator.status("live")).isEqualTo(200);
            assertThat(operator.log()).doesNotContain("ERROR [de.tw");
            assertThat(path.stage().simulator().world().jobs()).isEmpty();
            assertThat(after.timers()).isLessThanOrEqualTo(before.timers());
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);
            assertThat(after.descriptors().count())
                    .isLessThanOrEqualTo(before.descriptors().count() + 5);
            assertThat(after.heapKibibytes()).isLessThanOrEqualTo(before.heapKibibytes() * 110 / 100);
        }
    }

    private void round(RandomUsers users, RandomFaults faults) throws InterruptedException {
        Instant end = Instant.now().plus(ROUND);
        for (int deed = 0; Instant.now().isBefore(end); deed++) {
            if (deed % DEEDS_A_FAULT == 0) {
                faults.next();
            }
            users.act();
            TimeUnit.MILLISECONDS.sleep(BETWEEN_DEEDS.toMillis());
        }
        faults.rest();
        users.awaitRest();
    }

    private static void told(String when, Footprint footprint) {
        System.out.printf(
                "soak: %s: %s; descriptors: %s%n",
                when, footprint, footprint.descriptors().kinds());
    }

    private static Footprint emptied(OperatorProcess operator, RandomUsers users) throws InterruptedException {
        users.leave();
        TimeUnit.SECONDS.sleep(IDLE.toSeconds());
        return Footprint.of(operator);
    }
}
