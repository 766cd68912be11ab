package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.controlplane.ProxiedRequest;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that arrive while the operator writes. The proxy holds the very write, so nothing here is left to luck. */
class RaceIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Stage stage;
    private ApiServerProxy proxy;

    @BeforeEach
    void start() {
        stage = Stage.shared();
        proxy = ApiServerProxy.inFrontOf(stage.plane());
        // Long waits, so that nothing but an event can make the pass that a test waits for.
        stage.operator(Map.of(
                "KUBECONFIG",
                proxy.kubeconfig(stage.rights()).toString(),
                "SYNCJOB_RECONCILE_INTERVAL",
                Stage.NEVER,
                "SYNCJOB_AWS_CALL_TIMEOUT",
                Stage.COLD_CALL));
    }

    @AfterEach
    void stop() {
        proxy.close();
        stage.close();
    }

    @Test
    void an_edit_of_the_spec_while_a_status_write_is_held_is_acted_on_at_once() throws InterruptedException {
        Hook active = proxy.hold(statusWriteOf("plant", "\"ACTIVE\""));
        stage.create(Stage.syncJob("plant"));
        active.awaitArrived(LIMIT);
        stage.client().resource(stage.get("plant").orElseThrow()).edit(RaceIT::withTag);
        active.release();
        stage.await(
                "the edit is acted on",
                "plant",
                object -> Stage.is(object, Condition.SYNCED, "True", "InSync")
                        && object.getStatus().tagKeys().equals(List.of("late")));
        assertThat(stage.job().orElseThrow().tags()).containsEntry("late", "edit");
    }

    @Test
    void a_condition_that_somebody_else_writes_while_a_status_write_is_held_stays() throws InterruptedException {
        Hook active = proxy.hold(statusWriteOf("plant", "\"ACTIVE\""));
        stage.create(Stage.syncJob("plant"));
        active.awaitArrived(LIMIT);
        stage.plane()
                .kubectl(
                        "patch",
                        "syncjob",
                        "plant",
                        "--namespace",
                        Stage.NAMESPACE,
                        "--subresource=status",
                        "--type=json",
                        "--patch",
                        "[{\"op\":\"add\",\"path\":\"/status/conditions/-\",\"value\":{\"type\":\"example.com/Audited\","
                                + "\"status\":\"True\",\"reason\":\"Yes\",\"message\":\"\","
                                + "\"lastTransitionTime\":\"2026-03-01T11:00:00Z\"}}]")
                .output();
        active.release();
        SyncJob ready = stage.awaitReady("plant");
        assertThat(Stage.is(ready, "example.com/Audited", "True", "Yes")).isTrue();
    }

    @Test
    void a_deletion_while_a_status_write_is_held_is_acted_on_at_once() throws InterruptedException {
        Hook active = proxy.hold(statusWriteOf("plant", "\"ACTIVE\""));
        stage.create(Stage.syncJob("plant"));
        active.awaitArrived(LIMIT);
        stage.delete("plant");
        active.release();
        stage.awaitGone("plant");
        assertThat(stage.job()).isEmpty();
    }

    @Test
    void an_edit_while_the_answer_to_a_status_write_is_held_is_acted_on_at_once() throws InterruptedException {
        Hook active = proxy.holdResponse(statusWriteOf("plant", "\"ACTIVE\""));
        stage.create(Stage.syncJob("plant"));
        active.awaitArrived(LIMIT);
        stage.client().resource(stage.get("plant").orElseThrow()).edit(RaceIT::withTag);
        active.release();
        stage.await(
                "the edit is acted on",
                "plant",
                object -> object.getStatus().tagKeys().equals(List.of("late")));
    }

    @Test
    void an_object_deleted_just_before_the_finalizer_write_leaves_no_ghost_and_no_call() throws InterruptedException {
        Hook finalizer = proxy.hold(finalizerWriteOf("plant"));
        stage.create(Stage.syncJob("plant"));
        finalizer.awaitArrived(LIMIT);
        stage.delete("plant");
        stage.awaitGone("plant");
        finalizer.release();
        Awaitility.await("the finalizer write is refused")
                .until(() ->
                        stage.writes().stream().anyMatch(write -> write.verb().equals("patch") && write.code() == 404));
        Awaitility.await("nothing comes back")
                .during(Duration.ofSeconds(2))
                .until(() -> stage.get("plant").isEmpty());
        assertThat(stage.calls(Operation.GET_SYNC_JOB)).isZero();
        assertThat(stage.calls(Operation.CREATE_SYNC_JOB)).isZero();
    }

    @Test
    void deleted_and_made_again_in_that_window_there_is_one_job_and_it_is_the_new_objects()
            throws InterruptedException {
        Hook finalizer = proxy.hold(finalizerWriteOf("plant"));
        stage.create(Stage.syncJob("plant"));
        finalizer.awaitArrived(LIMIT);
        stage.delete("plant");
        stage.awaitGone("plant");
        String uid = stage.create(Stage.syncJob("plant")).getMetadata().getUid();
        finalizer.release();
        stage.awaitReady("plant");
        assertThat(stage.job().orElseThrow().tags()).containsEntry("twinmaker.dev/uid", uid);
        assertThat(stage.simulator().journal().createsApplied()).containsEntry(Stage.key(), 1L);
    }

    @Test
    void deleted_and_made_again_while_its_finalizer_is_removed_the_new_object_keeps_its_own_and_gets_a_job()
            throws InterruptedException {
        Hook removal = heldRemoval();
        String uid = stage.create(held("plant")).getMetadata().getUid();
        removal.release();
        SyncJob ready = stage.awaitReady("plant");
        assertThat(ready.getMetadata().getUid()).isEqualTo(uid);
        assertThat(ready.getMetadata().getFinalizers()).containsExactly(SyncJob.FINALIZER);
        assertThat(stage.job().orElseThrow().tags()).containsEntry("twinmaker.dev/uid", uid);
        assertThat(stage.simulator().journal().createsApplied()).containsEntry(Stage.key(), 2L);
        assertThat(stage.simulator().journal().deletesApplied()).containsEntry(Stage.key(), 1L);
        assertThat(finalizerWrites(write -> write.code() < 300)).isEqualTo(1);
        assertThat(finalizerWrites(write -> write.code() >= 400)).isEqualTo(1);
    }

    @Test
    void deleted_again_in_that_window_the_new_object_is_not_let_go_before_its_job_is_gone()
            throws InterruptedException {
        Hook removal = heldRemoval();
        String uid = stage.create(held("plant")).getMetadata().getUid();
        String cluster = stage.client()
                .namespaces()
                .withName("kube-system")
                .get()
                .getMetadata()
                .getUid();
        stage.simulator()
                .world()
                .addJob(JobSeed.active(Stage.key(), Stage.ROLE)
                        .tagged(new Owner(cluster, Stage.NAMESPACE, "plant", uid).tags()));
        stage.delete("plant");
        removal.release();
        stage.awaitGone("plant");
        assertThat(stage.job()).isEmpty();
        assertThat(stage.simulator().journal().deletesApplied()).containsEntry(Stage.key(), 2L);
    }

    /** Holds the write that lets the object go, takes its finalizer off by hand and waits until it is gone. */
    private Hook heldRemoval() throws InterruptedException {
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
        Hook removal = proxy.hold(finalizerWriteOf("plant"));
        stage.delete("plant");
        assertThat(removal.awaitArrived(LIMIT).body()).contains("\"remove\"");
        stage.client().resource(stage.get("plant").orElseThrow()).edit(object -> {
            object.getMetadata().setFinalizers(List.of());
            return object;
        });
        stage.awaitGone("plant");
        return removal;
    }

    /** One that comes with the finalizer. */
    private static SyncJob held(String name) {
        SyncJob object = Stage.syncJob(name);
        object.getMetadata().setFinalizers(List.of(SyncJob.FINALIZER));
        return object;
    }

    private long finalizerWrites(Predicate<AuditEvent> which) {
        return stage.writes().stream()
                .filter(write -> write.resource().equals("syncjobs")
                        && write.subresource().isEmpty())
                .filter(which)
                .count();
    }

    @Test
    void an_object_that_vanishes_while_its_job_is_made_takes_the_job_with_it() throws InterruptedException {
        Hook afterCreate = proxy.hold(
                request -> request.is("GET", "/syncjobs/plant") && stage.job().isPresent());
        stage.create(Stage.syncJob("plant"));
        afterCreate.awaitArrived(LIMIT);
        stage.client().resource(stage.get("plant").orElseThrow()).edit(object -> {
            object.getMetadata().setFinalizers(List.of());
            return object;
        });
        stage.delete("plant");
        stage.awaitGone("plant");
        afterCreate.release();
        Awaitility.await("the job is taken back").until(() -> stage.job().isEmpty());
        assertThat(stage.calls(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(stage.calls(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void a_lost_answer_to_a_status_write_leads_to_no_second_one() {
        proxy.dropResponse(statusWriteOf("plant", "\"ACTIVE\""), 1);
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
        Awaitility.await("the retries are over")
                .during(Duration.ofSeconds(2))
                .until(() -> stage.awaitReady("plant") != null);
        long active = stage.writes().stream()
                .filter(write -> write.subresource().equals("status") && write.code() == 200)
                .count();
        assertThat(active).isLessThanOrEqualTo(4);
    }

    private static SyncJob withTag(SyncJob object) {
        SyncJobSpec spec = object.getSpec();
        object.setSpec(SyncJobSpec.of(
                spec.workspaceId(), spec.syncSource(), spec.roleArn(), Map.of("late", "edit"), spec.region()));
        return object;
    }

    private static Predicate<ProxiedRequest> statusWriteOf(String name, String text) {
        return request -> request.method().equals("PATCH")
                && request.path().endsWith("/syncjobs/" + name + "/status")
                && request.body().contains(text);
    }

    private static Predicate<ProxiedRequest> finalizerWriteOf(String name) {
        return request -> request.method().equals("PATCH")
                && request.path().endsWith("/syncjobs/" + name)
                && request.body().contains("finalizers");
    }
}
