package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart can do besides, none of which it does unless it is asked to. */
class ChartOptionsTest {

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Chart.FOLDER.resolve("ci"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void each_example_renders_and_all_its_pods_are_restricted(Path values) throws IOException {
        List<HasMetadata> objects = Chart.objects(Files.readString(values));
        List<PodTemplateSpec> pods = Stream.concat(
                        Chart.all(Deployment.class, objects).stream()
                                .map(d -> d.getSpec().getTemplate()),
                        Chart.all(Job.class, objects).stream()
                                .map(j -> j.getSpec().getTemplate()))
                .toList();
        assertThat(pods).isNotEmpty().allSatisfy(pod -> assertRestricted(pod.getSpec()));
        assertThat(objects)
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(63));
    }

    private static void assertRestricted(PodSpec pod) {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getContainers()).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }

    @Test
    void names_stay_short_enough_however_long_the_release_is_called() {
        String longest = "a".repeat(53);
        assertThat(Chart.parse(Chart.text(
                        longest,
                        "ops",
                        Chart.REGION + "simulator: {enabled: true}\nmetrics: {dashboard: {enabled: true}}")))
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(63));
    }

    @Test
    void a_budget_is_for_the_pods_of_the_operator() {
        PodDisruptionBudget budget = Chart.only(
                PodDisruptionBudget.class, Chart.REGION + "replicas: 2\npodDisruptionBudget: {enabled: true}");
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(Chart.selector(Chart.REGION));
    }

    @Test
    void labels_and_annotations_of_pods_reach_every_pod() {
        String values = Chart.REGION
                + "simulator: {enabled: true}\npodLabels: {team: north}\npodAnnotations: {sidecar.istio.io/inject: 'false'}";
        assertThat(Chart.all(Deployment.class, Chart.objects(values)))
                .hasSize(2)
                .allSatisfy(deployment -> {
                    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                            .containsEntry("team", "north")
                            .containsAllEntriesOf(
                                    deployment.getSpec().getSelector().getMatchLabels());
                    assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
                            .containsEntry("sidecar.istio.io/inject", "false");
                });
    }

    @Test
    void names_that_yaml_could_take_for_numbers_stay_names() {
        String values =
                Chart.REGION + "serviceAccount: {name: '2024'}\nsettings: {namespaces: ['1e3'], leaseName: 'true'}";
        assertThat(Chart.objects(
                        "2024",
                        "2025",
                        Chart.REGION + "serviceAccount: {name: '2024'}\naccounts: {enabled: true}\nreplicas: 2\n"
                                + "networkPolicy: {enabled: true}\nadmission: {allowLists: {enabled: true}}"))
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).isNotEmpty());
        assertThat(Chart.only(ServiceAccount.class, values).getMetadata().getName())
                .isEqualTo("2024");
        assertThat(Chart.all(RoleBinding.class, Chart.objects(values)))
                .extracting(binding -> binding.getMetadata().getNamespace())
                .contains("1e3");
    }

    @Test
    void a_paused_operator_is_not_reported_as_down() {
        String alerts = "metrics: {prometheusRule: {enabled: true}}\n";
        assertThat(Chart.text("syncjob-operator", "ops", Chart.REGION + alerts)).contains("SyncJobOperatorDown");
        assertThat(Chart.text("syncjob-operator", "ops", Chart.REGION + alerts + "replicas: 0"))
                .doesNotContain("SyncJobOperatorDown")
                .contains("SyncJobOperatorDefect");
    }

    @Test
    void a_spread_without_a_selector_is_for_the_pods_of_the_operator() {
        String values = Chart.REGION
                + "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]";
        assertThat(pod(values).getTopologySpreadConstraints()).singleElement().satisfies(spread -> {
            assertThat(spread.getTopologyKey()).isEqualTo("zone");
            assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(Chart.selector(Chart.REGION));
        });
    }

    @Test
    void arguments_volumes_and_priority_reach_the_pod() {
        PodSpec pod = pod(Chart.REGION + """
                extraArgs: ["-Dquarkus.log.level=DEBUG"]
                extraVolumes: [{name: trust, configMap: {name: trust}}]
                extraVolumeMounts: [{name: trust, mountPath: /etc/trust}]
                priorityClassName: plant
                """);
        assertThat(pod.getContainers().get(0).getArgs()).containsExactly("-Dquarkus.log.level=DEBUG");
        assertThat(pod.getVolumes()).extracting(volume -> volume.getName()).containsExactly("tmp", "trust");
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .extracting(mount -> mount.getMountPath())
                .containsExactly("/tmp", "/etc/trust");
        assertThat(pod.getPriorityClassName()).isEqualTo("plant");
    }

    @Test
    void further_objects_are_templates() {
        String values = Chart.REGION + """
                extraObjects:
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: '{{ .Release.Name }}-yaml'}}
                  - |
                    apiVersion: v1
                    kind: ConfigMap
                    metadata:
                      name: {{ .Release.Name }}-text
                """;
        assertThat(Chart.all(ConfigMap.class, Chart.objects(values)))
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("syncjob-operator-yaml", "syncjob-operator-text");
    }

    @Test
    void a_digest_holds_whatever_the_tag_names() {
        String digest = "sha256:" + "0".repeat(64);
        assertThat(pod(Chart.REGION + "image: {digest: '" + digest + "'}")
                        .getContainers()
                        .get(0)
                        .getImage())
                .endsWith("@" + digest);
    }

    @Test
    void the_simulator_stands_where_the_operator_looks_for_aws() {
        List<HasMetadata> objects =
                Chart.objects(Chart.REGION + "simulator: {enabled: true, workspaces: [plant, lab]}");
        Service service = Chart.all(Service.class, objects).stream()
                .filter(found -> found.getMetadata().getName().endsWith("-simulator"))
                .findFirst()
                .orElseThrow();
        Container operator = container(objects, "syncjob-operator");
        Container simulator = container(objects, "syncjob-operator-simulator");
        assertThat(operator.getEnv())
                .contains(
                        new EnvVar(
                                "AWS_ENDPOINT_URL_IOTTWINMAKER",
                                "http://" + service.getMetadata().getName() + "." + Chart.NAMESPACE + ".svc:"
                                        + service.getSpec().getPorts().get(0).getPort(),
                                null),
                        new EnvVar("AWS_ACCESS_KEY_ID", "simulator", null));
        assertThat(simulator.getArgs())
                .containsExactly("simulator", "--host", "0.0.0.0", "--workspace", "plant", "--workspace", "lab");
        assertThat(simulator.getPorts().get(0).getContainerPort())
                .isEqualTo(service.getSpec().getPorts().get(0).getPort());
        assertThat(service.getSpec().getSelector()).isNotEqualTo(Chart.selector(Chart.REGION));
        assertRefused(
                "aws: {region: eu-west-1, endpointUrl: 'http://x'}\nsimulator: {enabled: true}",
                "aws.endpointUrl and simulator.enabled are both set");
    }

    @Test
    void what_is_measured_is_scraped_once() {
        String service = Chart.REGION + "metrics: {serviceMonitor: {enabled: true}";
        assertThat(generic("ServiceMonitor", service + "}")).hasSize(1);
        assertThat(generic("PodMonitor", Chart.REGION + "metrics: {podMonitor: {enabled: true}}"))
                .hasSize(1);
        assertRefused(service + ", podMonitor: {enabled: true}}", "everything would be scraped twice");
        assertRefused(service + ", service: {enabled: false}}", "metrics.serviceMonitor needs metrics.service.enabled");
    }

    @Test
    void alerts_are_about_the_pods_of_the_release() {
        assertThat(generic("PrometheusRule", Chart.REGION + "metrics: {prometheusRule: {enabled: true}}"))
                .singleElement()
                .satisfies(
                        rule -> assertThat(rule.getAdditionalProperties().toString())
                                .contains(
                                        "absent(process_uptime_seconds{namespace=\"plant-ops\",pod=~\"syncjob-operator-[a-z0-9]+-[a-z0-9]{5}\"})"));
    }

    private static List<GenericKubernetesResource> generic(String kind, String values) {
        return Chart.all(GenericKubernetesResource.class, Chart.objects(values)).stream()
                .filter(object -> object.getKind().equals(kind))
                .toList();
    }

    private static void assertRefused(String values, String words) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Chart.objects(values))
                .withMessageContaining(words);
    }

    private static PodSpec pod(String values) {
        return Chart.only(Deployment.class, values).getSpec().getTemplate().getSpec();
    }

    private static Container container(List<HasMetadata> objects, String deployment) {
        return Chart.all(Deployment.class, objects).stream()
                .filter(found -> found.getMetadata().getName().equals(deployment))
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
    }
}
