package dev.twinmaker.syncjob.install;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page of the chart: its values, from the schema and the defaults. */
final class ChartReadme {

    static final Path FILE = Chart.FOLDER.resolve("README.md");

    private static final String HEAD = """
            # syncjob-operator

            Installs the [SyncJob operator](../../README.md), which keeps AWS IoT TwinMaker sync jobs as Kubernetes resources.

            ```
            helm install syncjob-operator helm/syncjob-operator \\
              --namespace syncjob-operator --create-namespace \\
              --set image.repository=REGISTRY/syncjob-operator --set aws.region=eu-central-1
            ```

            How to install, upgrade, roll back and uninstall it, also without Helm and by GitOps: [install](../../docs/install.md).
            For several teams and AWS accounts: [values-multi-tenant.yaml](values-multi-tenant.yaml).

            ## Values

            Written from `values.schema.json` and `values.yaml` by `./mvnw test -Dtest=ChartReadmeTest -Dchart.readme.write=true`.
            A default in brackets is the operator's own. A duration is a number with `ms`, `s`, `m`, `h` or `d`.

            | value | type | default | meaning |
            |---|---|---|---|
            """;

    private ChartReadme() {}

    static String text() throws IOException {
        JsonNode schema = Chart.schema();
        List<String> rows = new ArrayList<>();
        rows(schema, schema, Chart.tree(Chart.FOLDER.resolve("values.yaml")), "", rows);
        return HEAD + String.join("\n", rows) + "\n";
    }

    private static void rows(JsonNode root, JsonNode of, JsonNode values, String path, List<String> rows)
            throws IOException {
        for (Map.Entry<String, JsonNode> property : of.path("properties").properties()) {
            String key = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            JsonNode value = values.path(property.getKey());
            if (property.getValue().has("properties") && !key.equals("resources")) {
                rows(root, property.getValue(), value, key, rows);
            } else if (!key.equals("global")) {
                rows.add("| `" + key + "` | " + type(root, property.getValue()) + " | " + shown(key, value) + " | "
                        + property.getValue().path("description").asText().replace("|", "\\|") + " |");
            }
        }
    }

    private static String type(JsonNode root, JsonNode property) {
        JsonNode own =
                property.has("$ref") ? root.at(property.path("$ref").asText().substring(1)) : property;
        if (own.has("enum")) {
            List<String> words = new ArrayList<>();
            own.path("enum").forEach(word -> words.add("`" + word.asText() + "`"));
            return String.join(", ", words);
        }
        if (property.path("$ref").asText().endsWith("/duration")) {
            return "duration";
        }
        return switch (own.path("type").asText()) {
            case "array" -> "list";
            case "object" -> "map";
            case "" -> "number or text";
            default -> own.path("type").asText();
        };
    }

    private static String shown(String key, JsonNode value) throws IOException {
        if (value.isMissingNode()) {
            return OperatorDefaults.of(key).map(own -> "(`" + own + "`)").orElse("");
        }
        return value.isTextual() && value.asText().isEmpty() ? "" : "`" + value + "`";
    }
}
