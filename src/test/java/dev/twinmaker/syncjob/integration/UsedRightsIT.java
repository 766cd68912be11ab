package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rights that the operator uses in a whole life, by the API server's own record, are those that it is given. */
class UsedRightsIT {

    /** What every ServiceAccount may do, by rules of Kubernetes itself. */
    private static final Set<String> OF_EVERYBODY = Set.of("create authorization.k8s.io/selfsubjectrulesreviews");

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.start();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void what_is_used_is_what_is_granted_no_more_and_no_less() {
        OperatorProcess operator = stage.operator();
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
        stage.awaitEvent("plant", "Active");
        // A second event of the same name answers "exists"; the first one is then counted on.
        stage.patch("plant", "{\"spec\":{\"tags\":{\"team\":\"north\"}}}");
        stage.await(
                "the tags are there",
                "plant",
                object -> Stage.is(object, "Synced", "True", "InSync")
                        && object.getStatus().observedGeneration() == 2);
        stage.annotate("plant", SyncJob.RECONCILE_REQUESTED_AT, "now");
        stage.await("looked", "plant", object -> "now".equals(object.getStatus().lastHandledReconcileAt()));
        stage.delete("plant");
        stage.awaitGone("plant");
        operator.terminate(Duration.ofSeconds(30));

        Set<String> used = stage.plane().audit().events().stream()
                .filter(event -> event.user().equals(Stage.SERVICE_ACCOUNT))
                .filter(event -> !event.resource().isEmpty())
                .peek(event -> assertThat(event.code()).as("%s", event).isNotEqualTo(403))
                .map(UsedRightsIT::right)
                .collect(Collectors.toCollection(TreeSet::new));
        used.removeAll(OF_EVERYBODY);
        assertThat(used).isEqualTo(granted());
    }

    private static String right(AuditEvent event) {
        String resource =
                event.subresource().isEmpty() ? event.resource() : event.resource() + "/" + event.subresource();
        return event.verb() + " " + event.apiGroup() + "/" + resource;
    }

    private static Set<String> granted() {
        String name = "syncjob-operator";
        return Stream.concat(
                        stage.client().rbac().clusterRoles().withName(name).get().getRules().stream(),
                        stage.client().rbac().roles().inNamespace(name).withName(name).get().getRules().stream())
                .flatMap(UsedRightsIT::rights)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> rights(PolicyRule rule) {
        return rule.getVerbs().stream()
                .map(verb -> verb + " " + rule.getApiGroups().get(0) + "/"
                        + rule.getResources().get(0));
    }
}
