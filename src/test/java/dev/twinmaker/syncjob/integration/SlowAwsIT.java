package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An AWS that hangs, is slow or asks to wait holds up nobody but those whom it concerns. */
class SlowAwsIT {

    private static final int MANY = 100;
    private static final int FEW = 20;
    private static final String HUNG = "eu-hung-1";
    private static final String SLOW = "eu-slow-1";

    private static Stage stage;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        operator = stage.operator(Map.of(
                "SYNCJOB_RECONCILE_INTERVAL", Stage.NEVER,
                "SYNCJOB_AWS_READ_RATE", "10",
                "SYNCJOB_AWS_READ_BURST", "20",
                "SYNCJOB_BACKOFF_MAX", "3s",
                "SYNCJOB_STUCK_AFTER", "60s",
                "SYNCJOB_AWS_CALL_TIMEOUT", "6s"));
        Awaitility.await("it leads").until(() -> operator.log().contains("leading as"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void it_lives_and_leads() {
        stage.simulator().faults().clear();
        assertThat(operator.status("live")).isEqualTo(200);
        assertThat(operator.status("ready")).isEqualTo(200);
        assertThat(operator.isAlive()).isTrue();
        assertThat(operator.log()).doesNotContain(" ERROR ");
    }

    @Test
    void a_hundred_calls_that_hang_leave_the_others_at_work_and_go_on_when_they_are_given_up() {
        List<String> names = names(MANY, "hung", HUNG);
        String rule = stage.simulator()
                .faults()
                .always(FaultMatch.of(Operation.GET_SYNC_JOB).inRegion(HUNG), new FaultAction.Hang(false, null));
        names.forEach(name -> stage.create(Stage.syncJob(name, HUNG, name)));
        // As many as one account and region may have under way at the same time.
        Awaitility.await("calls hang")
                .atMost(Duration.ofSeconds(60))
                .until(() -> stage.simulator().faults().struck(rule) >= 10);
        Plant other = Plant.of(stage, "other").create().ready();
        other.retag("new");
        other.delete();
        other.awaitGone();
        assertThat(operator.status("live")).isEqualTo(200);

        stage.simulator().faults().remove(rule);
        awaitJobs(HUNG, MANY);
        assertThat(stage.simulator().journal().createsApplied().values()).allMatch(count -> count == 1);
    }

    @Test
    void five_seconds_for_each_call_cost_time_and_neither_the_lease_nor_the_probes() {
        List<String> names = names(FEW, "slow", SLOW);
        stage.simulator()
                .faults()
                .always(
                        FaultMatch.any().inRegion(SLOW),
                        new FaultAction.Delay(
                                FaultAction.Distribution.FIXED, Duration.ofSeconds(5), Duration.ofSeconds(5)));
        String lease = holder();
        names.forEach(name -> stage.create(Stage.syncJob(name, SLOW, name)));
        awaitJobs(SLOW, FEW);
        assertThat(holder()).isEqualTo(lease);
        assertThat(stage.simulator().journal().createsApplied().values()).allMatch(count -> count == 1);
    }

    @Test
    void a_wait_that_aws_asks_for_is_kept() {
        Plant plant = Plant.of(stage, "busy");
        String rule = plant.spoil(
                Operation.CREATE_SYNC_JOB,
                FaultAction.Answer.error(429, "ThrottlingException").header("Retry-After", "2"),
                1);
        plant.create().ready();
        assertThat(stage.simulator().faults().struck(rule)).isEqualTo(1);
        List<Instant> creates = plant.calls()
                .filter(entry -> entry.operation() == Operation.CREATE_SYNC_JOB)
                .map(JournalEntry::time)
                .toList();
        assertThat(creates).hasSize(2);
        assertThat(Duration.between(creates.get(0), creates.get(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    /** Waits until so many jobs are there, and the operator says that it is alive all the while. */
    private static void awaitJobs(String region, int count) {
        Awaitility.await(count + " jobs in " + region)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    assertThat(operator.status("live")).isEqualTo(200);
                    return stage.simulator().world().jobs().stream()
                                    .filter(job -> job.key().place().region().equals(region))
                                    .count()
                            == count;
                });
    }

    private static List<String> names(int count, String prefix, String region) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
        names.forEach(name -> stage.workspace(region, name));
        return names;
    }

    /** Who holds the lease, and since when. */
    private static String holder() {
        return stage.plane()
                .kubectl(
                        "get",
                        "leases",
                        "-A",
                        "-o",
                        "jsonpath={.items[?(@.metadata.name==\"syncjob-operator\")].spec['holderIdentity','leaseTransitions']}")
                .output();
    }
}
