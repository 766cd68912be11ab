package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectRulesReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * Whether the service account may keep the lease. The framework asks too, but not for {@code patch}, by which it acquires
 * and renews: a replica without it would stand by for ever.
 */
final class LeaseRights {

    private static final String ANY = "*";
    private static final String GROUP = "coordination.k8s.io";
    private static final String LEASES = "leases";
    private static final List<String> VERBS = List.of("create", "get", "update", "patch");

    private LeaseRights() {}

    /**
     * Passes where the lease may be kept.
     *
     * @throws BadConfiguration if not; the message names the verbs that are missing
     */
    static void check(KubernetesClient client, String namespace, String lease) {
        SelfSubjectRulesReview question = new SelfSubjectRulesReviewBuilder()
                .withNewSpec()
                .withNamespace(namespace)
                .endSpec()
                .build();
        SubjectRulesReviewStatus answer = client.resource(question).create().getStatus();
        List<String> missing = missing(answer.getResourceRules(), lease);
        // Where it says itself that it does not know all rights, the lease will tell.
        if (!missing.isEmpty() && !Boolean.TRUE.equals(answer.getIncomplete())) {
            throw new BadConfiguration(
                    "the service account may not " + String.join(", ", missing) + " leases of " + GROUP
                            + " in namespace " + namespace + " (lease " + lease
                            + "), so no leader can be elected. Give it the Role"
                            + " of the chart, or, with one replica, set syncjob.leader-election=false.");
        }
    }

    /** The verbs that no rule grants for this lease. */
    static List<String> missing(List<ResourceRule> rules, String lease) {
        return VERBS.stream()
                .filter(verb -> rules.stream().noneMatch(rule -> grants(rule, verb, lease)))
                .toList();
    }

    private static boolean grants(ResourceRule rule, String verb, String lease) {
        List<String> names = rule.getResourceNames();
        return holds(rule.getApiGroups(), GROUP)
                && holds(rule.getResources(), LEASES)
                && holds(rule.getVerbs(), verb)
                // An object that is to be made has no name to be limited to yet.
                && (names.isEmpty() || (names.contains(lease) && !"create".equals(verb)));
    }

    private static boolean holds(List<String> granted, String wanted) {
        return granted.contains(ANY) || granted.contains(wanted);
    }
}
