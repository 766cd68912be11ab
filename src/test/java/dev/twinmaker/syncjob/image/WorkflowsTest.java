package dev.twinmaker.syncjob.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the workflows without running them. */
class WorkflowsTest {

    private static final Path FOLDER = Path.of(".github", "workflows");

    @ParameterizedTest
    @ValueSource(strings = {"ci.yml", "release.yml"})
    void every_action_is_pinned_to_a_version(String file) throws IOException {
        List<String> uses = read(file).findValuesAsText("uses");
        assertThat(uses)
                .isNotEmpty()
                .allMatch(action -> action.matches("[\\w./-]+@(v\\d+\\.\\d+\\.\\d+|[0-9a-f]{40})|\\./\\.github/.+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci.yml", "release.yml"})
    void whoever_needs_no_more_may_only_read_and_no_job_waits_for_ever(String file) throws IOException {
        JsonNode workflow = read(file);
        assertThat(workflow.path("permissions").path("contents").asText()).isEqualTo("read");
        assertThat(workflow.path("permissions")).hasSize(1);
        assertThat(workflow.path("jobs"))
                .filteredOn(job -> !job.has("uses"))
                .allSatisfy(job -> assertThat(job.has("timeout-minutes")).isTrue());
    }

    @Test
    void each_change_passes_the_checks_of_the_project_on_every_jdk_that_is_promised() throws IOException {
        JsonNode jobs = read("ci.yml").path("jobs");
        JsonNode verify = jobs.path("verify");
        assertThat(verify.path("strategy").path("matrix").path("java"))
                .extracting(JsonNode::asText)
                .containsExactly("17", "21", "25");
        List<String> checks = Files.readAllLines(Path.of(".ci", "run")).stream()
                .filter(line -> line.startsWith("./mvnw "))
                .toList();
        assertThat(Stream.of(verify, jobs.path("ecosystem"))
                        .flatMap(job -> job.findValuesAsText("run").stream())
                        // What runs as root is the same command behind sudo.
                        .map(run -> run.substring(run.indexOf("./mvnw ")).replace(" -ntp", "")))
                .containsExactlyElementsOf(checks);
    }

    @Test
    void a_release_passes_the_checks_first_and_is_signed_and_attested_by_its_digest() throws IOException {
        JsonNode jobs = read("release.yml").path("jobs");
        assertThat(jobs.path("check").path("uses").asText()).isEqualTo("./.github/workflows/ci.yml");
        assertThat(jobs.path("image").path("needs").asText()).isEqualTo("check");
        assertThat(jobs.path("publish").path("needs").asText()).isEqualTo("image");
        assertThat(jobs.path("publish").path("permissions").path("id-token").asText())
                .isEqualTo("write");
        assertThat(jobs.path("publish").findValuesAsText("run"))
                .anyMatch(
                        run -> run.matches("cosign sign .*\\$IMAGE@\\$\\{\\{ steps\\.index\\.outputs\\.digest }}\"?"));
        assertThat(jobs.path("publish").findValuesAsText("uses"))
                .anyMatch(action -> action.startsWith("actions/attest-build-provenance@"))
                .anyMatch(action -> action.startsWith("actions/attest-sbom@"));
        assertThat(jobs.path("publish").findValuesAsText("subject-digest"))
                .containsExactly(
                        "${{ steps.index.outputs.digest }}",
                        "${{ steps.index.outputs.digest-amd64 }}",
                        "${{ steps.index.outputs.digest-arm64 }}");
        assertThat(jobs.path("publish").findValuesAsText("run"))
                .anyMatch(run -> run.startsWith("cosign sign --yes \"ghcr.io/")
                        && run.endsWith("charts/syncjob-operator@${{ steps.chart.outputs.digest }}\""));
    }

    @Test
    void what_is_pinned_because_it_resolves_only_together_is_raised_by_a_person() throws IOException {
        JsonNode rules = new ObjectMapper()
                .readTree(Path.of(".github", "renovate.json").toFile())
                .path("packageRules");
        List<String> asked = new ArrayList<>();
        for (JsonNode rule : rules) {
            if (rule.path("dependencyDashboardApproval").asBoolean()) {
                rule.path("matchPackageNames").forEach(name -> asked.add(name.asText()));
            }
        }
        assertThat(asked).contains("io.quarkus.platform:**", "io.fabric8:**", "software.amazon.awssdk:**");
    }

    private static JsonNode read(String file) throws IOException {
        return Serialization.unmarshal(Files.readString(FOLDER.resolve(file)), JsonNode.class);
    }
}
