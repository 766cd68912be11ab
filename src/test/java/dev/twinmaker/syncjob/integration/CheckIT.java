package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command that an upgrade runs first, on a real API server. */
class CheckIT {

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.start();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void what_fits_is_counted_and_each_object_that_does_not_is_named_with_its_fault() {
        assertThat(check().strip()).isEqualTo("0 stored objects read, 0 of them do not fit.");
        stage.create(Stage.syncJob("plant"));
        assertThat(check().strip()).isEqualTo("1 stored objects read, 0 of them do not fit.");

        MisfitIT.storeAnything(stage);
        misfit("text", "just-text");
        misfit("longer", "{workspaceId: plant, syncSource: SITEWISE, roleArn: not-a-role-at-all-but-long}");
        assertThatThrownBy(CheckIT::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("SyncJob default/text: The stored spec does not fit the schema")
                .hasMessageContaining("SyncJob default/longer: spec.roleArn does not match");
    }

    /** As the upgrade of a release that is limited to some namespaces runs it. */
    @Test
    void within_namespaces_it_needs_rights_there_only_and_reads_nothing_else() {
        stage.plane().kubectl("create", "namespace", "north").output();
        stage.applyText(Tenants.manifest("north", "plant", "plant", Stage.ROLE));
        Path reading = stage.plane()
                .kubeconfigFor("north", "reader", "{apiGroups: [twinmaker.dev], resources: [syncjobs], verbs: [list]}");
        Map<String, String> reader = Map.of("KUBECONFIG", reading.toString());
        assertThat(OperatorProcess.run(reader, "check", "--namespace", "north").strip())
                .isEqualTo("1 stored objects read, 0 of them do not fit.");
        assertThatThrownBy(() -> OperatorProcess.run(reader, "check"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("could not be read, so nothing is known of them");
        assertThatThrownBy(() -> OperatorProcess.run(reader, "check", "--namespace"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("without its value: --namespace");
        stage.plane().kubectl("delete", "syncjob", "plant", "-n", "north").output();
    }

    private static String check() {
        return OperatorProcess.run(
                Map.of("KUBECONFIG", stage.plane().kubeconfig().toString()), "check");
    }

    private static void misfit(String name, String spec) {
        stage.applyText("""
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata: {name: %s, namespace: %s}
                spec: %s
                """.formatted(name, Stage.NAMESPACE, spec));
    }
}
