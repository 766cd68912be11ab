package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.SpecRules;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static final Path FOLDER = Path.of("deploy", "samples");

    private final JSONSchemaProps schema;

    SamplesTest() throws IOException {
        schema = Serialization.unmarshal(Files.readString(OperatorManifest.CRD), CustomResourceDefinition.class)
                .getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec");
    }

    @Test
    void there_is_one_sync_job_because_a_source_serves_one_workspace() throws IOException {
        assertThat(samples()).hasSize(1);
    }

    @Test
    void each_sample_has_what_the_schema_requires_and_nothing_it_does_not_know() throws IOException {
        for (Path sample : samples()) {
            JsonNode spec = Chart.tree(sample).path("spec");
            assertThat(spec.fieldNames())
                    .toIterable()
                    .isSubsetOf(schema.getProperties().keySet());
            assertThat(spec.fieldNames()).toIterable().containsAll(schema.getRequired());
        }
    }

    @Test
    void each_sample_is_a_sync_job_that_would_be_sent() throws IOException {
        for (Path sample : samples()) {
            SyncJob job = Serialization.unmarshal(Files.readString(sample), SyncJob.class);
            assertThat(job.getMetadata().getNamespace()).isEqualTo("default");
            SyncJobSpec spec = job.getSpec();
            String source = spec.syncSource() == null
                    ? schema.getProperties().get("syncSource").getDefault().asText()
                    : spec.syncSource();
            assertThat(SpecRules.fault(
                            SyncJobSpec.of(spec.workspaceId(), source, spec.roleArn(), spec.tags(), spec.region())))
                    .as(sample.toString())
                    .isEmpty();
        }
    }

    @Test
    void every_field_of_a_spec_that_can_be_left_out_has_a_sample_of_its_own() throws IOException {
        Set<String> shown = new TreeSet<>();
        try (Stream<Path> files = Files.list(FOLDER.resolve("policies"))) {
            for (Path sample : files.toList()) {
                JsonNode object = Chart.tree(sample);
                if (object.path("kind").asText().equals("SyncJob")) {
                    SyncJob job = Serialization.unmarshal(Files.readString(sample), SyncJob.class);
                    assertThat(job.getSpec().roleArn()).as(sample.toString()).isNotNull();
                    object.path("spec").fieldNames().forEachRemaining(shown::add);
                }
            }
        }
        Set<String> all = new TreeSet<>(schema.getProperties().keySet());
        all.remove("syncSource");
        assertThat(shown).isEqualTo(all);
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
