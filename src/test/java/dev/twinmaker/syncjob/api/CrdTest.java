package dev.twinmaker.syncjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrdTest {

    private final CustomResourceDefinitionVersion version = version(GeneratedCrd.SYNC_JOBS);

    @ParameterizedTest
    @EnumSource
    void the_checked_in_crd_is_what_the_records_say(GeneratedCrd crd) throws IOException {
        if (Boolean.getBoolean("crd.write")) {
            Files.writeString(crd.file(), crd.yaml());
        }
        assertThat(crd.file()).hasContent(crd.yaml());
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

    @ParameterizedTest
    @EnumSource
    void every_field_has_a_description(GeneratedCrd crd) {
        List<String> bare = new ArrayList<>();
        undescribed("", version(crd).getSchema().getOpenAPIV3Schema(), bare);
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

    @ParameterizedTest
    @EnumSource
    void spec_is_required_and_a_fresh_object_reads_as_not_observed(GeneratedCrd crd) {
        JSONSchemaProps root = version(crd).getSchema().getOpenAPIV3Schema();
        assertThat(root.getRequired()).contains("spec");
        assertThat(root.getProperties().get("status").getDefault()).hasToString("{\"observedGeneration\":-1}");
    }

    @ParameterizedTest
    @EnumSource
    void conditions_merge_by_type(GeneratedCrd crd) {
        JSONSchemaProps conditions = version(crd)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("status")
                .getProperties()
                .get("conditions");
        assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
        assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
    }

    @Test
    void an_access_is_of_the_cluster_and_its_columns_come_in_order() {
        CustomResourceDefinition crd =
                Serialization.unmarshal(GeneratedCrd.AWS_ACCESSES.yaml(), CustomResourceDefinition.class);
        assertThat(crd.getSpec().getScope()).isEqualTo("Cluster");
        assertThat(crd.getSpec().getNames().getCategories()).containsExactly("twinmaker");
        assertThat(version(GeneratedCrd.AWS_ACCESSES).getAdditionalPrinterColumns())
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly("Account", "SyncJobs", "Ready", "Reason", "Age", "Role", "Message");
    }

    @Test
    void every_string_list_map_and_number_of_an_access_is_bounded() {
        JSONSchemaProps spec = version(GeneratedCrd.AWS_ACCESSES)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec");
        assertThat(spec.getProperties())
                .containsOnlyKeys(
                        "namespaces",
                        "namespaceSelector",
                        "assumeRole",
                        "regions",
                        "allowedRoleArns",
                        "allowedWorkspaces",
                        "allowAdoption",
                        "readRate",
                        "writeRate");
        List<String> unbounded = new ArrayList<>();
        unbounded("spec", spec, unbounded);
        assertThat(unbounded).isEmpty();
    }

    private static void unbounded(String path, JSONSchemaProps schema, List<String> found) {
        boolean bounded = switch (schema.getType()) {
            case "string" -> schema.getMaxLength() != null || !schema.getEnum().isEmpty();
            case "array" -> schema.getMaxItems() != null;
            case "number", "integer" -> schema.getMinimum() != null && schema.getMaximum() != null;
            case "object" -> schema.getAdditionalProperties() == null || schema.getMaxProperties() != null;
            default -> true;
        };
        if (!bounded) {
            found.add(path);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, field) -> unbounded(path + "." + name, field, found));
        }
        if (schema.getItems() != null) {
            unbounded(path + "[]", schema.getItems().getSchema(), found);
        }
        if (schema.getAdditionalProperties() != null) {
            unbounded(path + "{}", schema.getAdditionalProperties().getSchema(), found);
        }
    }

    private static CustomResourceDefinitionVersion version(GeneratedCrd crd) {
        return Serialization.unmarshal(crd.yaml(), CustomResourceDefinition.class)
                .getSpec()
                .getVersions()
                .get(0);
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
