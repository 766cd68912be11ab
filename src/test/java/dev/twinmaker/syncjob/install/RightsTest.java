package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the operator may do in the cluster, and what its pod may do on the node: this and no more. */
class RightsTest {

    private static final String SCOPED = "settings: {namespaces: [north, east]}\n";

    private final List<HasMetadata> objects = Chart.objects(Chart.REGION);

    @Test
    void in_the_whole_cluster_it_may_do_this_and_no_more() {
        assertThat(own(Chart.all(ClusterRole.class, objects)))
                .singleElement()
                .satisfies(role -> assertThat(rights(role.getRules()))
                        .containsExactlyInAnyOrder(
                                "get twinmaker.dev/syncjobs",
                                "list twinmaker.dev/syncjobs",
                                "watch twinmaker.dev/syncjobs",
                                "patch twinmaker.dev/syncjobs",
                                "patch twinmaker.dev/syncjobs/status",
                                "create events.k8s.io/events",
                                "get /namespaces kube-system"));
    }

    @Test
    void with_accounts_it_may_read_accesses_and_namespaces_and_hold_an_access_besides() {
        ClusterRole own = own(Chart.all(ClusterRole.class, objects)).get(0);
        List<ClusterRole> roles =
                own(Chart.all(ClusterRole.class, Chart.objects(Chart.REGION + "accounts: {enabled: true}")));
        assertThat(roles).hasSize(2);
        assertThat(roles).filteredOn(role -> rules(role).equals(rules(own))).hasSize(1);
        assertThat(roles)
                .filteredOn(role -> !rules(role).equals(rules(own)))
                .singleElement()
                .satisfies(role -> assertThat(rights(role.getRules()))
                        .containsExactlyInAnyOrder(
                                "list twinmaker.dev/awsaccesses",
                                "watch twinmaker.dev/awsaccesses",
                                "patch twinmaker.dev/awsaccesses",
                                "patch twinmaker.dev/awsaccesses/status",
                                "get /namespaces",
                                "list /namespaces",
                                "watch /namespaces"));
    }

    @Test
    void in_its_own_namespace_it_may_keep_one_lease_and_no_more() {
        assertThat(Chart.all(Role.class, objects)).singleElement().satisfies(role -> {
            assertThat(role.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
            assertThat(rights(role.getRules()))
                    .containsExactlyInAnyOrder(
                            "create coordination.k8s.io/leases",
                            "get coordination.k8s.io/leases syncjob-operator",
                            "update coordination.k8s.io/leases syncjob-operator",
                            "patch coordination.k8s.io/leases syncjob-operator");
        });
    }

    @Test
    void the_lease_it_may_keep_is_the_one_it_is_told_to_use() {
        String values = Chart.REGION + "settings: {leaseName: shard-1}";
        List<HasMetadata> sharded = Chart.objects(values);
        assertThat(rights(Chart.all(Role.class, sharded).get(0).getRules()))
                .contains("update coordination.k8s.io/leases shard-1");
        assertThat(pod(Chart.all(Deployment.class, sharded).get(0))
                        .getContainers()
                        .get(0)
                        .getEnv())
                .anySatisfy(variable -> {
                    assertThat(variable.getName()).isEqualTo("SYNCJOB_LEASE_NAME");
                    assertThat(variable.getValue()).isEqualTo("shard-1");
                });
    }

    @Test
    void limited_to_namespaces_it_may_do_its_work_there_and_in_the_cluster_learn_the_id_of_it_alone() {
        List<HasMetadata> scoped = Chart.objects(Chart.REGION + SCOPED);
        assertThat(own(Chart.all(ClusterRole.class, scoped)))
                .singleElement()
                .satisfies(role -> assertThat(rights(role.getRules())).containsExactly("get /namespaces kube-system"));
        assertThat(Chart.all(Role.class, scoped))
                .filteredOn(role -> role.getMetadata().getName().endsWith("-objects"))
                .extracting(role -> role.getMetadata().getNamespace())
                .containsExactly("east", "north");
        assertThat(Chart.all(Role.class, scoped))
                .filteredOn(role -> role.getMetadata().getName().endsWith("-objects"))
                .allSatisfy(role -> assertThat(rights(role.getRules()))
                        .containsExactlyInAnyOrder(
                                "get twinmaker.dev/syncjobs",
                                "list twinmaker.dev/syncjobs",
                                "watch twinmaker.dev/syncjobs",
                                "patch twinmaker.dev/syncjobs",
                                "patch twinmaker.dev/syncjobs/status",
                                "create events.k8s.io/events"));
    }

    @Test
    void limited_to_namespaces_and_told_its_id_it_has_no_right_in_the_cluster() {
        List<HasMetadata> scoped =
                Chart.objects(Chart.REGION + "settings: {namespaces: [north], clusterId: plant-cluster}");
        assertThat(own(Chart.all(ClusterRole.class, scoped))).isEmpty();
        assertThat(Chart.all(ClusterRoleBinding.class, scoped)).isEmpty();
    }

    @Test
    void people_may_do_with_syncjobs_what_they_may_do_with_the_rest_and_nobody_may_write_a_status() {
        Map<String, List<String>> people = new TreeMap<>();
        Chart.all(ClusterRole.class, objects).stream()
                .filter(role -> role.getMetadata().getLabels().keySet().stream()
                        .anyMatch(label -> label.startsWith("rbac.authorization.k8s.io/aggregate-to-")))
                .forEach(role -> people.put(
                        role.getMetadata().getLabels().keySet().stream()
                                .filter(label -> label.contains("aggregate-to-"))
                                .map(label -> label.substring(label.lastIndexOf('-') + 1))
                                .sorted()
                                .collect(Collectors.joining(" ")),
                        rights(role.getRules())));
        assertThat(people)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "admin edit view",
                        List.of(
                                "get twinmaker.dev/syncjobs",
                                "list twinmaker.dev/syncjobs",
                                "watch twinmaker.dev/syncjobs"),
                        "admin edit",
                        List.of(
                                "create twinmaker.dev/syncjobs",
                                "update twinmaker.dev/syncjobs",
                                "patch twinmaker.dev/syncjobs",
                                "delete twinmaker.dev/syncjobs"),
                        "admin",
                        List.of("deletecollection twinmaker.dev/syncjobs")));
        assertThat(Chart.all(ClusterRole.class, Chart.objects(Chart.REGION + "rbac: {aggregate: false}")))
                .extracting(role -> role.getMetadata().getName())
                .containsExactly("syncjob-operator");
    }

    @Test
    void rights_can_be_left_to_somebody_else() {
        List<HasMetadata> none =
                Chart.objects(Chart.REGION + "rbac: {create: false}\nupgradeCheck: {serviceAccountName: checker}");
        assertThat(own(Chart.all(ClusterRole.class, none))).isEmpty();
        assertThat(Chart.all(Role.class, none)).isEmpty();
    }

    /** The cluster roles of the operator itself. */
    private static List<ClusterRole> own(List<ClusterRole> roles) {
        return roles.stream()
                .filter(role -> role.getMetadata().getLabels().keySet().stream()
                        .noneMatch(label -> label.contains("/aggregate-to-")))
                .toList();
    }

    @Test
    void the_rights_go_to_its_service_account_alone() {
        String values = Chart.REGION + "serviceAccount: {name: keeper}";
        List<HasMetadata> named = Chart.objects(values);
        ClusterRoleBinding wide = Chart.all(ClusterRoleBinding.class, named).get(0);
        RoleBinding narrow = Chart.all(RoleBinding.class, named).get(0);
        Subject keeper = new Subject(null, "ServiceAccount", "keeper", Chart.NAMESPACE);
        assertThat(wide.getSubjects()).containsExactly(keeper);
        assertThat(narrow.getSubjects()).containsExactly(keeper);
        assertThat(narrow.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
        assertThat(wide.getRoleRef())
                .isEqualTo(new RoleRef("rbac.authorization.k8s.io", "ClusterRole", "syncjob-operator"));
        assertThat(narrow.getRoleRef()).isEqualTo(new RoleRef("rbac.authorization.k8s.io", "Role", "syncjob-operator"));
        assertThat(pod(Chart.all(Deployment.class, named).get(0)).getServiceAccountName())
                .isEqualTo("keeper");
    }

    @Test
    void the_pod_meets_the_restricted_pod_security_standard() {
        PodSpec pod = pod(Chart.all(Deployment.class, objects).get(0));
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getInitContainers()).isEmpty();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getVolumes()).extracting(Volume::getName).containsExactly("tmp");
        assertThat(pod.getVolumes().get(0).getEmptyDir()).isNotNull();
        assertThat(pod.getContainers()).singleElement().satisfies(RightsTest::assertRestricted);
    }

    private static void assertRestricted(Container container) {
        assertThat(container.getSecurityContext()).satisfies(context -> {
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getPrivileged()).isNull();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(context.getCapabilities().getAdd()).isEmpty();
        });
        assertThat(container.getVolumeMounts())
                .singleElement()
                .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
        assertThat(container.getPorts())
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static List<PolicyRule> rules(ClusterRole role) {
        return role.getRules();
    }

    /** One line a right: verb, group and resource, and the one name where the right is limited to it. */
    private static List<String> rights(List<PolicyRule> rules) {
        return rules.stream().flatMap(RightsTest::rights).toList();
    }

    private static Stream<String> rights(PolicyRule rule) {
        assertThat(rule.getNonResourceURLs()).isEmpty();
        List<String> names = rule.getResourceNames().isEmpty()
                ? List.of("")
                : rule.getResourceNames().stream().map(name -> " " + name).toList();
        return rule.getVerbs().stream()
                .flatMap(verb -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource ->
                                        names.stream().map(name -> verb + " " + group + "/" + resource + name))));
    }
}
