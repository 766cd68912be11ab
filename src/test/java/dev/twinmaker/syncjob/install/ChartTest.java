package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.SpecRules;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {

    private final Deployment deployment = Chart.only(Deployment.class, Chart.REGION);

    @Test
    void lint_has_nothing_to_say() throws IOException {
        LintResult lint = Chart.lint();
        assertThat(lint.getMessages()).isEmpty();
        assertThat(lint.isFailed()).isFalse();
    }

    @Test
    void the_versions_are_that_of_the_pom() throws Exception {
        String version = pomVersion();
        JsonNode chart = Chart.tree(Chart.FOLDER.resolve("Chart.yaml"));
        assertThat(chart.path("appVersion").asText()).isEqualTo(version);
        assertThat(chart.path("version").asText()).isEqualTo(version);
        assertThat(container(deployment).getImage()).isEqualTo("syncjob-operator:" + version);
    }

    @Test
    void artifact_hub_is_told_of_each_crd_and_shown_an_object_that_would_be_taken() throws IOException {
        JsonNode told = Chart.tree(Chart.FOLDER.resolve("Chart.yaml")).path("annotations");
        JsonNode crds = Serialization.unmarshal(told.path("artifacthub.io/crds").asText(), JsonNode.class);
        assertThat(crds.findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(
                        Chart.all(
                                        CustomResourceDefinition.class,
                                        Chart.objects(Chart.REGION + "accounts: {enabled: true}"))
                                .stream()
                                .map(crd -> crd.getMetadata().getName())
                                .toList());
        JsonNode shown =
                Serialization.unmarshal(told.path("artifacthub.io/crdsExamples").asText(), JsonNode.class);
        assertThat(shown).hasSize(1).allSatisfy(example -> {
            SyncJob job = Serialization.unmarshal(example.toString(), SyncJob.class);
            assertThat(SpecRules.fault(SyncJobSpec.of(
                            job.getSpec().workspaceId(),
                            "SITEWISE",
                            job.getSpec().roleArn(),
                            null,
                            null)))
                    .isEmpty();
        });
    }

    @Test
    void image_and_tag_can_be_set() {
        Deployment set = Chart.only(
                Deployment.class, Chart.REGION + "image: {repository: registry.example/team/operator, tag: edge}");
        assertThat(container(set).getImage()).isEqualTo("registry.example/team/operator:edge");
    }

    @Test
    void the_names_are_the_product_s_when_the_release_is_called_so() {
        assertThat(Chart.objects(Chart.REGION))
                .extracting(
                        object -> object.getKind() + " " + object.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "ServiceAccount syncjob-operator",
                        "Service syncjob-operator-metrics",
                        "ClusterRole syncjob-operator-view",
                        "ClusterRole syncjob-operator-edit",
                        "ClusterRole syncjob-operator-admin",
                        "ValidatingAdmissionPolicy syncjob-operator-deletion-protection",
                        "ValidatingAdmissionPolicyBinding syncjob-operator-deletion-protection",
                        "CustomResourceDefinition syncjobs.twinmaker.dev",
                        "ClusterRole syncjob-operator",
                        "ClusterRoleBinding syncjob-operator",
                        "Role syncjob-operator",
                        "RoleBinding syncjob-operator",
                        "Deployment syncjob-operator");
    }

    @Test
    void every_object_carries_the_recommended_labels() {
        assertThat(Chart.objects(Chart.REGION))
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/name", "syncjob-operator")
                        .containsEntry("app.kubernetes.io/instance", "syncjob-operator")
                        .containsKeys("app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart"));
    }

    @Test
    void the_selector_survives_an_upgrade() {
        Map<String, String> selector = deployment.getSpec().getSelector().getMatchLabels();
        assertThat(selector).containsOnlyKeys("app.kubernetes.io/name", "app.kubernetes.io/instance");
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).containsAllEntriesOf(selector);
    }

    @Test
    void the_probes_ask_the_endpoints_of_the_operator() {
        Container container = container(deployment);
        assertThat(container.getPorts())
                .extracting(ContainerPort::getContainerPort)
                .containsExactly(8080);
        assertThat(path(container.getStartupProbe())).isEqualTo("http/q/health/started");
        assertThat(path(container.getLivenessProbe())).isEqualTo("http/q/health/live");
        assertThat(path(container.getReadinessProbe())).isEqualTo("http/q/health/ready");
    }

    @Test
    void a_pod_has_requests_a_memory_limit_and_time_to_give_its_lease_back() {
        Container container = container(deployment);
        assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
        assertThat(container.getResources().getLimits().get("memory")).hasToString("512Mi");
        assertThat(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(30);
    }

    @Test
    void for_many_tenants_nobody_acts_without_an_access() throws IOException {
        String values = Chart.REGION + Files.readString(Chart.FOLDER.resolve("values-multi-tenant.yaml"));
        assertThat(container(Chart.only(Deployment.class, values)).getEnv())
                .contains(
                        new EnvVar("SYNCJOB_ACCOUNTS_ENABLED", "true", null),
                        new EnvVar("SYNCJOB_REQUIRE_ACCESS", "true", null));
        assertThat(Chart.all(CustomResourceDefinition.class, Chart.objects(values)))
                .extracting(crd -> crd.getMetadata().getName())
                .containsExactlyInAnyOrder("syncjobs.twinmaker.dev", "awsaccesses.twinmaker.dev");
        assertRefused(
                Chart.REGION + "settings: {requireAccess: true}",
                "settings.requireAccess is true but accounts.enabled is not");
        assertRefused(
                Chart.REGION + "accounts: {enabled: true}\nsettings: {selector: shard=a}",
                "accounts.enabled goes with neither settings.namespaces nor settings.selector");
    }

    @Test
    void without_an_election_two_pods_never_run_at_once() {
        String alone = Chart.REGION + "settings: {leaderElection: false}\n";
        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(Chart.only(Deployment.class, alone).getSpec().getStrategy().getType())
                .isEqualTo("Recreate");
        assertRefused(alone + "replicas: 2", "replicas is more than 1 but settings.leaderElection is false");
    }

    @Test
    void the_service_account_keeps_its_name_and_takes_a_role() {
        String values = Chart.REGION
                + "serviceAccount: {annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::123456789012:role/op'}}";
        List<HasMetadata> objects = Chart.parse(Chart.text("another", "elsewhere", values));
        ServiceAccount account = Chart.all(ServiceAccount.class, objects).get(0);
        assertThat(account.getMetadata().getName()).isEqualTo("syncjob-operator");
        assertThat(account.getMetadata().getNamespace()).isEqualTo("elsewhere");
        assertThat(account.getMetadata().getAnnotations())
                .containsExactly(Map.entry("eks.amazonaws.com/role-arn", "arn:aws:iam::123456789012:role/op"));
        assertThat(Chart.all(Deployment.class, objects).get(0).getMetadata().getName())
                .isEqualTo("another-syncjob-operator");
    }

    @Test
    void a_foreign_service_account_can_be_used() {
        String values = Chart.REGION
                + "serviceAccount: {create: false, name: theirs}\nupgradeCheck: {serviceAccountName: theirs-too}";
        assertThat(Chart.all(ServiceAccount.class, Chart.objects(values))).isEmpty();
        assertThat(Chart.only(Deployment.class, values)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getServiceAccountName())
                .isEqualTo("theirs");
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    replicas: 1                                             | aws.region is not set: name the AWS region
                    aws: {region: null}                                     | at '/aws': missing property 'region'
                    aws: {region: Frankfurt}                                | at '/aws/region': 'Frankfurt' does not match
                    aws: {region: eu-west-1, profile: x}                    | at '/aws': additional properties 'profile'
                    {aws: {region: eu-west-1}, tags: {}}                    | additional properties 'tags' not allowed
                    {aws: {region: eu-west-1}, settings: {readRate: 5}}     | at '/settings': additional properties 'readRate'
                    {aws: {region: eu-west-1}, settings: {pollMax: 60}}     | at '/settings/pollMax': got number, want string
                    {aws: {region: eu-west-1}, settings: {pollMax: soon}}   | at '/settings/pollMax': 'soon' does not match
                    {aws: {region: eu-west-1}, settings: {formerClusterIds: a}} | at '/settings/formerClusterIds': got string, want array
                    {aws: {region: eu-west-1}, settings: {defaultTags: {a: 1}}} | at '/settings/defaultTags/a': got number, want string
                    {aws: {region: eu-west-1}, settings: {defaultTags: {a=b: c}}} | invalid propertyName 'a=b'
                    {aws: {region: eu-west-1}, serviceAccount: {create: false}} | name an account for the check before an upgrade
                    {aws: {region: eu-west-1, endpointUrl: 'https://x'}, accounts: {enabled: true}} | set AWS_ENDPOINT_URL_STS in extraEnv too
                    {aws: {region: eu-west-1}, simulator: {enabled: true}, accounts: {enabled: true}} | simulator.enabled goes without accounts.enabled
                    {aws: {region: eu-west-1}, extraEnv: [{name: AWS_REGION, value: x}]}      | AWS_REGION is set by the chart
                    {aws: {region: eu-west-1}, extraEnv: [{name: SYNCJOB_POLL_MAX, value: x}]} | use the values under aws and
                    """)
    void a_wrong_value_is_refused_with_the_place_and_the_fault(String values, String words) {
        assertRefused(values, words);
    }

    private static void assertRefused(String values, String words) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Chart.objects(values))
                .withMessageContaining(words);
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPort().getStrVal() + probe.getHttpGet().getPath();
    }

    private static String pomVersion() throws Exception {
        return XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/version",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("pom.xml").toFile()));
    }
}
