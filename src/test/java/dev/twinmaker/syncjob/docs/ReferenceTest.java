package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.operator.Settings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the reference are what the code says, no less and no more. */
class ReferenceTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Page PAGE = Page.of(Path.of("docs", "reference.md"));

    @Test
    void the_spec_table_has_the_fields_of_the_spec_with_their_bounds_and_defaults() {
        JSONSchemaProps spec = schema().getProperties().get("spec");
        List<List<String>> expected = new ArrayList<>();
        for (RecordComponent component : SyncJobSpec.class.getRecordComponents()) {
            JSONSchemaProps field = spec.getProperties().get(component.getName());
            boolean required = spec.getRequired().contains(component.getName());
            expected.add(List.of(
                    component.getName(),
                    required ? type(component, field) + ", required" : type(component, field),
                    field.getDefault() == null ? "" : field.getDefault().asText(),
                    bounds(field),
                    field.getPattern() == null ? "" : field.getPattern()));
        }
        assertThat(PAGE.table("Spec").stream().map(row -> row.subList(0, 5))).isEqualTo(expected);
    }

    private static String type(RecordComponent component, JSONSchemaProps field) {
        if (component.getType().isEnum()) {
            List<String> words = words(component.getType());
            assertThat(field.getEnum().stream().map(JsonNode::asText)).containsExactlyInAnyOrderElementsOf(words);
            return String.join(" | ", words);
        }
        return field.getType().equals("object") ? "map of string to string" : field.getType();
    }

    /** The constants as they stand in a manifest, in the order of the code. */
    private static List<String> words(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(Field::isEnumConstant)
                .map(constant -> constant.getAnnotation(JsonProperty.class).value())
                .toList();
    }

    private static String bounds(JSONSchemaProps field) {
        if (field.getMaxProperties() != null) {
            return "0.." + field.getMaxProperties();
        }
        if (field.getMaximum() != null) {
            return field.getMinimum().longValue() + ".." + field.getMaximum().longValue();
        }
        return field.getMaxLength() == null ? "" : field.getMinLength() + ".." + field.getMaxLength();
    }

    @Test
    void the_status_table_has_the_fields_of_the_status() {
        assertThat(PAGE.column("Status", 0))
                .isEqualTo(Arrays.stream(SyncJobStatus.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void the_annotations_the_finalizer_and_the_owner_tags_are_those_of_the_code() {
        assertThat(PAGE.column("Annotations", 0))
                .containsExactly(SyncJob.RECONCILE_REQUESTED_AT, SyncJob.APPROVE_REPLACEMENT, SyncJob.FORCE_RELEASE);
        assertThat(PAGE.column("Finalizer and owner tags", 0))
                .containsExactlyInAnyOrderElementsOf(
                        new Owner("cluster", "namespace", "name", "uid").tags().keySet());
        assertThat(Sources.read(PAGE.path())).contains("The finalizer `" + SyncJob.FINALIZER + "`");
    }

    @Test
    void the_condition_types_are_those_of_the_schema() {
        String source = Sources.read(Sources.MAIN.resolve("api").resolve("Condition.java"));
        assertThat(PAGE.column("Conditions", 0))
                .containsExactlyElementsOf(Sources.found(source, "public static final String [A-Z]+ = \"(\\w+)\""));
    }

    @Test
    void the_columns_are_those_of_the_schema() {
        String text = Sources.read(PAGE.path());
        crd().getSpec()
                .getVersions()
                .get(0)
                .getAdditionalPrinterColumns()
                .forEach(column -> assertThat(text).contains(column.getName().toUpperCase(Locale.ROOT)));
    }

    @Test
    void the_event_table_has_the_events_that_are_told() {
        String source =
                Sources.read(Sources.MAIN.resolve("core").resolve("report").resolve("Notices.java"));
        Set<String> normal =
                new TreeSet<>(Sources.found(source, "(?:normal\\(|new Notice\\(\\s*false,)\\s*\"(\\w+)\""));
        Set<String> warning = new TreeSet<>(Sources.found(source, "(?:warn\\(|new Notice\\(\\s*true,)\\s*\"(\\w+)\""));
        List<String> asTheyAre = Sources.found(source, "warn\\((\\w+)\\.reason\\(\\)");
        assertThat(asTheyAre)
                .as("conditions whose reasons are told as they are")
                .containsExactly("stalled", "synced");
        int builders = 2;
        assertThat(Sources.found(source, "\\b(normal|warn|new Notice)\\((?!String )"))
                .as("places that tell an event")
                .hasSize(normal.size() + warning.size() + asTheyAre.size() + builders);
        assertThat(source).contains("if (ANNOUNCED.contains(synced.reason())) {");
        String announced =
                Sources.found(source, "ANNOUNCED =\\s*(Set\\.of\\([^;]+);").get(0);
        Sources.found(announced, "Reason\\.(\\w+)\\.text\\(\\)")
                .forEach(reason -> warning.add(Reason.valueOf(reason).text()));
        warning.addAll(Sources.stalledReasons());
        assertThat(eventsOfType("Normal")).containsExactlyInAnyOrderElementsOf(normal);
        assertThat(eventsOfType("Warning")).containsExactlyInAnyOrderElementsOf(warning);
    }

    @Test
    void the_settings_table_has_each_setting_with_its_default() {
        List<List<String>> expected = Stream.concat(
                        settings(Settings.Aws.class).map(method -> setting("syncjob.aws.", method)),
                        settings(Settings.class)
                                .filter(method -> method.getReturnType() != Settings.Aws.class)
                                .map(method -> setting("syncjob.", method)))
                .toList();
        assertThat(PAGE.table("Settings").stream().map(row -> row.subList(0, 3)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void the_exit_codes_are_those_with_which_the_operator_ends() {
        Set<String> codes = new TreeSet<>(Set.of("0"));
        for (String source : Sources.in(Sources.MAIN)) {
            codes.addAll(Sources.found(source, "Quarkus\\.asyncExit\\((\\d+)\\)"));
            codes.addAll(Sources.found(source, "BAD_CONFIGURATION = (\\d+);"));
            assertThat(Sources.found(source, "System\\.exit\\((\\d+)\\)"))
                    .as("exit codes without a name")
                    .isEmpty();
        }
        assertThat(PAGE.column("Exit codes", 0)).containsExactlyElementsOf(codes);
    }

    @Test
    void the_health_endpoints_are_those_that_the_deployment_asks() {
        List<Probe> probes = manifest(Deployment.class).stream()
                .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream())
                .flatMap(container -> Stream.of(
                        container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .toList();
        assertThat(PAGE.column("Health endpoints", 0))
                .isEqualTo(Stream.concat(
                                probes.stream().map(probe -> probe.getHttpGet().getPath()), Stream.of("/q/metrics"))
                        .toList());
    }

    @Test
    void the_rights_are_those_of_the_manifest() {
        List<String> expected = new ArrayList<>();
        manifest(ClusterRole.class).stream()
                .filter(role -> role.getMetadata().getName().equals("syncjob-operator"))
                .forEach(role -> role.getRules().forEach(rule -> rule(rule, "cluster", expected)));
        manifest(Role.class)
                .forEach(role -> role.getRules().forEach(rule -> rule(rule, "its own namespace", expected)));
        assertThat(PAGE.table("Rights").stream().map(row -> String.join(" | ", row)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void the_labels_of_the_log_are_those_that_are_written() {
        String source = Sources.read(Sources.MAIN.resolve("operator").resolve("AwsChanges.java"));
        assertThat(PAGE.column("Log", 0)).isEqualTo(Sources.found(source, "(\\w+)=%s"));
        assertThat(Sources.read(PAGE.path())).contains("`dev.twinmaker.syncjob.changes`");
        assertThat(source).contains("\"dev.twinmaker.syncjob.changes\"");
    }

    private static List<String> eventsOfType(String type) {
        return PAGE.table("Events").stream()
                .filter(row -> row.get(1).equals(type))
                .map(row -> row.get(0))
                .toList();
    }

    private static Stream<Method> settings(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isDefault() && !method.isSynthetic());
    }

    private static List<String> setting(String prefix, Method method) {
        String key = prefix + StringUtil.skewer(method.getName());
        WithDefault value = method.getAnnotation(WithDefault.class);
        String variable = key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        return List.of(key, variable, value == null ? "" : value.value());
    }

    private static void rule(PolicyRule rule, String scope, List<String> rows) {
        for (String group : rule.getApiGroups()) {
            for (String resource : rule.getResources()) {
                rows.add(String.join(
                        " | ",
                        group.isEmpty() ? "core" : group,
                        resource,
                        String.join(", ", rule.getResourceNames()),
                        String.join(", ", rule.getVerbs()),
                        scope));
            }
        }
    }

    private static JSONSchemaProps schema() {
        return crd().getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    }

    private static CustomResourceDefinition crd() {
        return YAML.unmarshal(
                Sources.read(Path.of("crds", "syncjobs.twinmaker.dev-v1.yml")), CustomResourceDefinition.class);
    }

    private static <T extends HasMetadata> List<T> manifest(Class<T> type) {
        return Pattern.compile("(?m)^---$")
                .splitAsStream(Sources.read(Path.of("deploy", "operator.yaml")))
                .skip(1)
                .map(document -> (HasMetadata) YAML.unmarshal(document))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
