package dev.twinmaker.syncjob.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.ConditionExamples;
import dev.twinmaker.syncjob.core.ConditionExamples.Example;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What kstatus, Flux and Argo CD, each by its own code, make of every row of the condition table. */
class HealthIT {

    private static final Path PAGE = Path.of("docs", "health.md");
    private static final Path GITOPS = Path.of("deploy", "gitops");
    private static final Path CUSTOMIZATION =
            Argo.SETTINGS.resolveSibling("resource_customizations/twinmaker.dev/SyncJob");
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    private static final String HEAD = """
            # Health

            What the tools that wait for objects make of each [situation](conditions.md) of a SyncJob: kstatus itself, which Flux
            and Helm 4 use; Flux by the [expressions](../deploy/gitops/flux/health.yaml); Argo CD by the
            [health check](../deploy/gitops/argocd/argocd-cm.yaml). Written by a test that runs the code of each.

            | situation | Ready | Synced | third | kstatus | Flux expressions | Argo CD |
            |---|---|---|---|---|---|---|
            """;

    private record Verdicts(String kstatus, String expressions, String argo, String argoMessage) {}

    @Test
    void every_row_of_the_condition_table_reads_the_same_everywhere() throws IOException {
        List<Example> rows = ConditionExamples.all();
        List<Verdicts> verdicts = verdicts(rows);
        StringBuilder page = new StringBuilder(HEAD);
        for (int i = 0; i < rows.size(); i++) {
            Example row = rows.get(i);
            Verdicts told = verdicts.get(i);
            assertThat(told.kstatus()).as(row.situation()).isEqualTo(row.kstatus());
            if (!told.kstatus().equals("Terminating")) {
                assertThat(told.expressions()).as(row.situation()).isEqualTo(told.kstatus());
                assertThat(told.argo()).as(row.situation()).isIn(argo(told.kstatus()));
                assertThat(told.argoMessage()).as(row.situation()).isNotBlank();
            }
            page.append("| ")
                    .append(row.situation())
                    .append(row.conditions().stream()
                            .map(cell -> " | " + (cell.equals("-") ? "" : cell))
                            .collect(Collectors.joining()))
                    .append(" | ")
                    .append(told.kstatus())
                    .append(" | ")
                    .append(told.expressions())
                    .append(" | ")
                    .append(told.argo())
                    .append(" |\n");
        }
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).hasContent(page.toString());
    }

    private static List<String> argo(String kstatus) {
        return switch (kstatus) {
            case "Failed" -> List.of("Degraded", "Suspended");
            case "Current" -> List.of("Healthy");
            default -> List.of("Progressing");
        };
    }

    private static List<Verdicts> verdicts(List<Example> rows) throws IOException {
        String objects =
                rows.stream().map(row -> KUBERNETES.asJson(row.object())).collect(Collectors.joining("\n"));
        List<JsonNode> flux = lines(new Command(Tools.FLUX_HEALTH.find(), Map.of())
                .reading(objects, GITOPS.resolve("flux").resolve("health.yaml").toString())
                .output());
        List<Argo.Health> argo = Argo.withoutCluster().health(objects);
        List<Verdicts> verdicts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            verdicts.add(new Verdicts(
                    flux.get(i).path("kstatus").asText(),
                    flux.get(i).path("expressions").asText(),
                    argo.get(i).status(),
                    argo.get(i).message()));
        }
        return verdicts;
    }

    @Test
    void the_tests_of_the_argo_cd_check_pass_in_its_own_layout() throws IOException {
        JsonNode tests =
                KUBERNETES.unmarshal(Files.readString(CUSTOMIZATION.resolve("health_test.yaml")), JsonNode.class);
        Argo argo = Argo.withoutCluster();
        assertThat(tests.path("tests")).hasSizeGreaterThanOrEqualTo(7).allSatisfy(test -> {
            JsonNode object = KUBERNETES.unmarshal(
                    Files.readString(
                            CUSTOMIZATION.resolve(test.path("inputPath").asText())),
                    JsonNode.class);
            JsonNode expected = test.path("healthStatus");
            assertThat(argo.health(object.toString()))
                    .as(test.path("inputPath").asText())
                    .containsExactly(new Argo.Health(
                            expected.path("status").asText(),
                            expected.path("message").asText()));
        });
    }

    @Test
    void a_status_that_is_about_another_generation_is_no_news() throws IOException {
        Example ready = ConditionExamples.all().stream()
                .filter(row -> row.conditions().get(0).equals("True Active")
                        && row.kstatus().equals("Current"))
                .findFirst()
                .orElseThrow();
        assertThat(ready.object().getStatus().condition(Condition.READY)).isPresent();
        ready.object().getMetadata().setGeneration(ready.object().getMetadata().getGeneration() + 1);
        assertThat(verdicts(List.of(ready))).singleElement().satisfies(told -> {
            assertThat(told.kstatus()).isEqualTo("InProgress");
            assertThat(told.expressions()).isEqualTo("InProgress");
            assertThat(told.argo()).isEqualTo("Progressing");
        });
    }

    @Test
    void the_config_map_of_argo_cd_carries_the_check_to_the_letter() throws IOException {
        JsonNode map = KUBERNETES.unmarshal(Files.readString(Argo.SETTINGS), JsonNode.class);
        assertThat(map.at("/data")
                        .path("resource.customizations.health.twinmaker.dev_SyncJob")
                        .asText())
                .isEqualTo(Files.readString(CUSTOMIZATION.resolve("health.lua")));
    }

    @Test
    void an_application_is_as_healthy_as_argo_cd_says_that_it_is() {
        String application =
                "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Application\",%s\"metadata\":{\"name\":\"a\"}}";
        assertThat(
                        Argo.withoutCluster()
                                .health(
                                        String.join(
                                                "\n",
                                                application.formatted(""),
                                                application.formatted(
                                                        "\"status\":{\"health\":{\"status\":\"Healthy\"}},"),
                                                application.formatted(
                                                        "\"status\":{\"health\":{\"status\":\"Degraded\",\"message\":\"a SyncJob\"}},"))))
                .containsExactly(
                        new Argo.Health("Progressing", ""),
                        new Argo.Health("Healthy", ""),
                        new Argo.Health("Degraded", "a SyncJob"));
    }

    private static List<JsonNode> lines(String json) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : json.lines().toList()) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }
}
