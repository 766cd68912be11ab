package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.install.Chart;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators that keep a part of the SyncJobs each, under the rights that the chart gives them. */
class ScopeIT {

    private final Stage stage = Stage.start();

    @BeforeEach
    void twoWorkspaces() {
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        stage.workspace(Stage.REGION, "annex");
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void an_operator_of_one_namespace_needs_no_right_in_the_cluster_and_touches_no_other() {
        namespace("east");
        Map<String, String> settings = release("east-operator", "{namespaces: [east], clusterId: plant-cluster}");
        stage.create(inNamespace("east", "kept", "plant"));
        stage.create(inNamespace("default", "left", "annex"));

        stage.operator(with(settings, "SYNCJOB_NAMESPACES", "east", "SYNCJOB_CLUSTER_ID", "plant-cluster"));

        Awaitility.await("its own is ready").until(() -> Stage.is(object("east", "kept"), "Ready", "True", "Active"));
        SyncJob left = object("default", "left");
        assertThat(left.getMetadata().getFinalizers()).isEmpty();
        assertThat(left.getStatus().conditions()).isEmpty();
        assertThat(stage.simulator().world().job(Stage.key(Stage.REGION, "annex")))
                .isEmpty();
        assertThat(stage.plane().audit().events())
                .filteredOn(event -> event.user().equals("system:serviceaccount:east-operator:syncjob-operator"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.code()).as("%s", event).isNotEqualTo(403))
                .filteredOn(event ->
                        event.resource().equals("syncjobs") && !event.verb().isEmpty())
                .extracting(AuditEvent::namespace)
                .containsOnly("east");
    }

    @Test
    void shards_by_label_lead_side_by_side_and_an_object_that_changes_its_label_keeps_its_job() {
        Map<String, String> a = release("shard-a", "{selector: shard=a}");
        Map<String, String> b = release("shard-b", "{selector: shard=b}");
        stage.operator(with(a, "SYNCJOB_SELECTOR", "shard=a"));
        stage.operator(with(b, "SYNCJOB_SELECTOR", "shard=b"));
        stage.create(labelled("first", "plant", "a"));
        stage.create(labelled("second", "annex", "b"));
        stage.awaitReady("first");
        stage.awaitReady("second");

        label("first", "b");
        stage.annotate("first", SyncJob.RECONCILE_REQUESTED_AT, "moved");
        stage.await(
                "the other shard looks after it",
                "first",
                object -> "moved".equals(object.getStatus().lastHandledReconcileAt()));
        stage.delete("first");
        stage.awaitGone("first");
        assertThat(stage.simulator().journal().createsApplied().values()).containsOnly(1L);
        assertThat(stage.calls(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        assertThat(stage.job()).isEmpty();
        assertThat(stage.simulator().world().job(Stage.key(Stage.REGION, "annex")))
                .isPresent();
    }

    /** A namespace that is deleted takes the Role of the chart along. */
    @Test
    void a_namespace_that_may_not_be_read_is_told_and_the_others_are_kept() {
        namespace("east");
        namespace("west");
        Map<String, String> settings = release("two", "{namespaces: [east, west], clusterId: plant-cluster}");
        stage.plane().kubectl("delete", "rolebinding", "-n", "west", "--all").output();
        stage.create(inNamespace("east", "kept", "plant"));

        OperatorProcess operator =
                stage.launch(with(settings, "SYNCJOB_NAMESPACES", "east,west", "SYNCJOB_CLUSTER_ID", "plant-cluster"));

        Awaitility.await("its own is ready").until(() -> Stage.is(object("east", "kept"), "Ready", "True", "Active"));
        Awaitility.await("it is heard").until(() -> operator.status("live") == 200);
        assertThat(operator.status("ready")).isEqualTo(503);
        assertThat(operator.told("ready")).contains("namespace \\\"west\\\"");
        assertThat(operator.log())
                .contains("syncjob.namespaces: 'west' cannot be kept until this operator is started again");
    }

    @Test
    void a_selector_that_the_api_server_does_not_take_ends_with_2_and_its_words() {
        OperatorProcess operator = stage.launch(Map.of("SYNCJOB_SELECTOR", "shard in a"));
        assertThat(operator.exitCode(Duration.ofSeconds(60))).isEqualTo(2);
        assertThat(operator.log()).contains("syncjob.selector: 'shard in a' is no label selector");
    }

    /** Installs the chart's rights under a name, and returns what the operator of that release is started with. */
    private Map<String, String> release(String namespace, String settings) {
        namespace(namespace);
        stage.applyText(Chart.text(
                "syncjob-operator",
                namespace,
                Chart.REGION + "crds: {enabled: false}\nupgradeCheck: {enabled: false}\n"
                        + "admission: {deletionProtection: {enabled: false}}\nreplicas: 0\n"
                        + "fullnameOverride: " + namespace + "\nsettings: " + settings));
        return Map.of(
                "KUBECONFIG",
                stage.plane().kubeconfigFor(namespace, "syncjob-operator").toString());
    }

    private static Map<String, String> with(Map<String, String> settings, String... more) {
        Map<String, String> all = new HashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private void namespace(String name) {
        stage.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static SyncJob inNamespace(String namespace, String name, String workspace) {
        SyncJob object = Stage.syncJob(name, Stage.REGION, workspace);
        object.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        return object;
    }

    private static SyncJob labelled(String name, String workspace, String shard) {
        SyncJob object = Stage.syncJob(name, Stage.REGION, workspace);
        object.getMetadata().setLabels(Map.of("shard", shard));
        return object;
    }

    private SyncJob object(String namespace, String name) {
        return stage.client()
                .resources(SyncJob.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private void label(String name, String shard) {
        stage.plane()
                .kubectl("label", "--overwrite", "syncjob", name, "-n", Stage.NAMESPACE, "shard=" + shard)
                .output();
    }
}
