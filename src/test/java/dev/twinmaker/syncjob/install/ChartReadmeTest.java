package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of the chart says what the chart takes. */
class ChartReadmeTest {

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("chart.readme.write")) {
            Files.writeString(ChartReadme.FILE, ChartReadme.text());
        }
    }

    @Test
    void the_page_is_written_from_the_schema_and_the_defaults() throws IOException {
        assertThat(ChartReadme.FILE).hasContent(ChartReadme.text());
    }

    @Test
    void every_value_is_described_and_every_default_is_in_the_schema() throws IOException {
        List<String> silent = new ArrayList<>();
        described(Chart.schema(), "", silent);
        assertThat(silent).isEmpty();
        List<String> unknown = new ArrayList<>();
        known(Chart.tree(Chart.FOLDER.resolve("values.yaml")), Chart.schema(), "", unknown);
        assertThat(unknown).isEmpty();
    }

    private static void described(JsonNode schema, String path, List<String> silent) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (property.getValue().path("description").asText().isBlank()) {
                silent.add(path + property.getKey());
            }
            described(property.getValue(), path + property.getKey() + ".", silent);
        }
    }

    private static void known(JsonNode values, JsonNode schema, String path, List<String> unknown) {
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            JsonNode property = schema.path("properties").path(value.getKey());
            if (property.isMissingNode()) {
                unknown.add(path + value.getKey());
            } else if (property.has("properties")) {
                known(value.getValue(), property, path + value.getKey() + ".", unknown);
            }
        }
    }
}
