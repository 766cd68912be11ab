package dev.twinmaker.syncjob.simulator;

import java.util.List;
import java.util.Set;

/**
 * A statement of a policy.
 *
 * @param allow whether it allows; it denies otherwise
 * @param principals whom a statement of a trust policy is about; empty in the policy of an identity
 * @param resources what it is about; empty in a trust policy, which is about its role
 */
record PolicyStatement(
        boolean allow,
        Set<String> principals,
        List<Glob> actions,
        List<ArnGlob> resources,
        List<PolicyCondition> conditions) {

    boolean covers(Permission asked) {
        return (principals.isEmpty() || principals.contains(asked.caller()))
                && actions.stream().anyMatch(action -> action.matches(asked.action()))
                && (resources.isEmpty() || resources.stream().anyMatch(resource -> resource.matches(asked.resource())))
                && conditions.stream().allMatch(condition -> condition.holds(asked.context()));
    }
}
