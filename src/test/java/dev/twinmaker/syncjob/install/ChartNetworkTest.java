package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who reaches whom behind the network policies of the chart. */
class ChartNetworkTest {

    @Test
    void a_network_policy_lets_names_the_api_server_aws_and_pod_identity_be_reached_and_nothing_else() {
        NetworkPolicy policy = policies("networkPolicy: {enabled: true}").get(0);
        assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(Chart.selector(Chart.REGION));
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getEgress().stream()
                        .flatMap(rule -> rule.getPorts().stream())
                        .map(port -> port.getPort().getIntVal()))
                .containsExactly(53, 53, 443, 6443, 80);
        assertThat(policy.getSpec()
                        .getEgress()
                        .get(2)
                        .getTo()
                        .get(0)
                        .getIpBlock()
                        .getCidr())
                .isEqualTo("169.254.170.23/32");
    }

    @Test
    void with_instance_metadata_its_address_can_be_reached_too() {
        NetworkPolicy policy = policies("networkPolicy: {enabled: true}\n").get(0);
        NetworkPolicy more = Chart.all(
                        NetworkPolicy.class,
                        Chart.objects(
                                "aws: {region: eu-central-1, instanceMetadata: true}\nnetworkPolicy: {enabled: true}"))
                .get(0);
        assertThat(more.getSpec().getEgress())
                .hasSize(policy.getSpec().getEgress().size() + 1);
        assertThat(more.getSpec().getEgress().get(3).getTo().get(0).getIpBlock().getCidr())
                .isEqualTo("169.254.169.254/32");
    }

    @Test
    void the_simulator_is_reached_by_the_operator_alone() {
        List<NetworkPolicy> policies = policies("networkPolicy: {enabled: true}\nsimulator: {enabled: true}");
        assertThat(policies).hasSize(2);
        assertThat(policies.get(1).getSpec().getPodSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/name", "syncjob-operator-simulator");
        assertThat(policies.get(1).getSpec().getEgress()).isEmpty();
        assertThat(policies.get(1).getSpec().getIngress())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getFrom())
                        .singleElement()
                        .satisfies(peer -> assertThat(peer.getPodSelector().getMatchLabels())
                                .isEqualTo(Chart.selector(Chart.REGION))));
    }

    private static List<NetworkPolicy> policies(String values) {
        return Chart.all(NetworkPolicy.class, Chart.objects(Chart.REGION + values));
    }
}
