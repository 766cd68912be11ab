package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.SyncResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The role of a job changes, or the job fails, under each replacement policy. */
class RoleChangeIT {

    private static final String OTHER_ROLE = "arn:aws:iam::" + Stage.ACCOUNT + ":role/other-sync";

    /** Where the operator is killed, in the course of a replacement. */
    private enum Step {
        DELETE_NOT_SENT,
        DELETE_NOT_ANSWERED,
        JOB_DELETING,
        CREATE_NOT_SENT,
        CREATE_NOT_ANSWERED
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Stage stage;
    private static OperatorProcess operator;

    /** Each test has a region of its own, since a source can be connected to one workspace of a region. */
    private String name;

    private JobKey key;

    @BeforeAll
    static void start() {
        stage = Stage.start();
        operator = operator();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    /** Alone, so that a killed one is followed at once and not when its lease has expired. */
    private static OperatorProcess operator() {
        return stage.operator(Map.of("SYNCJOB_LEADER_ELECTION", "false"));
    }

    @BeforeEach
    void job() {
        int number = NUMBER.incrementAndGet();
        String region = "eu-test-" + number;
        name = "plant-" + number;
        key = Stage.key(region, "plant");
        stage.workspace(region, "plant");
        stage.create(Stage.syncJob(name, region, "plant"));
        stage.awaitReady(name);
        stage.simulator()
                .world()
                .setResources(key, List.of(SyncResource.asset("a"), SyncResource.asset("b"), SyncResource.model("m")));
    }

    @Test
    void under_never_the_job_keeps_its_role_and_the_status_says_so() {
        changeRole("Never");
        SyncJob stalled = stalled("ReplacementRequired");
        assertThat(Stage.is(stalled, Condition.READY, "True", "Active")).isTrue();
        assertThat(stalled.getStatus().roleArn()).isEqualTo(Stage.ROLE);
        assertThat(stalled.getStatus().drift()).singleElement().satisfies(drift -> {
            assertThat(drift.field()).isEqualTo("roleArn");
            assertThat(drift.desired()).isEqualTo(OTHER_ROLE);
            assertThat(drift.observed()).isEqualTo(Stage.ROLE);
        });
        nothingWasReplaced();
    }

    @Test
    void on_approval_it_waits_for_a_yes_to_this_generation_and_uses_it_once() {
        SyncJob changed = changeRole("OnApproval");
        SyncJob waiting =
                stage.await("it asks", name, object -> Stage.is(object, Condition.SYNCED, "False", "AwaitingApproval"));
        assertThat(message(waiting)).contains("2 entities and 1 component types");
        assertThat(waiting.getStatus().plan())
                .hasSize(2)
                .satisfies(plan -> assertThat(plan.get(0)).startsWith("iottwinmaker:DeleteSyncJob"))
                .satisfies(plan -> assertThat(plan.get(1)).contains("CreateSyncJob", OTHER_ROLE));
        long generation = changed.getMetadata().getGeneration();
        stage.annotate(name, SyncJob.APPROVE_REPLACEMENT, String.valueOf(generation - 1));
        stage.await("the old yes is seen", name, object -> message(object).contains("another generation"));
        nothingWasReplaced();

        stage.annotate(name, SyncJob.APPROVE_REPLACEMENT, String.valueOf(generation));
        replaced();
        assertThat(stage.get(name).orElseThrow().getStatus().replacement().generation())
                .isEqualTo(generation);

        stage.simulator().world().setState(key, JobState.ERROR, "VALIDATION_ERROR", "No access.");
        look();
        SyncJob again = stage.await(
                "it asks again", name, object -> Stage.is(object, Condition.SYNCED, "False", "AwaitingApproval"));
        assertThat(message(again)).contains("used up");
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void automatically_it_is_replaced_and_events_tell_what_goes_before_it_goes() {
        changeRole("Automatic");
        replaced();
        stage.awaitEvent(name, "Replaced");
        assertThat(stage.events(name)).containsSubsequence("Replacing", "Replaced");
        assertThat(stage.events(name)).doesNotContain("JobVanished");
        assertThat(stage.plane()
                        .kubectl("get", "events.events.k8s.io", "-o", "jsonpath={.items[*].note}")
                        .output())
                .contains("2 entities and 1 component types");
    }

    @Test
    void a_protected_job_is_not_replaced() {
        stage.patch(name, "{\"spec\":{\"deletionProtection\":true}}");
        changeRole("Automatic");
        assertThat(message(stalled("ReplacementRequired"))).contains("deletionProtection");
        nothingWasReplaced();
    }

    @Test
    void a_failed_job_is_repaired_by_the_same_policy() {
        stage.simulator().world().setState(key, JobState.ERROR, "VALIDATION_ERROR", "No access.");
        look();
        SyncJob failed = stalled("SyncFailed");
        assertThat(Stage.is(failed, Condition.SYNCED, "True", "InSync")).isTrue();
        nothingWasReplaced();
        SyncJob edited = stage.patch(name, "{\"spec\":{\"replacementPolicy\":\"OnApproval\"}}");
        stage.await("it asks", name, object -> Stage.is(object, Condition.SYNCED, "False", "AwaitingApproval"));
        stage.annotate(
                name,
                SyncJob.APPROVE_REPLACEMENT,
                String.valueOf(edited.getMetadata().getGeneration()));
        stage.awaitReady(name);
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isEqualTo(1);

        stage.patch(name, "{\"spec\":{\"replacementPolicy\":\"Automatic\"}}");
        stage.simulator().world().setState(key, JobState.ERROR, "VALIDATION_ERROR", "No access.");
        look();
        Awaitility.await("it is replaced")
                .atMost(Duration.ofSeconds(30))
                .until(() -> calls(Operation.DELETE_SYNC_JOB) == 2);
        stage.awaitReady(name);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void killed_in_the_middle_of_a_replacement_the_next_process_ends_it(Step step) {
        hold(step);
        changeRole("Automatic");
        reached(step);
        operator.kill();
        stage.simulator().faults().clear();
        SyncJob left = stage.get(name).orElseThrow();
        assertThat(Stage.is(left, Condition.READY, "False", "Replacing"))
                .as("what the status says meanwhile: " + left.getStatus())
                .isTrue();
        if (step == Step.JOB_DELETING) {
            stage.simulator().world().release(key);
        }
        operator = operator();
        replaced();
    }

    private void hold(Step step) {
        switch (step) {
            case DELETE_NOT_SENT -> hang(Operation.DELETE_SYNC_JOB, false);
            case DELETE_NOT_ANSWERED -> hang(Operation.DELETE_SYNC_JOB, true);
            case JOB_DELETING -> stage.simulator().knobs().lifecycle.deletionSticks = true;
            case CREATE_NOT_SENT -> hang(Operation.CREATE_SYNC_JOB, false);
            case CREATE_NOT_ANSWERED -> hang(Operation.CREATE_SYNC_JOB, true);
        }
    }

    private void hang(Operation operation, boolean afterTheEffect) {
        stage.simulator().faults().once(FaultMatch.of(operation), new FaultAction.Hang(afterTheEffect, null));
    }

    private void reached(Step step) {
        boolean create = step == Step.CREATE_NOT_SENT || step == Step.CREATE_NOT_ANSWERED;
        Operation operation = create ? Operation.CREATE_SYNC_JOB : Operation.DELETE_SYNC_JOB;
        int expected = create ? 2 : 1;
        Awaitility.await("the call is there").until(() -> calls(operation) == expected);
        if (step == Step.JOB_DELETING) {
            stage.await(
                    "AWS deletes it",
                    name,
                    object -> "DELETING".equals(object.getStatus().state()));
            stage.simulator().knobs().lifecycle.deletionSticks = false;
        }
    }

    private SyncJob changeRole(String policy) {
        return stage.patch(
                name, "{\"spec\":{\"roleArn\":\"" + OTHER_ROLE + "\",\"replacementPolicy\":\"" + policy + "\"}}");
    }

    private void look() {
        stage.annotate(name, SyncJob.RECONCILE_REQUESTED_AT, String.valueOf(calls(Operation.GET_SYNC_JOB)));
    }

    private SyncJob stalled(String reason) {
        return stage.await("it stalls", name, object -> Stage.is(object, Condition.STALLED, "True", reason));
    }

    private void nothingWasReplaced() {
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isZero();
        assertThat(calls(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
    }

    /** One job with the new role, one deletion that had an effect, one creation after the first. */
    private void replaced() {
        SyncJob object = stage.await(
                "it has the new role",
                name,
                now -> Stage.is(now, Condition.READY, "True", "Active")
                        && OTHER_ROLE.equals(now.getStatus().roleArn()));
        assertThat(Stage.is(object, Condition.SYNCED, "True", "InSync")).isTrue();
        assertThat(object.getStatus().plan()).isEmpty();
        assertThat(object.getStatus().drift()).isEmpty();
        assertThat(stage.simulator().journal().createsApplied()).containsEntry(key, 2L);
        assertThat(stage.simulator().world().job(key).orElseThrow().role()).isEqualTo(OTHER_ROLE);
    }

    private int calls(Operation operation) {
        return (int) stage.simulator().journal().entries(operation).stream()
                .filter(entry -> key.equals(entry.key()))
                .count();
    }

    private static String message(SyncJob object) {
        return Stage.condition(object, Condition.SYNCED).map(Condition::message).orElse("");
    }
}
