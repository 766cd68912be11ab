package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two replicas under random load, of which the leader is killed, frozen, stopped or robbed of its lease again and again.
 * Each process signs with an access key of its own. Lasts a third of {@code soak.minutes}.
 */
class ReplicasSoak {

    private static final int OBJECTS = 30;
    private static final Duration BETWEEN_DEEDS = Duration.ofMillis(100);
    /** Longer than a lease. */
    private static final Duration FROZEN = Duration.ofSeconds(20);

    /** A renewal of the lease, a request of it and a call. */
    private static final Duration RENEWAL = Duration.ofSeconds(8);

    private static final Duration UNDISTURBED = Duration.ofSeconds(20);

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final Duration time = Duration.ofMinutes(Math.max(1, Long.getLong("soak.minutes", 3) / 3));
    private final Random random = new Random(seed);
    private final List<OperatorProcess> replicas = new ArrayList<>();
    /** Who has changed each job, in the order of their first changes, and when each changed its first job. */
    private final Map<String, List<String>> actors = new HashMap<>();

    private final Map<String, Instant> firstActs = new HashMap<>();
    private int started;
    private int late;
    private Duration latest = Duration.ZERO;

    @Test
    void leaders_that_come_and_go_do_not_work_on_one_job_in_turns() throws Exception {
        System.out.printf("replicas: %d minutes, seed %d%n", time.toMinutes(), seed);
        try (Stage stage = Stage.start()) {
            stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
            RandomUsers users = new RandomUsers(stage, random, OBJECTS);
            int blows = 0;
            for (Instant end = Instant.now().plus(time); Instant.now().isBefore(end); ) {
                fill(stage);
                load(users, UNDISTURBED);
                strike(stage, users);
                blows++;
                fill(stage);
                check(users.awaitRest());
                System.out.printf("replicas: %d blows, %d processes, %s%n", blows, started, users);
            }
            fill(stage);
            users.leave();
            assertThat(stage.simulator().world().jobs()).isEmpty();
            System.out.printf(
                    "replicas: %d calls of a leader that had been followed already, the last of them after %d ms%n",
                    late, latest.toMillis());
        }
    }

    /** As a Deployment does. */
    private void fill(Stage stage) {
        replicas.removeIf(replica -> !replica.isAlive());
        while (replicas.size() < 2) {
            started++;
            replicas.add(stage.operator(Map.of("AWS_ACCESS_KEY_ID", "AKIDREPLICA" + started)));
        }
    }

    private void load(RandomUsers users, Duration how) throws InterruptedException {
        for (Instant end = Instant.now().plus(how); Instant.now().isBefore(end); ) {
            users.act();
            TimeUnit.MILLISECONDS.sleep(BETWEEN_DEEDS.toMillis());
        }
    }

    private void strike(Stage stage, RandomUsers users) throws InterruptedException {
        OperatorProcess leader = replicas.stream()
                .filter(replica -> replica.log().contains("leading as"))
                .findFirst()
                .orElse(replicas.get(0));
        switch (random.nextInt(4)) {
            case 0 -> leader.kill();
            case 1 -> leader.terminate(Duration.ofSeconds(60));
            case 2 -> {
                leader.freeze();
                load(users, FROZEN);
                leader.thaw();
            }
            default ->
                stage.plane()
                        .kubectl("delete", "lease", "syncjob-operator", "-n", "syncjob-operator")
                        .output();
        }
    }

    /**
     * Who has been followed on a job does not come back to it, but for a moment: where somebody deletes the lease, the old
     * leader learns at its next renewal that another one holds it, and a call may be under way then.
     */
    private void check(List<JournalEntry> calls) {
        for (JournalEntry call : calls) {
            if (!call.effect()) {
                continue;
            }
            firstActs.putIfAbsent(call.principal(), call.time());
            List<String> known = actors.computeIfAbsent(job(call), key -> new ArrayList<>());
            int at = known.indexOf(call.principal());
            if (at < 0) {
                known.add(call.principal());
            } else if (at < known.size() - 1) {
                late++;
                Instant followed = firstActs.get(known.get(at + 1));
                Duration after = Duration.between(followed, call.time());
                latest = after.compareTo(latest) > 0 ? after : latest;
            }
        }
        assertThat(latest).isLessThan(RENEWAL);
    }

    /** A call about tags names the job by its ARN. */
    private static String job(JournalEntry call) {
        String named = call.resource().replaceFirst("/sync-job/.*", "").replaceFirst(".*/", "");
        return call.key().workspaceId().isEmpty() ? named : call.key().workspaceId();
    }
}
