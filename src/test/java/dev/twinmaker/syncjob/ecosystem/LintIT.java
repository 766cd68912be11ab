package dev.twinmaker.syncjob.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in the eyes of the tools that platform teams run over them. */
class LintIT {

    private static final Path CHART = Path.of("helm", "syncjob-operator");

    @TempDir
    private static Path folder;

    private static Path schemas;

    /** What kube-score would rather have, and why it is not so. */
    private static final Map<String, String> ANSWERED = Map.ofEntries(
            Map.entry(
                    "container-image-pull-policy",
                    "a tag of a release never changes; IfNotPresent lets a node start it without the registry"),
            Map.entry(
                    "container-ephemeral-storage-request-and-limit",
                    "the root is read-only, and /tmp has a size limit of its own"),
            Map.entry(
                    "container-resources",
                    "no limit of the processor: it would only slow the operator down when it is needed most"),
            Map.entry(
                    "container-security-context-user-group-id",
                    "the number is in the image, so that a cluster can give out a range of its own"),
            Map.entry("pod-networkpolicy", "networkPolicy.enabled; the chart cannot know where the API server is"),
            Map.entry("pod-probes", "the simulator, for a trial only, is ready or it is not"),
            Map.entry("deployment-strategy", "two pods of the simulator would each have a world of their own"),
            Map.entry(
                    "deployment-has-poddisruptionbudget",
                    "podDisruptionBudget.enabled; with one replica it would only hold up a drain"),
            Map.entry(
                    "deployment-has-host-podantiaffinity",
                    "affinity; with one replica there is nobody to keep away from"),
            Map.entry("deployment-replicas", "a standby is a choice: replicas"));

    static Stream<String> manifests() throws IOException {
        List<String> names =
                new ArrayList<>(List.of("values.yaml", "deploy/operator.yaml", "values-multi-tenant.yaml"));
        try (Stream<Path> files = Files.list(CHART.resolve("ci"))) {
            files.map(file -> "ci/" + file.getFileName()).sorted().forEach(names::add);
        }
        return names.stream();
    }

    private static String text(String name) throws IOException {
        if (name.startsWith("deploy/")) {
            return Files.readString(Path.of(name));
        }
        return new Command(Tools.HELM_3.find(), Map.of())
                .run(
                        "template",
                        "syncjob-operator",
                        CHART.toString(),
                        "--namespace",
                        "syncjob-operator",
                        "--kube-version",
                        "1.30.0",
                        "--set",
                        "aws.region=eu-central-1",
                        "--values",
                        CHART.resolve(name).toString())
                .output();
    }

    @Test
    void the_check_before_an_upgrade_may_list_and_no_more() throws IOException {
        assertThat(text("values.yaml")).contains("kind: Job").contains("""
                        rules:
                          - apiGroups: [twinmaker.dev]
                            resources: [syncjobs, awsaccesses]
                            verbs: [list]
                        """);
    }

    /** Argo CD runs it before anything else of a first sync is there. */
    @Test
    void the_check_before_an_upgrade_is_let_through_to_the_api_server_by_a_policy_that_comes_before_it()
            throws IOException {
        String policy = Arrays.stream(text("ci/monitored-values.yaml").split("(?m)^---$"))
                .filter(document -> document.contains("kind: NetworkPolicy"))
                .filter(document -> document.contains("name: syncjob-operator-upgrade-check\n  namespace"))
                .findFirst()
                .orElseThrow();
        assertThat(policy)
                .contains("helm.sh/hook: pre-upgrade", "helm.sh/hook-weight: \"-1\"")
                .contains("policyTypes: [Ingress, Egress]")
                .containsSubsequence("port: 443", "port: 6443")
                .doesNotContain("ingress:");
    }

    @BeforeAll
    static void schemas() throws IOException {
        schemas = Files.createDirectories(folder.resolve("schemas"));
        try (ControlPlane plane = ControlPlane.start()) {
            plane.kubectl("apply", "--server-side", "-f", "crds").output();
            OpenApiSchemas.write(plane, schemas);
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void every_object_fits_the_schema_of_the_api_server_to_the_last_field(String name) throws IOException {
        Command.Result result = new Command(Tools.KUBECONFORM.find(), Map.of())
                .reading(
                        text(name),
                        "-strict",
                        "-summary",
                        "-schema-location",
                        schemas + "/{{ .ResourceKind }}{{ .KindSuffix }}.json",
                        // Kinds of the Prometheus operator, and one whose schema no API server publishes.
                        "-skip",
                        "ServiceMonitor,PodMonitor,PrometheusRule,CustomResourceDefinition",
                        "-");
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout()).contains("Invalid: 0, Errors: 0");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void kube_score_finds_nothing_that_is_not_answered(String name) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("score", "--output-format", "ci", "--kubernetes-version", "v1.30"));
        ANSWERED.keySet().stream().sorted().forEach(test -> arguments.addAll(List.of("--ignore-test", test)));
        arguments.add("-");
        Command.Result result =
                new Command(Tools.KUBE_SCORE.find(), Map.of()).reading(text(name), arguments.toArray(String[]::new));
        assertThat(result.stdout().lines().filter(line -> !line.startsWith("[OK]") && !line.startsWith("[SKIPPED]")))
                .as(result.stderr())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void every_pod_is_restricted_and_no_role_is_wide(String name) throws IOException {
        Command.Result result = new Command(Tools.CONFTEST.find(), Map.of())
                .reading(text(name), "test", "--policy", "src/ecosystem/policy", "-");
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
    }
}
