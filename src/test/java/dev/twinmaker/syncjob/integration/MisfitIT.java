package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.Operation;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects that were stored under an older schema and do not fit the present one. */
class MisfitIT {

    /** One that takes everything. */
    static final String OLD_CRD = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: syncjobs.twinmaker.dev}
            spec:
              group: twinmaker.dev
              scope: Namespaced
              names: {kind: SyncJob, plural: syncjobs, singular: syncjob, listKind: SyncJobList}
              versions:
              - name: v1alpha1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    static final List<String> MISFITS = List.of(
            "{workspaceId: 17, roleArn: [a, b]}",
            "just-text",
            "{workspaceId: plant, roleArn: \"arn:aws:iam::123456789012:role/r\", tags: not-a-map}",
            "{workspaceId: plant, roleArn: \"arn:aws:iam::123456789012:role/r\", tags: {a: {b: c}}}",
            "{workspaceId: {}, unknown: 1}",
            "{}");

    /** Those for which the API server takes a status; it refuses one for an object that fits less. */
    private static final List<String> TOLD = List.of("misfit-3", "misfit-5");

    private static Stage stage;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        stage = Stage.start();
        storeAnything(stage);
        for (int i = 0; i < MISFITS.size(); i++) {
            store("misfit-" + i, "spec: " + MISFITS.get(i));
        }
        store("misfit-status", "spec: {workspaceId: 5}\nstatus: junk");
        stage.apply("crds");
        operator = stage.operator();
    }

    /** Applies a CRD without a schema and waits until the API server goes by it. */
    static void storeAnything(Stage stage) {
        stage.plane()
                .kubectlReading(OLD_CRD, "apply", "--server-side", "--force-conflicts", "-f", "-")
                .output();
        Awaitility.await("the API server takes anything")
                .until(() -> stage.plane()
                                .kubectlReading(
                                        object("probe", "spec: just-text"), "create", "--dry-run=server", "-f", "-")
                                .exitCode()
                        == 0);
    }

    private static void store(String name, String content) {
        stage.plane().kubectlReading(object(name, content), "create", "-f", "-").output();
    }

    private static String object(String name, String content) {
        return """
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata: {name: %s}
                %s
                """.formatted(name, content);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void the_others_reconcile_beside_them() {
        stage.create(Stage.syncJob("good"));
        stage.awaitReady("good");
        assertThat(stage.calls(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        stage.delete("good");
        stage.awaitGone("good");
    }

    @Test
    void a_misfit_can_be_told_so_where_the_api_server_takes_a_status_and_can_be_deleted() {
        TOLD.forEach(name -> Awaitility.await(name + " is told so")
                .until(
                        () -> jsonpath(name, "{.status.conditions[?(@.type==\"Stalled\")].reason}"),
                        "InvalidSpec"::equals));
        assertThat(TOLD)
                .allSatisfy(name -> assertThat(jsonpath(name, "{.status.conditions[?(@.type==\"Ready\")].message}"))
                        .contains("does not fit the schema"));
        assertThat(jsonpath("misfit-1", "{.status.conditions}")).isEmpty();
        Awaitility.await("the log tells of one that takes no status")
                .until(() -> operator.log().contains("default/misfit-1: status refused"));

        stage.plane().kubectl("delete", "syncjob", "misfit-0", "--timeout=30s").output();
        String left = stage.plane().kubectl("get", "syncjobs", "-o", "name").output();
        assertThat(left).doesNotContain("misfit-0").contains("misfit-1");
    }

    private static String jsonpath(String name, String path) {
        return stage.plane()
                .kubectl("get", "syncjob", name, "-o", "jsonpath=" + path)
                .output();
    }
}
