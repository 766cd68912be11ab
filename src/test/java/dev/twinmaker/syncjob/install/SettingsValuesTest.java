package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinmaker.syncjob.operator.Scope;
import dev.twinmaker.syncjob.operator.Settings;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The values under {@code settings} are the operator's settings, and reach it. */
class SettingsValuesTest {

    /** Goes with rights, so that its value stands beside them: {@code accounts.enabled}. */
    private static final String OF_ACCOUNTS = "accountsEnabled";

    /** What goes with one operator for all SyncJobs only, and so not with a scope. */
    private static final String SCOPED = """
            settings: {namespaces: [north, east], selector: 'shard in (a,b)'}
            """;

    @Test
    void the_schema_knows_each_setting_and_no_other() throws IOException {
        JsonNode settings = Chart.schema().at("/properties/settings/properties");
        assertThat(settings.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(keys(Settings.class)
                        .filter(key -> !OF_ACCOUNTS.equals(key))
                        .toList());
        assertThat(settings.at("/aws/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(keys(Settings.Aws.class).toList());
    }

    @Test
    void every_setting_of_the_schema_has_a_description() throws IOException {
        ObjectNode settings = (ObjectNode) Chart.schema().at("/properties/settings/properties");
        assertThat(settings.properties())
                .allSatisfy(key -> assertThat(key.getValue().path("description").asText())
                        .as(key.getKey())
                        .isNotBlank());
    }

    @Test
    void the_values_file_names_each_setting_with_its_default() throws IOException {
        List<String> lines = Files.readAllLines(Chart.FOLDER.resolve("values.yaml"));
        Stream.of(Settings.class, Settings.Aws.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.isAnnotationPresent(WithDefault.class))
                .filter(method -> !OF_ACCOUNTS.equals(method.getName()))
                .forEach(method -> assertThat(lines)
                        .anyMatch(line -> line.replace("#", "")
                                .strip()
                                .equals(method.getName() + ": "
                                        + method.getAnnotation(WithDefault.class)
                                                .value())));
    }

    @Test
    void every_setting_reaches_the_operator_under_the_name_it_reads() {
        String values = Chart.REGION + """
                accounts: {enabled: true}
                settings:
                  leaseName: shard-1
                  requireAccess: true
                  leaderElection: false
                  reconcileInterval: 1h
                  pollInitial: 500ms
                  pollMax: 61s
                  backoffInitial: 3s
                  backoffMax: 4m
                  accessDeniedGrace: 5m
                  clusterId: plant-cluster
                  formerClusterIds: [old-cluster, older-cluster]
                  defaultTags: {team: plant, note: 'a, b\\c'}
                  approvalWindow: 6m
                  apiServerSilence: 151s
                  stuckAfter: 7m
                  aws: {readRate: 0.5, readBurst: 11, writeRate: 2.5, writeBurst: 3, stsRate: 4, stsBurst: 9, callTimeout: 12s}
                """;
        assertThat(seenByTheOperator(environment(values)))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("leaseName", "shard-1"),
                        Map.entry("accountsEnabled", true),
                        Map.entry("requireAccess", true),
                        Map.entry("aws.stsRate", 4.0),
                        Map.entry("aws.stsBurst", 9.0),
                        Map.entry("leaderElection", false),
                        Map.entry("reconcileInterval", Duration.ofHours(1)),
                        Map.entry("pollInitial", Duration.ofMillis(500)),
                        Map.entry("pollMax", Duration.ofSeconds(61)),
                        Map.entry("backoffInitial", Duration.ofSeconds(3)),
                        Map.entry("backoffMax", Duration.ofMinutes(4)),
                        Map.entry("accessDeniedGrace", Duration.ofMinutes(5)),
                        Map.entry("clusterId", "plant-cluster"),
                        Map.entry("formerClusterIds", List.of("old-cluster", "older-cluster")),
                        Map.entry("defaultTags", List.of("note=a, b\\c", "team=plant")),
                        Map.entry("approvalWindow", Duration.ofMinutes(6)),
                        Map.entry("apiServerSilence", Duration.ofSeconds(151)),
                        Map.entry("stuckAfter", Duration.ofMinutes(7)),
                        Map.entry("aws.readRate", 0.5),
                        Map.entry("aws.readBurst", 11.0),
                        Map.entry("aws.writeRate", 2.5),
                        Map.entry("aws.writeBurst", 3.0),
                        Map.entry("aws.callTimeout", Duration.ofSeconds(12))));
    }

    @Test
    void the_scope_reaches_the_operator_and_its_lease_is_the_one_that_the_operator_would_take_itself() {
        Map<String, Object> seen = seenByTheOperator(environment(Chart.REGION + SCOPED));
        assertThat(seen)
                .containsEntry("namespaces", List.of("north", "east"))
                .containsEntry("selector", "shard in (a,b)")
                .containsEntry("leaseName", lease(List.of("north", "east"), "shard in (a,b)"));
        assertThat(environment(Chart.REGION + "settings: {namespaces: [north]}"))
                .containsEntry("SYNCJOB_LEASE_NAME", lease(List.of("north"), ""))
                .doesNotContainKey("SYNCJOB_SELECTOR");
        assertThat(environment(Chart.REGION + "settings: {selector: shard=a}"))
                .containsEntry("SYNCJOB_LEASE_NAME", lease(List.of(), "shard=a"))
                .doesNotContainKey("SYNCJOB_NAMESPACES");
    }

    private static String lease(List<String> namespaces, String selector) {
        return Scope.of(namespaces, Optional.of(selector), false).lease();
    }

    @Test
    void a_setting_left_out_is_the_operator_s_own_default() {
        String leaseName = lease(List.of(), "");
        assertThat(environment(Chart.REGION))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_EC2_METADATA_DISABLED",
                        "true",
                        "SYNCJOB_LEASE_NAME",
                        leaseName));
    }

    @Test
    void an_empty_list_is_no_setting() {
        assertThat(environment(Chart.REGION + "settings: {formerClusterIds: [], defaultTags: {}}"))
                .doesNotContainKeys("SYNCJOB_FORMER_CLUSTER_IDS", "SYNCJOB_DEFAULT_TAGS");
    }

    @Test
    void the_endpoint_and_the_metadata_service_can_be_chosen() {
        assertThat(environment("aws: {region: us-gov-west-1, instanceMetadata: true, endpointUrl: 'http://sim:4567'}"))
                .containsEntry("AWS_REGION", "us-gov-west-1")
                .containsEntry("AWS_EC2_METADATA_DISABLED", "false")
                .containsEntry("AWS_ENDPOINT_URL_IOTTWINMAKER", "http://sim:4567");
    }

    @Test
    void further_variables_come_beside_the_chart_s_own() {
        assertThat(environment(Chart.REGION + "extraEnv: [{name: AWS_PROFILE, value: plant}]"))
                .containsEntry("AWS_PROFILE", "plant")
                .containsEntry("AWS_REGION", "eu-central-1");
    }

    private static Map<String, String> environment(String values) {
        Map<String, String> environment = new TreeMap<>();
        for (EnvVar variable : Chart.only(Deployment.class, values)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()) {
            assertThat(environment.put(variable.getName(), variable.getValue()))
                    .as("%s once", variable.getName())
                    .isNull();
        }
        return environment;
    }

    /** The settings as the operator reads them from this environment; those that are not there are left out. */
    private static Map<String, Object> seenByTheOperator(Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 300))
                .withConverter(Duration.class, 200, new DurationConverter())
                .build();
        Map<String, Object> seen = new TreeMap<>();
        settings(Settings.class)
                .filter(method -> method.getReturnType() != Settings.Aws.class)
                .forEach(method -> read(config, "", method, seen));
        settings(Settings.Aws.class).forEach(method -> read(config, "aws.", method, seen));
        return seen;
    }

    private static void read(SmallRyeConfig config, String group, Method method, Map<String, Object> seen) {
        String key = "syncjob." + group + StringUtil.skewer(method.getName());
        optional(config, key, method).ifPresent(value -> seen.put(group + method.getName(), value));
    }

    private static Optional<?> optional(SmallRyeConfig config, String key, Method method) {
        return switch (method.getGenericReturnType().getTypeName()) {
            case "java.util.Optional<java.lang.String>" -> config.getOptionalValue(key, String.class);
            case "java.util.Optional<java.util.List<java.lang.String>>" -> config.getOptionalValues(key, String.class);
            default -> config.getOptionalValue(key, method.getReturnType());
        };
    }

    private static Stream<String> keys(Class<?> type) {
        return settings(type).map(Method::getName);
    }

    private static Stream<Method> settings(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isDefault() && !method.isSynthetic());
    }
}
