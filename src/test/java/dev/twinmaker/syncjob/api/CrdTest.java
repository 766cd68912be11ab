package dev.twinmaker.syncjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdTest {

    private static final Path FILE = Path.of("crds", "syncjobs.twinmaker.dev-v1.yml");

    private final CustomResourceDefinitionVersion version = Serialization.unmarshal(
                    SyncJobCrd.yaml(), CustomResourceDefinition.class)
            .getSpec()
            .getVersions()
            .get(0);

    @Test
    void the_checked_in_crd_is_what_the_records_say() throws IOException {
        if (Boolean.getBoolean("crd.write")) {
            Files.writeString(FILE, SyncJobCrd.yaml());
        }
        assertThat(FILE).hasContent(SyncJobCrd.yaml());
    }

    @Test
    void the_columns_come_in_the_documented_order() {
        assertThat(version.getAdditionalPrinterColumns())
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly(
                        "Workspace",
                        "Source",
                        "State",
                        "Ready",
                        "Synced",
                        "Reason",
                        "Age",
                        "ARN",
                        "Role",
                        "Region",
                        "Message");
    }

    @Test
    void every_field_has_a_description() {
        List<String> bare = new ArrayList<>();
        undescribed("", version.getSchema().getOpenAPIV3Schema(), bare);
        assertThat(bare).isEmpty();
    }

    @Test
    void every_string_and_map_of_the_spec_is_bounded() {
        JSONSchemaProps spec =
                version.getSchema().getOpenAPIV3Schema().getProperties().get("spec");
        assertThat(spec.getProperties())
                .containsOnlyKeys(
                        "workspaceId",
                        "syncSource",
                        "roleArn",
                        "tags",
                        "region",
                        "deletionPolicy",
                        "adoptionPolicy",
                        "replacementPolicy",
                        "tagPolicy",
                        "managementPolicy",
                        "suspend",
                        "deletionProtection",
                        "reconcileIntervalSeconds");
        spec.getProperties().forEach((name, field) -> {
            if (field.getType().equals("integer")) {
                assertThat(field.getMinimum()).as(name).isNotNull();
                assertThat(field.getMaximum()).as(name).isNotNull();
            } else if (field.getType().equals("boolean")) {
                assertThat(field.getDefault().asBoolean()).as(name).isFalse();
            } else if (field.getEnum() != null && !field.getEnum().isEmpty()) {
                assertThat(field.getDefault()).as(name).isIn(field.getEnum());
            } else if (field.getType().equals("string")) {
                assertThat(field.getMaxLength()).as(name).isNotNull();
                assertThat(field.getPattern()).as(name).startsWith("^").endsWith("$");
            } else {
                assertThat(field.getMaxProperties()).as(name).isEqualTo(45);
            }
        });
    }

    @Test
    void spec_is_required_and_a_fresh_object_reads_as_not_observed() {
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        assertThat(root.getRequired()).contains("spec");
        assertThat(root.getProperties().get("status").getDefault()).hasToString("{\"observedGeneration\":-1}");
    }

    @Test
    void conditions_merge_by_type() {
        JSONSchemaProps conditions = version.getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("status")
                .getProperties()
                .get("conditions");
        assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
        assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
    }

    private static void undescribed(String path, JSONSchemaProps schema, List<String> bare) {
        for (Map.Entry<String, JSONSchemaProps> property : schema.getProperties() == null
                ? List.<Map.Entry<String, JSONSchemaProps>>of()
                : schema.getProperties().entrySet()) {
            String name = path + "." + property.getKey();
            if (!name.equals(".apiVersion") && !name.equals(".kind") && !name.equals(".metadata")) {
                if (property.getValue().getDescription() == null) {
                    bare.add(name);
                }
            }
            undescribed(name, property.getValue(), bare);
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            undescribed(path + "[]", schema.getItems().getSchema(), bare);
        }
    }
}
