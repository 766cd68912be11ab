package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs that exist are brought into a fresh cluster. */
class ImportIT {

    private static final Set<Operation> WRITES = Set.of(
            Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);
    private static final List<String> WORKSPACES = List.of("plant", "barn", "silo");
    private static final Duration OLD = Duration.ofHours(2);

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        stage.simulator().clock().advance(OLD.negated());
        for (String workspace : WORKSPACES) {
            stage.workspace(Stage.REGION, workspace);
            stage.simulator()
                    .world()
                    .addJob(JobSeed.active(Stage.key(Stage.REGION, workspace), Stage.ROLE)
                            .tagged(Map.of("team", workspace, "aws:cloudformation:stack-name", "twins")));
        }
        stage.simulator().clock().advance(OLD);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void what_the_import_prints_adopts_every_job_and_writes_nothing_but_owner_tags() throws IOException {
        Path manifests = stage.plane().folder().resolve("imported.yaml");
        Files.writeString(manifests, stage.command("import", "--all", "--namespace", Stage.NAMESPACE));

        // An adoption whose answer came too late is done, and not told as one.
        stage.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
        stage.apply(manifests.toString());
        WORKSPACES.forEach(stage::awaitReady);

        List<JournalEntry> writes = stage.simulator().journal().entries().stream()
                .filter(entry -> WRITES.contains(entry.operation()))
                .toList();
        assertThat(writes)
                .hasSize(WORKSPACES.size())
                .allSatisfy(entry -> assertThat(entry.operation()).isEqualTo(Operation.TAG_RESOURCE));
        for (String workspace : WORKSPACES) {
            Map<String, String> tags = stage.simulator()
                    .world()
                    .job(Stage.key(Stage.REGION, workspace))
                    .orElseThrow()
                    .tags();
            assertThat(tags).containsEntry("team", workspace).containsEntry("aws:cloudformation:stack-name", "twins");
            assertThat(tags.keySet().stream().filter(Owner::marks).collect(Collectors.toSet()))
                    .hasSize(5);
            stage.awaitEvent(workspace, "Active");
            assertThat(stage.events(workspace)).containsExactlyInAnyOrder("Adopted", "Active");
        }

        String uid = stage.get("plant").orElseThrow().getMetadata().getUid();
        assertThat(stage.command("import", "--orphans")).isEmpty();
        stage.delete("silo");
        stage.awaitGone("silo");
        Map<String, String> marks = new Owner(cluster(), Stage.NAMESPACE, "gone", uid).tags();
        stage.simulator()
                .world()
                .addJob(JobSeed.active(Stage.key(Stage.REGION, "silo"), Stage.ROLE)
                        .tagged(marks));
        assertThat(stage.command("import", "--orphans").lines())
                .singleElement()
                .asString()
                .contains("silo", Stage.NAMESPACE + "/gone");
    }

    private static String cluster() {
        return stage.client()
                .namespaces()
                .withName("kube-system")
                .get()
                .getMetadata()
                .getUid();
    }
}
