package dev.twinmaker.syncjob.integration;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.List;

/** The rights of the operator's service account, which a test takes away and gives back. */
record Rights(Stage stage) {

    private static final String NAME = "syncjob-operator";

    /** Takes one verb on a resource from it. */
    void take(String verb, String resource) {
        stage.client().rbac().clusterRoles().withName(NAME).edit(role -> {
            role.getRules().forEach(rule -> without(rule, verb, resource));
            role.getRules().removeIf(rule -> rule.getVerbs().isEmpty());
            return role;
        });
    }

    /** Takes all rights on leases from it. */
    void takeLeases() {
        stage.client().rbac().roleBindings().inNamespace(NAME).withName(NAME).delete();
    }

    /** Gives back all that was taken. */
    void giveBack() {
        stage.plane()
                .kubectl("apply", "--server-side", "--force-conflicts", "-f", "deploy/operator.yaml")
                .output();
    }

    private static void without(PolicyRule rule, String verb, String resource) {
        if (rule.getResources().equals(List.of(resource))) {
            rule.getVerbs().remove(verb);
        }
    }
}
