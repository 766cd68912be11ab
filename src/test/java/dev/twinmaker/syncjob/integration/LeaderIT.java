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
import java.time.Instant;
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

    /** The time limit of a renewal of the lease, after which a leader knows that it leads no more. */
    private static final Duration NOTICED = Duration.ofSeconds(10);

    private static final String FIRST = "AKIDFIRST";
    private static final String SECOND = "AKIDSECOND";

    private Stage stage;
    private LateCalls calls;
    private OperatorProcess first;
    private OperatorProcess second;

    @BeforeEach
    void start() {
        stage = Stage.shared();
        calls = new LateCalls(stage.simulator());
        // Its calls are under way for as long as it takes to freeze it.
        first = stage.operator(Map.of(
                "AWS_ACCESS_KEY_ID",
                FIRST,
                "SYNCJOB_AWS_CALL_TIMEOUT",
                Stage.COLD_CALL,
                "AWS_ENDPOINT_URL_IOTTWINMAKER",
                calls.endpoint()));
        leads(first, Duration.ofSeconds(20));
        second = stage.operator(Map.of("AWS_ACCESS_KEY_ID", SECOND));
        IntStream.rangeClosed(1, 4).forEach(number -> stage.workspace(region(number), "plant"));
    }

    @AfterEach
    void stop() {
        calls.close();
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
    void a_leader_that_freezes_in_the_middle_of_its_calls_does_no_harm_when_they_arrive_and_it_thaws() {
        created(1);
        calls.keep();
        stage.delete("plant-1");
        stage.create(object(2));
        calls.awaitKept(2);

        first.freeze();
        leads(second, TAKEOVER);
        stage.awaitGone("plant-1");
        stage.awaitReady("plant-2");
        calls.arrive();
        assertThat(late(Operation.CREATE_SYNC_JOB, 2)).isEqualTo("409 ConflictException");
        assertThat(late(Operation.DELETE_SYNC_JOB, 1)).isEqualTo("404 ResourceNotFoundException");
        first.thaw();

        assertThat(first.exitCode(Duration.ofSeconds(20))).isEqualTo(1);
        assertThat(first.log()).contains("lost the lease");
        assertThat(stage.get("plant-2")).get().matches(object -> Stage.is(object, Condition.READY, "True", "Active"));
        created(3);
        eachMadeOnce(1, 2, 3);
        assertThat(stage.simulator().journal().deletesApplied()).isEqualTo(Map.of(key(1), 1L));
        oneActsAfterTheOther();
    }

    @Test
    void a_delete_that_arrives_when_the_object_was_made_again_costs_its_new_job_which_is_told_and_made_again() {
        created(1);
        calls.keep();
        stage.delete("plant-1");
        calls.awaitKept(1);

        first.freeze();
        leads(second, TAKEOVER);
        stage.awaitGone("plant-1");
        stage.create(object(1));
        String lost = stage.awaitReady("plant-1").getStatus().creationDateTime();
        calls.arrive();
        assertThat(late(Operation.DELETE_SYNC_JOB, 1)).isEqualTo("200");
        first.thaw();
        assertThat(first.exitCode(Duration.ofSeconds(20))).isEqualTo(1);
        Awaitility.await("the job is gone")
                .until(() -> stage.simulator().world().job(key(1)).isEmpty());

        stage.annotate("plant-1", SyncJob.RECONCILE_REQUESTED_AT, "once");
        stage.await(
                "it is made again",
                "plant-1",
                object -> Stage.is(object, Condition.READY, "True", "Active")
                        && !lost.equals(object.getStatus().creationDateTime()));
        stage.awaitEvent("plant-1", "JobVanished");
        assertThat(stage.simulator().journal().createsApplied())
                .as("for the first object, for the second, and for the loss")
                .isEqualTo(Map.of(key(1), 3L));
        assertThat(stage.simulator().journal().deletesApplied()).isEqualTo(Map.of(key(1), 2L));
        assertThat(stage.simulator().journal().doubleJobs()).isEmpty();
    }

    @Test
    void a_lease_that_is_deleted_leaves_one_leader_and_the_one_that_is_robbed_acts_no_more() {
        List<Plant> plants;
        try (Arrivals arrivals = new Arrivals(stage)) {
            Awaitility.await("the first is at work").until(() -> effects(FIRST).size() >= 5);
            stage.plane()
                    .kubectl("delete", "lease", "syncjob-operator", "-n", "syncjob-operator")
                    .output();
            String holder = Awaitility.await("somebody holds the lease again")
                    .atMost(TAKEOVER)
                    .ignoreExceptions()
                    .until(this::holder, identity -> !identity.isBlank());
            Instant taken = stage.simulator().clock().instant();
            boolean robbed = !first.log().contains("leading as " + holder);
            if (robbed) {
                assertThat(first.exitCode(TAKEOVER)).isEqualTo(1);
            }
            arrivals.awaitMore(5);
            plants = arrivals.plants();
            plants.forEach(Plant::ready);
            // Until it notices, a leader that was robbed acts beside the one that follows it.
            assertThat(effects(robbed ? FIRST : SECOND))
                    .allSatisfy(call -> assertThat(call.time()).isBefore(taken.plus(NOTICED)));
            assertThat(first.isAlive()).isNotEqualTo(robbed);
            assertThat(second.isAlive()).isTrue();
            assertThat(second.log().contains("leading as")).isEqualTo(robbed);
        }
        assertThat(plants)
                .allSatisfy(plant ->
                        assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1));
        assertThat(stage.simulator().journal().doubleJobs()).isEmpty();
    }

    private List<JournalEntry> effects(String accessKey) {
        return stage.simulator().journal().entries().stream()
                .filter(call -> call.effect() && call.principal().equals(accessKey))
                .toList();
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

    /** What was said to the one call of the first leader that arrived when it had been followed. */
    private String late(Operation operation, int number) {
        return Awaitility.await(operation + " arrives")
                .until(
                        () -> stage.simulator().journal().entries(operation).stream()
                                .filter(call -> call.principal().equals(FIRST)
                                        && call.key().equals(key(number))
                                        && call.status() != 0)
                                .map(call -> (call.status() + " " + call.errorCode()).strip())
                                .toList(),
                        answers -> answers.size() == 1)
                .get(0);
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
