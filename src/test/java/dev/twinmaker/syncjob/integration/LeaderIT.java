package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, of which one acts. Each signs with an access key of its own, which tells whose call one was. */
class LeaderIT {

    /** The lease of the last leader, and two tries to take it. */
    private static final Duration TAKEOVER = Duration.ofSeconds(25);

    private static final String FIRST = "AKIDFIRST";
    private static final String SECOND = "AKIDSECOND";

    private Stage stage;
    private OperatorProcess first;
    private OperatorProcess second;

    @BeforeEach
    void start() {
        stage = Stage.start();
        // Its calls are under way for as long as it takes to freeze it.
        first = stage.operator(Map.of("AWS_ACCESS_KEY_ID", FIRST, "SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
        leads(first, Duration.ofSeconds(20));
        second = stage.operator(Map.of("AWS_ACCESS_KEY_ID", SECOND));
        IntStream.rangeClosed(1, 4).forEach(number -> stage.workspace(region(number), "plant"));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void a_killed_leader_is_followed_when_its_lease_ends_and_its_work_is_gone_on_with() {
        created(1);
        stage.simulator().faults().once(FaultMatch.of(Operation.CREATE_SYNC_JOB), new FaultAction.Hang(true, null));
        stage.create(object(2));
        Awaitility.await("the create is under way")
                .until(() -> stage.simulator().world().job(key(2)).isPresent());

        first.kill();
        stage.create(object(3));

        leads(second, TAKEOVER);
        stage.awaitReady("plant-2");
        stage.awaitReady("plant-3");
        eachMadeOnce(1, 2, 3);
        oneActsAfterTheOther();
    }

    @Test
    void a_leader_that_freezes_in_the_middle_of_its_calls_does_no_harm_when_it_thaws() {
        created(1);
        hangs(Operation.DELETE_SYNC_JOB);
        stage.delete("plant-1");
        hangs(Operation.CREATE_SYNC_JOB);
        stage.create(object(2));
        Awaitility.await("both calls are under way")
                .until(() ->
                        calls(FIRST, Operation.DELETE_SYNC_JOB) == 1 && calls(FIRST, Operation.CREATE_SYNC_JOB) == 2);

        first.freeze();
        leads(second, TAKEOVER);
        stage.awaitGone("plant-1");
        stage.awaitReady("plant-2");
        created(3);
        first.thaw();

        assertThat(first.exitCode(Duration.ofSeconds(20))).isEqualTo(1);
        assertThat(first.log()).contains("lost the lease");
        assertThat(stage.get("plant-2")).get().matches(object -> Stage.is(object, Condition.READY, "True", "Active"));
        eachMadeOnce(1, 2, 3);
        assertThat(stage.simulator().journal().deletesApplied()).isEqualTo(Map.of(key(1), 1L));
        oneActsAfterTheOther();
    }

    @Test
    void a_lease_that_is_deleted_leaves_one_leader() {
        created(1);
        stage.plane()
                .kubectl("delete", "lease", "syncjob-operator", "-n", "syncjob-operator")
                .output();
        String holder = Awaitility.await("somebody holds the lease again")
                .atMost(TAKEOVER)
                .ignoreExceptions()
                .until(this::holder, identity -> !identity.isBlank());
        if (!first.log().contains("leading as " + holder)) {
            // Until it notices, a leader that was robbed acts beside the one that follows it.
            assertThat(first.exitCode(TAKEOVER)).isEqualTo(1);
        }
        created(2);
        created(3);
        eachMadeOnce(1, 2, 3);
        oneActsAfterTheOther();
        assertThat(List.of(first.isAlive(), second.isAlive())).contains(true);
    }

    private String holder() {
        return stage.plane()
                .kubectl(
                        "get",
                        "lease",
                        "syncjob-operator",
                        "-n",
                        "syncjob-operator",
                        "-o",
                        "jsonpath={.spec.holderIdentity}")
                .output();
    }

    private void hangs(Operation operation) {
        stage.simulator().faults().once(FaultMatch.of(operation), new FaultAction.Hang(false, null));
    }

    private void created(int number) {
        stage.create(object(number));
        stage.awaitReady("plant-" + number);
    }

    private static SyncJob object(int number) {
        return Stage.syncJob("plant-" + number, region(number), "plant");
    }

    private static String region(int number) {
        return "eu-lead-" + number;
    }

    private static JobKey key(int number) {
        return Stage.key(region(number), "plant");
    }

    private static void leads(OperatorProcess operator, Duration limit) {
        Awaitility.await("it leads")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> operator.log().contains("leading as"));
    }

    private long calls(String accessKey, Operation operation) {
        return stage.simulator().journal().entries(operation).stream()
                .filter(entry -> entry.principal().equals(accessKey))
                .count();
    }

    private void eachMadeOnce(int... numbers) {
        for (int number : numbers) {
            assertThat(stage.simulator().journal().createsApplied())
                    .as("creates of plant-" + number)
                    .containsEntry(key(number), 1L);
        }
        assertThat(stage.simulator().journal().doubleJobs()).isEmpty();
    }

    /** What took effect is a run of calls of one process and then, maybe, one of the other. */
    private void oneActsAfterTheOther() {
        List<String> actors = stage.simulator().journal().entries().stream()
                .filter(JournalEntry::effect)
                .map(JournalEntry::principal)
                .toList();
        int handover = actors.contains(SECOND) ? actors.indexOf(SECOND) : actors.size();
        assertThat(actors.subList(0, handover)).containsOnly(FIRST);
        assertThat(actors.subList(handover, actors.size())).doesNotContain(FIRST);
    }
}
