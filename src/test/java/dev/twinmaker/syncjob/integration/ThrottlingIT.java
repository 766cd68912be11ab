package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A minute of 429 on every call, with the budget and the backoff as shipped. */
class ThrottlingIT {

    private static final int OBJECTS = 20;
    private static final Duration STORM = Duration.ofSeconds(60);
    private static final Map<String, String> AS_SHIPPED = Map.of(
            "SYNCJOB_AWS_READ_RATE", "5",
            "SYNCJOB_AWS_READ_BURST", "10",
            "SYNCJOB_AWS_WRITE_RATE", "1",
            "SYNCJOB_AWS_WRITE_BURST", "2",
            "SYNCJOB_BACKOFF_INITIAL", "1s",
            "SYNCJOB_POLL_INITIAL", "2s",
            "SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL,
            "SYNCJOB_RECONCILE_INTERVAL", "5s");

    private Stage stage;

    @BeforeEach
    void start() {
        stage = Stage.shared();
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void a_storm_costs_few_calls_one_write_an_object_and_no_steady_object_its_truth() {
        stage.operator(AS_SHIPPED);
        stage.create(Stage.syncJob("steady"));
        stage.awaitReady("steady");
        List<String> names =
                IntStream.range(0, OBJECTS).mapToObj(i -> "new-" + i).toList();
        names.forEach(name -> stage.workspace(Stage.REGION, name));
        stage.simulator().knobs().throttling.enabled = true;
        stage.simulator().knobs().throttling.stormUntil = Instant.MAX;
        Instant begin = Instant.now();
        Awaitility.await("both events of the steady one")
                .until(() -> stage.writes().stream()
                                .filter(event -> event.resource().equals("events"))
                                .count()
                        >= 2);
        int writesBefore = writesOf("steady");
        int callsBefore = stage.simulator().journal().entries().size();
        names.forEach(name -> stage.create(Stage.syncJob(name, Stage.REGION, name)));

        stage.await("the storm is told", "new-0", object -> Stage.is(object, Condition.SYNCED, "False", "Throttled"));
        SyncJob told = stage.get("new-0").orElseThrow();
        assertThat(Stage.is(told, Condition.READY, "False", "Throttled")).isTrue();
        assertThat(Stage.is(told, Condition.RECONCILING, "True", "Throttled")).isTrue();
        Awaitility.await("a storm goes by")
                .atMost(STORM.plusSeconds(60))
                .until(() -> Instant.now().isAfter(begin.plus(STORM)));
        int calls = stage.simulator().journal().entries().size() - callsBefore;
        SyncJob steady = stage.get("steady").orElseThrow();
        assertThat(Stage.is(steady, Condition.READY, "True", "Active")).isTrue();
        assertThat(calls).isLessThanOrEqualTo(120);
        // Finalizer, one status and one event for each new object; status and event for the steady one.
        assertThat(writesOf("new-")).isLessThanOrEqualTo(3 * OBJECTS);
        assertThat(writesOf("steady") - writesBefore).isLessThanOrEqualTo(2);

        stage.simulator().knobs().throttling.stormUntil = Instant.MIN;
        stage.simulator().knobs().throttling.enabled = false;
        Instant end = Instant.now();
        Awaitility.await("all converge")
                .atMost(Duration.ofSeconds(OBJECTS + 60))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> names.stream()
                        .allMatch(name -> stage.get(name)
                                .filter(object -> object.getStatus().arn() != null)
                                .isPresent()));
        System.out.printf(
                "storm: %d objects, %d calls in %d s of 429, all had their ARN %d ms after its end%n",
                OBJECTS,
                calls,
                STORM.toSeconds(),
                Duration.between(end, Instant.now()).toMillis());
        assertThat(stage.calls(Operation.CREATE_SYNC_JOB)).isGreaterThanOrEqualTo(OBJECTS);
        assertThat(stage.simulator().journal().createsApplied().values()).allMatch(count -> count == 1);
    }

    private int writesOf(String prefix) {
        return (int) stage.writes().stream()
                .filter(event -> event.name().startsWith(prefix))
                .count();
    }
}
