package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values in the examples for GitOps are those of the chart. */
class GitOpsValuesTest {

    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

    @ParameterizedTest
    @CsvSource({
        "argocd/application.yaml, Application, /spec/source/helm/valuesObject",
        "flux/operator.yaml, HelmRelease, /spec/values"
    })
    void the_chart_takes_the_values_of_the_example(String file, String kind, String place) throws IOException {
        JsonNode values = values(file, kind, place);
        Deployment deployment = Chart.only(Deployment.class, YAML.writeValueAsString(values));
        assertThat(deployment.getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(operator -> assertThat(operator.getImage())
                        .startsWith(values.at("/image/repository").asText() + ":"));
    }

    private static JsonNode values(String file, String kind, String place) throws IOException {
        Path path = Path.of("deploy", "gitops").resolve(file);
        List<JsonNode> documents = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(path.toFile())
                .readAll();
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .map(document -> document.at(place))
                .filter(values -> !values.isMissingNode())
                .findFirst()
                .orElseThrow();
    }
}
