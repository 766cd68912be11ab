package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.simulator.Denial;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user reads when AWS says no, and that it passes without anyone touching the object. */
class FailuresIT {

    private static final Map<String, String> SHORT_GRACE =
            Map.of("SYNCJOB_ACCESS_DENIED_GRACE", "2s", "SYNCJOB_RECONCILE_INTERVAL", "1s");

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
    void a_denied_create_names_the_action_stalls_after_the_grace_and_recovers() {
        OperatorProcess patient = stage.operator(Map.of("SYNCJOB_LEADER_ELECTION", "false"));
        stage.simulator().iam().deny(Denial.of(Operation.CREATE_SYNC_JOB));
        stage.create(Stage.syncJob("plant"));
        SyncJob denied = stage.await(
                "it is told", "plant", object -> Stage.is(object, Condition.RECONCILING, "True", "AccessDenied"));
        assertThat(Stage.condition(denied, Condition.SYNCED).orElseThrow().message())
                .contains("iottwinmaker:CreateSyncJob")
                .contains("plant");
        patient.kill();
        stage.operator(SHORT_GRACE);
        stage.await("it stalls", "plant", object -> Stage.is(object, Condition.STALLED, "True", "AccessDenied"));
        stage.simulator().iam().allowEverything();
        stage.plane()
                .kubectl("annotate", "syncjob", "plant", "twinmaker.dev/reconcile-requested-at=allowed")
                .output();
        stage.awaitReady("plant");
    }

    @Test
    void a_workspace_that_comes_later_is_found_when_asked_to_look() {
        stage.operator();
        stage.create(Stage.syncJob("early", Stage.REGION, "later"));
        SyncJob missing = stage.await(
                "it is told", "early", object -> Stage.is(object, Condition.READY, "False", "WorkspaceNotFound"));
        assertThat(Stage.condition(missing, Condition.READY).orElseThrow().message())
                .contains("later")
                .contains(Stage.REGION);
        stage.workspace(Stage.REGION, "later");
        stage.plane()
                .kubectl("annotate", "syncjob", "early", "twinmaker.dev/reconcile-requested-at=made")
                .output();
        stage.awaitReady("early");
    }

    @Test
    void without_credentials_it_says_so_and_keeps_nothing_from_being_deleted() {
        stage.operator(Map.of("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "", "HOME", "/nonexistent"));
        stage.create(Stage.syncJob("plant"));
        stage.await(
                "it is told", "plant", object -> Stage.is(object, Condition.SYNCED, "False", "CredentialsUnavailable"));
        assertThat(stage.simulator().journal().entries()).isEmpty();
    }

    @Test
    void a_hiccup_on_a_steady_object_shows_nothing() {
        try (ApiServerProxy proxy = ApiServerProxy.inFrontOf(stage.plane())) {
            stage.operator(Map.of(
                    "KUBECONFIG",
                    proxy.kubeconfig(stage.rights()).toString(),
                    "SYNCJOB_RECONCILE_INTERVAL",
                    Stage.NEVER,
                    "SYNCJOB_AWS_CALL_TIMEOUT",
                    Stage.COLD_CALL));
            stage.create(Stage.syncJob("plant"));
            SyncJob steady = stage.await(
                    "it is steady",
                    "plant",
                    object -> Stage.is(object, Condition.READY, "True", "Active")
                            && Stage.is(object, Condition.SYNCED, "True", "InSync"));
            Hook told = proxy.observe(request ->
                    request.method().equals("PATCH") && request.path().endsWith("/status"));
            String hiccup = stage.simulator()
                    .faults()
                    .once(
                            FaultMatch.of(Operation.GET_SYNC_JOB),
                            FaultAction.Answer.error(500, "InternalServerException"));
            stage.annotate("plant", SyncJob.RECONCILE_REQUESTED_AT, "in the hiccup");
            SyncJob looked = stage.await(
                    "it is looked at",
                    "plant",
                    object -> "in the hiccup".equals(object.getStatus().lastHandledReconcileAt()));
            assertThat(stage.simulator().faults().struck(hiccup)).isEqualTo(1);
            assertThat(looked.getStatus().conditions())
                    .isEqualTo(steady.getStatus().conditions());
            assertThat(told.requests())
                    .isNotEmpty()
                    .noneMatch(write -> write.body().contains("ServiceUnavailable"));
        }
    }

    @Test
    void an_outage_is_told_and_keeps_ready() {
        stage.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
        String outage = stage.simulator()
                .faults()
                .always(FaultMatch.any(), FaultAction.Answer.error(503, "ServiceUnavailableException"));
        stage.annotate("plant", "twinmaker.dev/reconcile-requested-at", "in the outage");
        SyncJob told = stage.await(
                "the outage is told",
                "plant",
                object -> Stage.is(object, Condition.SYNCED, "False", "ServiceUnavailable"));
        assertThat(Stage.is(told, Condition.READY, "True", "Active")).isTrue();
        assertThat(stage.simulator().faults().struck(outage)).isGreaterThanOrEqualTo(3);
        stage.simulator().faults().clear();
        stage.await("it recovers", "plant", object -> Stage.is(object, Condition.SYNCED, "True", "InSync"));
    }

    @Test
    void a_job_in_error_is_told_with_the_words_of_aws_and_left_alone() {
        stage.operator(Map.of("SYNCJOB_RECONCILE_INTERVAL", "1s", "SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
        stage.simulator()
                .world()
                .setState(Stage.key(), JobState.ERROR, "SYNC_PROCESSING_ERROR", "the role may not list assets");
        SyncJob failed = stage.await(
                "the error is told", "plant", object -> Stage.is(object, Condition.STALLED, "True", "SyncFailed"));
        assertThat(Stage.condition(failed, Condition.READY).orElseThrow().message())
                .contains("SYNC_PROCESSING_ERROR")
                .contains("the role may not list assets");
        assertThat(stage.calls(Operation.DELETE_SYNC_JOB)).isZero();
    }

    @Test
    void a_job_that_vanished_is_made_again_and_an_event_tells_it() {
        stage.operator(SHORT_GRACE);
        stage.create(Stage.syncJob("plant"));
        SyncJob first = stage.awaitReady("plant");
        stage.simulator().world().removeJob(Stage.key());
        stage.await(
                "it is made again",
                "plant",
                object -> Stage.is(object, Condition.READY, "True", "Active")
                        && !first.getStatus()
                                .creationDateTime()
                                .equals(object.getStatus().creationDateTime()));
        stage.awaitEvent("plant", "JobVanished");
        assertThat(stage.events("plant")).containsOnlyOnce("JobVanished");
        assertThat(stage.calls(Operation.CREATE_SYNC_JOB)).isEqualTo(2);
        assertThat(stage.simulator().journal().createsApplied()).containsExactly(Map.entry(Stage.key(), 2L));
    }
}
