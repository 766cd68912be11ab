package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rules let a process keep its lease. */
class LeaseRightsTest {

    @Test
    void the_two_rules_of_the_chart_are_enough() {
        assertThat(missing(
                        rule("coordination.k8s.io", "leases", "", "create"),
                        rule("coordination.k8s.io", "leases", "ours", "get", "update", "patch")))
                .isEmpty();
    }

    @Test
    void stars_grant_everything() {
        assertThat(missing(rule("*", "*", "", "*"))).isEmpty();
    }

    @Test
    void each_verb_that_is_not_granted_is_named() {
        assertThat(missing()).containsExactly("create", "get", "update", "patch");
        assertThat(missing(rule("coordination.k8s.io", "leases", "", "create", "get", "update")))
                .containsExactly("patch");
    }

    @Test
    void rights_on_another_lease_resource_or_group_count_for_nothing() {
        assertThat(missing(
                        rule("coordination.k8s.io", "leases", "theirs", "*"),
                        rule("coordination.k8s.io", "leasecandidates", "", "*"),
                        rule("apps", "leases", "", "*")))
                .hasSize(4);
    }

    @Test
    void a_create_that_is_limited_to_a_name_is_none() {
        assertThat(missing(rule("coordination.k8s.io", "leases", "ours", "*"))).containsExactly("create");
    }

    private static List<String> missing(ResourceRule... rules) {
        return LeaseRights.missing(List.of(rules), "ours");
    }

    private static ResourceRule rule(String group, String resource, String name, String... verbs) {
        return new ResourceRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withResourceNames(name.isEmpty() ? List.of() : List.of(name))
                .withVerbs(verbs)
                .build();
    }
}
