package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.Kubectl;
import dev.twinmaker.syncjob.install.Chart;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The admission policies of the chart: what each refuses, in which words, and what it lets through. */
class ChartPoliciesIT {

    private static final String VALUES = Chart.REGION + """
            crds: {enabled: false}
            upgradeCheck: {enabled: false}
            admission:
              allowLists:
                enabled: true
                namespaces:
                  listed:
                    roleArns: ["arn:aws:iam::123456789012:role/listed/*", "arn:aws:iam::123456789012:role/exact"]
                    workspaceIds: ["listed-*", hall]
                  none: {roleArns: [], workspaceIds: []}
            """;
    private static final String ROLE = "arn:aws:iam::123456789012:role/";

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.start();
        for (String namespace : new String[] {"listed", "none", "unlisted"}) {
            stage.plane().kubectl("create", "namespace", namespace).output();
        }
        MisfitIT.storeAnything(stage);
        stage.plane().kubectlReading("""
                        apiVersion: twinmaker.dev/v1alpha1
                        kind: SyncJob
                        metadata: {name: misfit, namespace: listed, finalizers: [example.org/held]}
                        spec: {}
                        """, "create", "-f", "-").output();
        stage.apply("crds");
        stage.applyText(Chart.text("syncjob-operator", "syncjob-operator", VALUES));
        Awaitility.await("the API server knows the lists")
                .until(() -> dryRun("unlisted", "probe", "hall", ROLE + "exact").contains("no allow-list is for it"));
        apply("listed", "probe", "hall", ROLE + "exact", "deletionProtection: true");
        Awaitility.await("the API server knows that they bind edits too")
                .until(() -> told(tried("probe", "{\"spec\":{\"roleArn\":\"" + ROLE + "other\"}}"))
                        .contains("may not use role"));
        Awaitility.await("the API server knows the protection")
                .until(() -> told(stage.plane()
                                .kubectl(
                                        "delete",
                                        "syncjob",
                                        "probe",
                                        "-n",
                                        "listed",
                                        "--dry-run=server",
                                        "--wait=false"))
                        .contains("is protected"));
        patch("probe", "{\"spec\":{\"deletionProtection\":false}}");
        stage.plane().kubectl("delete", "syncjob", "probe", "-n", "listed").output();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void a_protected_syncjob_cannot_be_deleted_until_the_protection_is_lifted() {
        apply("listed", "guarded", "hall", ROLE + "exact", "deletionProtection: true");
        Kubectl.Result refused = stage.plane().kubectl("delete", "syncjob", "guarded", "-n", "listed", "--wait=false");
        assertThat(told(refused))
                .contains(
                        "SyncJob listed/guarded is protected: its deletion would delete the job and every entity that it"
                                + " synced. Set spec.deletionProtection to false first");
        assertThat(told(stage.plane().kubectl("delete", "syncjobs", "--all", "-n", "listed", "--wait=false")))
                .contains("is protected");

        patch("guarded", "{\"spec\":{\"deletionProtection\":false}}");
        stage.plane().kubectl("delete", "syncjob", "guarded", "-n", "listed").output();
    }

    @Test
    void a_syncjob_that_is_not_protected_is_deleted_as_ever() {
        apply("listed", "plain", "hall", ROLE + "exact", "deletionProtection: false");
        stage.plane().kubectl("delete", "syncjob", "plain", "-n", "listed").output();
        apply("listed", "unset", "hall", ROLE + "exact");
        stage.plane().kubectl("delete", "syncjob", "unset", "-n", "listed").output();
    }

    @Test
    void what_is_listed_passes_and_what_is_not_is_refused_with_the_list() {
        assertThat(dryRun("listed", "a", "hall", ROLE + "exact")).isEmpty();
        assertThat(dryRun("listed", "b", "listed-north", ROLE + "listed/sync")).isEmpty();
        assertThat(dryRun("listed", "c", "hall", ROLE + "exactly"))
                .contains("spec.roleArn: namespace listed may not use role " + ROLE + "exactly; its allow-list is: "
                        + ROLE + "listed/*, " + ROLE + "exact");
        assertThat(dryRun("listed", "d", "hallway", ROLE + "exact"))
                .contains("spec.workspaceId: namespace listed may not use workspace hallway; its allow-list is:"
                        + " listed-*, hall");
        assertThat(dryRun("none", "e", "hall", ROLE + "exact"))
                .contains("spec.roleArn: namespace none may not use role " + ROLE + "exact; its allow-list is:");
        assertThat(dryRun("unlisted", "f", "hall", ROLE + "exact"))
                .contains("namespace unlisted may have no SyncJobs: no allow-list is for it in ConfigMap"
                        + " syncjob-operator/syncjob-operator-allow-lists");
    }

    @Test
    void namespaces_without_a_list_can_be_let_alone() {
        configMap("{\"data\":{\"others\":\"Allow\"}}");
        Awaitility.await("the API server knows it")
                .until(() -> dryRun("unlisted", "g", "any", ROLE + "any").isEmpty());
        assertThat(dryRun("listed", "h", "any", ROLE + "exact")).contains("may not use workspace");
        configMap("{\"data\":{\"others\":\"Deny\"}}");
        Awaitility.await("the API server knows it")
                .until(() -> !dryRun("unlisted", "g", "any", ROLE + "any").isEmpty());
    }

    @Test
    void an_object_that_new_lists_leave_outside_can_be_edited_otherwise_finalized_and_deleted() {
        apply("listed", "outside", "listed-attic", ROLE + "exact");
        configMap("{\"data\":{\"listed.workspaceIds\":\"hall\"}}");
        Awaitility.await("the API server knows it")
                .until(() ->
                        !dryRun("listed", "i", "listed-attic", ROLE + "exact").isEmpty());

        stage.plane()
                .kubectl("label", "syncjob", "outside", "-n", "listed", "team=north")
                .output();
        stage.plane()
                .kubectl(
                        "patch",
                        "syncjob",
                        "outside",
                        "-n",
                        "listed",
                        "--type=merge",
                        "-p",
                        "{\"metadata\":{\"finalizers\":[\"example.org/held\"]}}")
                .output();
        patch("outside", "{\"spec\":{\"deletionProtection\":true}}");
        patch("outside", "{\"spec\":{\"deletionProtection\":false,\"deletionPolicy\":\"Retain\"}}");
        assertThat(told(stage.plane()
                        .kubectl(
                                "patch",
                                "syncjob",
                                "outside",
                                "-n",
                                "listed",
                                "--type=merge",
                                "-p",
                                "{\"spec\":{\"roleArn\":\"" + ROLE + "other\"}}")))
                .contains("may not use role " + ROLE + "other");
        patch("outside", "{\"metadata\":{\"finalizers\":null}}");
        stage.plane().kubectl("delete", "syncjob", "outside", "-n", "listed").output();
        configMap("{\"data\":{\"listed.workspaceIds\":\"listed-* hall\"}}");
        Awaitility.await("the API server knows it")
                .until(() ->
                        dryRun("listed", "i", "listed-attic", ROLE + "exact").isEmpty());
    }

    @Test
    void an_object_that_was_stored_under_another_schema_can_be_finalized_and_corrected_within_the_lists() {
        patch(
                "misfit",
                "{\"metadata\":{\"finalizers\":null,\"annotations\":{\"twinmaker.dev/force-release\":\"listed/misfit\"}}}");
        String spec = "{\"spec\":{\"workspaceId\":\"listed-1\",\"roleArn\":\"" + ROLE + "%s\"}}";
        assertThat(told(tried("misfit", spec.formatted("other")))).contains("may not use role " + ROLE + "other");
        patch("misfit", spec.formatted("exact"));
    }

    private static Kubectl.Result tried(String name, String patch) {
        return stage.plane()
                .kubectl("patch", "syncjob", name, "-n", "listed", "--dry-run=server", "--type=merge", "-p", patch);
    }

    /** The namespace of the operator may be deleted while its policies, which have none, stay. */
    @Test
    void without_the_lists_nothing_new_comes_in_and_what_is_there_can_be_edited_finalized_and_deleted() {
        apply("listed", "left", "hall", ROLE + "exact");
        String lists = stage.plane()
                .kubectl("get", "configmap", "syncjob-operator-allow-lists", "-n", "syncjob-operator", "-o", "yaml")
                .output();
        stage.plane()
                .kubectl("delete", "configmap", "syncjob-operator-allow-lists", "-n", "syncjob-operator")
                .output();
        Awaitility.await("the API server knows it")
                .until(() -> !dryRun("listed", "j", "hall", ROLE + "exact").isEmpty());
        assertThat(dryRun("listed", "j", "hall", ROLE + "exact")).contains("no params found");
        patch("left", "{\"metadata\":{\"finalizers\":[\"example.org/held\"]}}");
        patch("left", "{\"metadata\":{\"finalizers\":null}}");
        patch("left", "{\"spec\":{\"suspend\":true}}");
        stage.plane().kubectl("delete", "syncjob", "left", "-n", "listed").output();
        stage.plane()
                .kubectlReading(lists.replaceAll("(?m)^  (resourceVersion|uid):.*\n", ""), "create", "-f", "-")
                .output();
        Awaitility.await("the API server knows it")
                .until(() -> dryRun("listed", "j", "hall", ROLE + "exact").isEmpty());
    }

    private static void configMap(String patch) {
        stage.plane()
                .kubectl(
                        "patch",
                        "configmap",
                        "syncjob-operator-allow-lists",
                        "-n",
                        "syncjob-operator",
                        "--type=merge",
                        "-p",
                        patch)
                .output();
    }

    private static void patch(String name, String patch) {
        stage.plane()
                .kubectl("patch", "syncjob", name, "-n", "listed", "--type=merge", "-p", patch)
                .output();
    }

    /** What the API server says to it; empty where it takes it. */
    private static String dryRun(String namespace, String name, String workspace, String role) {
        Kubectl.Result result = stage.plane()
                .kubectlReading(
                        Tenants.manifest(namespace, name, workspace, role), "create", "--dry-run=server", "-f", "-");
        return result.exitCode() == 0 ? "" : result.stderr();
    }

    private static void apply(String namespace, String name, String workspace, String role, String... lines) {
        stage.applyText(Tenants.manifest(namespace, name, workspace, role, lines));
    }

    private static String told(Kubectl.Result result) {
        assertThat(result.exitCode()).isNotZero();
        return result.stderr();
    }
}
