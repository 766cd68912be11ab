package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a process ends, and how the next one goes on. */
class StopIT {

    /** What the pod is given: terminationGracePeriodSeconds of deploy/operator.yaml. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private Stage stage;

    @BeforeEach
    void start() {
        stage = Stage.start();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void asked_to_stop_it_ends_with_0_in_time_and_the_standby_leads_at_once() {
        OperatorProcess first = stage.operator();
        Awaitility.await("the first leads").until(() -> first.log().contains("leading as"));
        OperatorProcess second = stage.operator();
        assertThat(second.log()).doesNotContain("leading as");
        assertThat(first.terminate(GRACE)).isZero();
        assertThat(first.log()).contains("gave the lease back");
        Awaitility.await("the standby leads").until(() -> second.log().contains("leading as"));
        Awaitility.await("the audit log has how it came to lead")
                .untilAsserted(() -> assertThat(sinceTheLeaseWasGivenBack())
                        .as("the look that finds it free, and perhaps one that came just before")
                        .containsSubsequence("get", "patch")
                        .startsWith("get")
                        .satisfies(verbs -> assertThat(verbs.indexOf("patch")).isLessThanOrEqualTo(2)));
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
    }

    /** A lease that is given back is updated, one that is taken or kept is patched. */
    private List<String> sinceTheLeaseWasGivenBack() {
        return stage.plane().audit().events().stream()
                .filter(event -> event.resource().equals("leases"))
                .map(AuditEvent::verb)
                .dropWhile(verb -> !verb.equals("update"))
                .skip(1)
                .toList();
    }

    @Test
    void asked_to_stop_with_a_call_under_way_it_still_ends_in_time() {
        OperatorProcess operator = stage.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", "10m"));
        stage.simulator().faults().always(FaultMatch.of(Operation.GET_SYNC_JOB), new FaultAction.Hang(false, null));
        stage.create(Stage.syncJob("plant"));
        Awaitility.await("a call hangs").until(() -> stage.calls(Operation.GET_SYNC_JOB) > 0);
        assertThat(operator.terminate(GRACE)).isZero();
    }

    @Test
    void killed_between_the_create_and_the_status_write_the_next_process_finds_the_one_job() {
        OperatorProcess first = stage.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", "10m"));
        stage.simulator().faults().once(FaultMatch.of(Operation.CREATE_SYNC_JOB), new FaultAction.Hang(true, null));
        stage.create(Stage.syncJob("plant"));
        Awaitility.await("the job is made").until(() -> stage.job().isPresent());
        first.kill();
        assertThat(stage.get("plant").orElseThrow().getStatus().arn()).isNull();
        stage.operator();
        assertThat(stage.awaitReady("plant").getStatus().arn())
                .isEqualTo(stage.job().orElseThrow().arn());
        assertThat(stage.simulator().journal().createsApplied()).containsEntry(Stage.key(), 1L);
    }

    @Test
    void without_a_region_it_ends_with_2_and_names_the_key() {
        OperatorProcess operator = stage.launch(Map.of("AWS_REGION", ""));
        assertThat(operator.exitCode(Duration.ofSeconds(60))).isEqualTo(2);
        assertThat(operator.log()).contains("AWS_REGION");
    }

    @Test
    void with_a_setting_that_is_no_duration_it_ends_with_2_and_names_the_key() {
        OperatorProcess operator = stage.launch(Map.of("SYNCJOB_POLL_MAX", "soon"));
        assertThat(operator.exitCode(Duration.ofSeconds(60))).isEqualTo(2);
        assertThat(operator.log()).contains("syncjob.poll-max");
    }

    @Test
    void with_a_setting_that_would_stop_all_work_it_ends_with_2_and_names_the_key() {
        OperatorProcess operator = stage.launch(Map.of("SYNCJOB_AWS_READ_RATE", "0"));
        assertThat(operator.exitCode(Duration.ofSeconds(60))).isEqualTo(2);
        assertThat(operator.log()).contains("syncjob.aws.read-rate: 0.0 a second would be no call ever");
    }

    @Test
    void a_watch_that_is_dead_for_good_ends_the_process() {
        try (ApiServerProxy proxy = ApiServerProxy.inFrontOf(stage.plane())) {
            OperatorProcess operator = stage.operator(
                    Map.of("KUBECONFIG", proxy.kubeconfig(stage.rights()).toString()));
            Awaitility.await("it watches").until(() -> proxy.openWatches() == 1);
            proxy.answer(
                    request -> request.isWatch() && request.path().endsWith("/syncjobs"),
                    200,
                    "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"twinmaker.dev/v1alpha1\",\"kind\":\"SyncJob\","
                            + "\"metadata\":{\"name\":\"x\",\"finalizers\":{\"no\":\"list\"}}}}\n",
                    1);
            proxy.cutWatches();
            assertThat(operator.exitCode(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(operator.log()).contains("ended for good");
        }
    }

    @Test
    void a_crd_that_is_taken_away_and_put_back_is_watched_again() {
        OperatorProcess operator = stage.operator();
        stage.plane().kubectl("delete", "crd", "syncjobs.twinmaker.dev").output();
        stage.apply("crds");
        Awaitility.await("the API is back")
                .ignoreExceptions()
                .until(() -> stage.create(Stage.syncJob("plant")) != null);
        stage.awaitReady("plant");
        assertThat(operator.isAlive()).isTrue();
    }

    @Test
    void without_the_lease_it_stops_acting_and_ends_with_1() {
        OperatorProcess operator = stage.operator();
        Awaitility.await("it leads").until(() -> operator.log().contains("leading as"));
        stage.plane()
                .kubectl(
                        "patch",
                        "lease",
                        "syncjob-operator",
                        "-n",
                        "syncjob-operator",
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"holderIdentity\":\"thief\",\"leaseDurationSeconds\":600}}")
                .output();
        assertThat(operator.exitCode(Duration.ofSeconds(60))).isEqualTo(1);
        assertThat(operator.log()).contains("lost the lease");
    }
}
