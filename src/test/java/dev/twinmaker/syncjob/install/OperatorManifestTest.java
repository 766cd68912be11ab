package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OperatorManifestTest {

    private static final Path FILE = Path.of("deploy", "operator.yaml");
    private static final Path CHART_CRD = Chart.FOLDER.resolve("files").resolve("syncjobs.twinmaker.dev-v1.yml");

    private static final Path ACCOUNTS = Path.of("deploy", "accounts.yaml");
    private static final Path CHART_ACCESS_CRD =
            Chart.FOLDER.resolve("files").resolve("awsaccesses.twinmaker.dev-v1.yml");

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("deploy.write")) {
            Files.writeString(CHART_CRD, Files.readString(OperatorManifest.CRD));
            Files.writeString(CHART_ACCESS_CRD, Files.readString(OperatorManifest.ACCESS_CRD));
            Files.writeString(FILE, OperatorManifest.yaml());
            Files.writeString(ACCOUNTS, OperatorManifest.accountsYaml());
        }
    }

    @Test
    void the_checked_in_manifest_is_what_the_chart_renders() throws IOException {
        assertThat(FILE).hasContent(OperatorManifest.yaml());
        assertThat(ACCOUNTS).hasContent(OperatorManifest.accountsYaml());
    }

    @Test
    void the_chart_carries_the_crd_to_the_letter() throws IOException {
        assertThat(CHART_CRD).hasSameTextualContentAs(OperatorManifest.CRD);
        assertThat(CHART_ACCESS_CRD).hasSameTextualContentAs(OperatorManifest.ACCESS_CRD);
    }

    @Test
    void what_helm_applies_is_the_crd_and_neither_helm_nor_argo_cd_nor_flux_takes_it_away() throws IOException {
        CustomResourceDefinition applied = Chart.only(CustomResourceDefinition.class, Chart.REGION);
        assertThat(applied.getMetadata().getAnnotations())
                .containsOnly(
                        Map.entry("helm.sh/resource-policy", "keep"),
                        Map.entry("argocd.argoproj.io/sync-options", "Prune=false,Delete=false"),
                        Map.entry("kustomize.toolkit.fluxcd.io/prune", "disabled"));
        applied.getMetadata().setAnnotations(null);
        applied.getMetadata().setLabels(null);
        assertThat(Serialization.asYaml(applied)).isEqualTo(Serialization.asYaml(crd()));
    }

    /** As docs/install.md deletes it, so that SyncJobs outlive the operator. */
    @Test
    void what_the_label_chooses_is_all_of_the_manifest_but_its_crd_and_its_namespace() throws IOException {
        assertThat(manifest())
                .filteredOn(object -> object.getMetadata().getLabels() == null
                        || !"syncjob-operator"
                                .equals(object.getMetadata().getLabels().get("app.kubernetes.io/instance")))
                .extracting(HasMetadata::getKind)
                .containsExactly("Namespace", "CustomResourceDefinition");
    }

    @Test
    void the_crd_can_be_left_to_others() {
        assertThat(Chart.all(CustomResourceDefinition.class, Chart.objects(Chart.REGION + "crds: {enabled: false}")))
                .isEmpty();
    }

    @Test
    void the_manifest_has_all_objects_each_after_what_it_needs() throws IOException {
        assertThat(manifest())
                .extracting(HasMetadata::getKind)
                .containsExactly(
                        "Namespace",
                        "CustomResourceDefinition",
                        "ServiceAccount",
                        "ClusterRole",
                        "ClusterRole",
                        "ClusterRole",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "Role",
                        "RoleBinding",
                        "Service",
                        "Deployment",
                        "ValidatingAdmissionPolicy",
                        "ValidatingAdmissionPolicyBinding");
        CustomResourceDefinition applied =
                Chart.all(CustomResourceDefinition.class, manifest()).get(0);
        assertThat(applied.getMetadata().getAnnotations())
                .containsOnly(
                        Map.entry("argocd.argoproj.io/sync-options", "Prune=false,Delete=false"),
                        Map.entry("kustomize.toolkit.fluxcd.io/prune", "disabled"));
        applied.getMetadata().setAnnotations(null);
        assertThat(Serialization.asYaml(applied)).isEqualTo(Serialization.asYaml(crd()));
    }

    @Test
    void everything_in_the_manifest_is_of_its_one_namespace_and_nothing_claims_to_be_helm_s() throws IOException {
        assertThat(manifest())
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getNamespace()).isIn(null, "syncjob-operator"));
        assertThat(Files.readString(FILE)).doesNotContain("helm.sh/", "Helm");
    }

    @Test
    void the_region_is_left_to_the_user() throws IOException {
        Deployment deployment = Chart.all(Deployment.class, manifest()).get(0);
        List<EnvVar> environment = deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv();
        assertThat(environment).contains(new EnvVar("AWS_REGION", "", null));
        assertThat(Files.readString(FILE)).contains("- name: AWS_REGION\n              value: \"\"\n");
    }

    @Test
    void what_accounts_need_comes_in_a_manifest_of_its_own() throws IOException {
        List<HasMetadata> accounts = Chart.parse(Files.readString(ACCOUNTS));
        assertThat(accounts)
                .extracting(HasMetadata::getKind)
                .containsExactly("CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding");
        assertThat(Files.readString(ACCOUNTS)).doesNotContain("helm.sh/", "Helm");
    }

    private static List<HasMetadata> manifest() throws IOException {
        return Chart.parse(Files.readString(FILE));
    }

    private static CustomResourceDefinition crd() throws IOException {
        return Serialization.unmarshal(Files.readString(OperatorManifest.CRD), CustomResourceDefinition.class);
    }
}
