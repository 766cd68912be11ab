package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.simulator.ConnectionFate;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a process ends, and how the next one goes on. */
class StopIT {

    /** What the pod is given: terminationGracePeriodSeconds of deploy/operator.yaml. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** How long calls that are under way are waited for: the termination-timeout of application.properties. */
    private static final Duration DRAIN = Duration.ofSeconds(6);

    /** The time limit of a renewal of the lease, after which a leader knows that it leads no more. */
    private static final Duration NOTICED = Duration.ofSeconds(10);

    private static final String FIRST = "AKIDFIRST";
    private static final String SECOND = "AKIDSECOND";

    private Stage stage;

    @BeforeEach
    void start() {
        stage = Stage.shared();
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
    void asked_to_stop_with_twenty_creates_under_way_it_ends_them_and_then_gives_the_lease_back() {
        try (LateCalls calls = new LateCalls(stage.simulator())) {
            OperatorProcess first = acting(FIRST, Map.of("AWS_ENDPOINT_URL_IOTTWINMAKER", calls.endpoint()));
            awaitLeading(first);
            OperatorProcess second = acting(SECOND, Map.of());
            calls.keep();
            List<Plant> plants = twenty();
            calls.awaitKept(plants.size());

            first.askToStop();
            calls.arrive();
            assertThat(first.exitCode(GRACE)).isZero();

            awaitLeading(second);
            assertThat(first.log()).contains("gave the lease back");
            assertThat(plants).allSatisfy(plant -> {
                plant.ready();
                assertThat(plant.calls()
                                .filter(call -> call.operation() == Operation.CREATE_SYNC_JOB)
                                .map(call -> call.principal() + " " + call.status() + " " + call.fate()))
                        .containsExactly(FIRST + " 200 " + ConnectionFate.KEPT);
            });
            oneCallsAfterTheOther();
        }
    }

    @Test
    void asked_to_stop_with_twenty_creates_that_nobody_answers_it_ends_in_time_and_the_standby_finds_what_they_made() {
        OperatorProcess first = acting(FIRST, Map.of());
        awaitLeading(first);
        OperatorProcess second = acting(SECOND, Map.of());
        stage.simulator().faults().always(FaultMatch.of(Operation.CREATE_SYNC_JOB), new FaultAction.Hang(true, null));
        List<Plant> plants = twenty();
        Awaitility.await("all creates are under way")
                .until(() -> plants.stream().allMatch(plant -> plant.effects(Operation.CREATE_SYNC_JOB) == 1));

        Instant asked = Instant.now();
        first.askToStop();
        awaitLeading(second);
        assertThat(givenBack()).as("not before it has waited for them").isAfter(asked.plus(DRAIN));
        assertThat(first.exitCode(GRACE)).isZero();
        assertThat(Duration.between(asked, Instant.now())).isLessThan(GRACE);

        assertThat(plants).allSatisfy(plant -> {
            plant.ready();
            assertThat(plant.calls(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        });
        oneCallsAfterTheOther();
    }

    private OperatorProcess acting(String accessKey, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("AWS_ACCESS_KEY_ID", accessKey);
        settings.put("SYNCJOB_AWS_CALL_TIMEOUT", "10m");
        return stage.operator(settings);
    }

    private List<Plant> twenty() {
        List<Plant> plants = IntStream.range(0, 20)
                .mapToObj(number -> Plant.of(stage, "stop", number))
                .toList();
        plants.forEach(Plant::create);
        return plants;
    }

    private static void awaitLeading(OperatorProcess operator) {
        Awaitility.await("it leads").until(() -> operator.log().contains("leading as"));
    }

    /** When the leader let go of the lease. */
    private Instant givenBack() {
        return Awaitility.await("the audit log has it")
                .until(
                        () -> stage.plane().audit().events().stream()
                                .filter(event -> event.resource().equals("leases")
                                        && event.verb().equals("update"))
                                .map(AuditEvent::time)
                                .toList(),
                        times -> times.size() == 1)
                .get(0);
    }

    /** All calls of the first, whatever was answered, come before any of the other. */
    private void oneCallsAfterTheOther() {
        assertThat(stage.simulator().journal().entries().stream()
                        .map(JournalEntry::principal)
                        .dropWhile(FIRST::equals))
                .isNotEmpty()
                .containsOnly(SECOND);
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
    void without_the_lease_it_stops_acting_and_ends_with_1() {
        OperatorProcess operator = acting(FIRST, Map.of());
        awaitLeading(operator);
        try (Arrivals arrivals = new Arrivals(stage)) {
            Awaitility.await("it is at work").until(() -> effects().size() >= 5);
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
            Instant stolen = stage.simulator().clock().instant();
            assertThat(operator.exitCode(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(operator.log()).contains("lost the lease");
            arrivals.awaitMore(1);
            assertThat(effects()).allSatisfy(call -> assertThat(call.time()).isBefore(stolen.plus(NOTICED)));
            assertThat(arrivals.plants())
                    .as("what came too late for it")
                    .anyMatch(plant -> plant.effects(Operation.CREATE_SYNC_JOB) == 0);
        }
    }

    private List<JournalEntry> effects() {
        return stage.simulator().journal().entries().stream()
                .filter(JournalEntry::effect)
                .toList();
    }
}
