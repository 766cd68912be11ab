package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The rights that the operator uses in a whole life, by the API server's own record, are those that it is given. */
class UsedRightsIT {

    private static final String OPERATOR = "syncjob-operator";

    @Test
    void what_is_used_is_what_is_granted_no_more_and_no_less() {
        try (Stage stage = Stage.start()) {
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
            stage.await(
                    "looked", "plant", object -> "now".equals(object.getStatus().lastHandledReconcileAt()));
            stage.delete("plant");
            stage.awaitGone("plant");
            operator.terminate(Duration.ofSeconds(30));

            Awaitility.await("the audit log has the watches that ended with the process")
                    .untilAsserted(() -> UsedRights.of(stage, granted(stage)).areThoseGranted());
        }
    }

    @Test
    void with_accounts_too() {
        try (Tenants tenants = Tenants.start()) {
            Stage stage = tenants.stage();
            OperatorProcess operator = tenants.operator(Map.of());
            String account = "100000000001";
            tenants.account(account, "north-hall");
            tenants.namespace("north", Map.of("team", "north"));
            tenants.access("north", "namespaceSelector: {matchLabels: {team: north}}", account, "north");
            tenants.syncJob("north", "plant", "north-hall", Tenants.sync(account));
            tenants.awaitReady("north", "plant");
            stage.plane()
                    .kubectl("delete", "awsaccess", "north", "--wait=false")
                    .output();
            tenants.awaitAccess(
                    "north",
                    access -> access.getStatus().condition(Condition.STALLED).isPresent());
            tenants.delete("north", "plant");
            tenants.awaitGone("north", "plant");
            stage.plane()
                    .kubectl("wait", "--for=delete", "awsaccess/north", "--timeout=60s")
                    .output();
            operator.terminate(Duration.ofSeconds(30));

            Awaitility.await("the audit log has the watches that ended with the process")
                    .untilAsserted(() -> UsedRights.of(
                                    stage, Stream.concat(granted(stage), cluster(stage, OPERATOR + "-accounts")))
                            .areThoseGranted());
        }
    }

    private static Stream<PolicyRule> granted(Stage stage) {
        return Stream.concat(
                cluster(stage, OPERATOR),
                stage.client().rbac().roles().inNamespace(OPERATOR).withName(OPERATOR).get().getRules().stream());
    }

    private static Stream<PolicyRule> cluster(Stage stage, String role) {
        return stage.client().rbac().clusterRoles().withName(role).get().getRules().stream();
    }
}
