package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

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
        String[] parts = resource.split("/", 2);
        awaitRefused(new ResourceAttributesBuilder()
                .withVerb(verb)
                .withGroup(SyncJob.GROUP)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : null)
                .build());
    }

    /** The API server decides by what its own watch has shown of the rights. */
    private void awaitRefused(ResourceAttributes what) {
        Awaitility.await("the right is taken")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    SubjectAccessReview review = stage.client()
                            .authorization()
                            .v1()
                            .subjectAccessReview()
                            .create(new SubjectAccessReviewBuilder()
                                    .withNewSpec()
                                    .withUser(Stage.SERVICE_ACCOUNT)
                                    .withResourceAttributes(what)
                                    .endSpec()
                                    .build());
                    return !review.getStatus().getAllowed();
                });
    }

    /** Takes all rights on leases from it. */
    void takeLeases() {
        stage.client().rbac().roleBindings().inNamespace(NAME).withName(NAME).delete();
        awaitRefused(new ResourceAttributesBuilder()
                .withVerb("update")
                .withGroup("coordination.k8s.io")
                .withResource("leases")
                .withNamespace(NAME)
                .withName(NAME)
                .build());
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
