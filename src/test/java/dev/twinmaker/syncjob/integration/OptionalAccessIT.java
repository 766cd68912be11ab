package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where no access is required, who has none acts as the operator itself, but only while that is sure. */
class OptionalAccessIT {

    /** One that takes everything. */
    private static final String LOOSE_CRD = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: awsaccesses.twinmaker.dev}
            spec:
              group: twinmaker.dev
              scope: Cluster
              names: {kind: AwsAccess, plural: awsaccesses, singular: awsaccess, listKind: AwsAccessList}
              versions:
              - name: v1alpha1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private static final String MISFIT = """
            apiVersion: twinmaker.dev/v1alpha1
            kind: AwsAccess
            metadata: {name: misfit}
            spec: {namespaces: [somebody], regions: everywhere}
            """;

    private static Tenants tenants;

    @BeforeAll
    static void start() {
        tenants = Tenants.start();
        tenants.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        tenants.operator(Map.of("SYNCJOB_REQUIRE_ACCESS", "false", "SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
    }

    @AfterAll
    static void stop() {
        tenants.close();
    }

    @Test
    void who_has_no_access_acts_as_the_operator_without_bounds_and_who_has_one_within_its_account() {
        String account = "300000000001";
        with("bound", account);
        tenants.namespace("free", Map.of());
        tenants.stage().workspace("us-east-1", "free-hall");
        tenants.syncJob("free", "plant", "free-hall", Stage.ROLE, "region: us-east-1", "adoptionPolicy: IfUnowned");
        tenants.syncJob("bound", "plant", "bound-hall", Tenants.sync(account));
        tenants.syncJob("bound", "own", "bound-hall", Stage.ROLE);
        assertThat(tenants.awaitReady("free", "plant").getStatus().accountId()).isEqualTo(Stage.ACCOUNT);
        assertThat(tenants.simulator().world().job(Stage.key("us-east-1", "free-hall")))
                .isPresent();
        assertThat(tenants.awaitReady("bound", "plant").getStatus().accountId()).isEqualTo(account);
        assertThat(tenants.awaitStalled("bound", "own", "AccessNotGranted")).contains("role " + Stage.ROLE);
        assertThat(tenants.simulator().iam().roles().assumptions())
                .as("sessions for those without an access")
                .noneMatch(assumption -> assumption.sessionName().contains("free"));
    }

    @Test
    void an_access_that_does_not_fit_the_schema_holds_up_all_who_have_none_of_their_own_until_it_is_corrected() {
        for (String namespace : List.of("early", "leaving")) {
            alone(namespace);
            tenants.awaitReady(namespace, "plant");
        }
        storeTheMisfit();
        heldUp("early");
        heldUp("leaving");
        assertThat(tenants.get("early", "plant").orElseThrow())
                .as("what is known of its job stays")
                .matches(object -> Stage.is(object, Condition.READY, "True", "Active"));
        alone("late");
        heldUp("late");
        tenants.delete("leaving", "plant");
        assertThat(tenants.awaitStalled("leaving", "plant", "DeletionBlocked")).contains("misfit", "force-release");
        String account = "300000000002";
        with("owner", account);
        tenants.syncJob("owner", "plant", "owner-hall", Tenants.sync(account));
        tenants.awaitReady("owner", "plant");
        assertThat(List.of("early", "leaving", "late"))
                .extracting(namespace ->
                        tenants.job(Stage.ACCOUNT, namespace + "-hall").isPresent())
                .containsExactly(true, true, false);

        tenants.edit("misfit", "{\"spec\":{\"regions\":[\"eu-central-1\"]}}");
        tenants.awaitReady("late", "plant");
        tenants.awaitGone("leaving", "plant");
        assertThat(tenants.job(Stage.ACCOUNT, "leaving-hall")).isEmpty();
        tenants.await(
                "it goes on",
                "early",
                "plant",
                object -> Stage.is(object, Condition.SYNCED, "True", "InSync")
                        && Stage.condition(object, Condition.STALLED).isEmpty());
    }

    /** A team with an access and an account of its own. */
    private static void with(String team, String account) {
        tenants.account(account, team + "-hall");
        tenants.namespace(team, Map.of());
        tenants.access(team, account);
    }

    /** A SyncJob that no access is for, of a workspace in the account of the operator. */
    private static void alone(String team) {
        tenants.stage().workspace(Stage.REGION, team + "-hall");
        tenants.namespace(team, Map.of());
        tenants.syncJob(team, "plant", team + "-hall", Stage.ROLE);
    }

    private static void storeTheMisfit() {
        tenants.stage()
                .plane()
                .kubectlReading(LOOSE_CRD, "apply", "--server-side", "--force-conflicts", "-f", "-")
                .output();
        Awaitility.await("the API server takes anything")
                .until(() -> tenants.stage()
                                .plane()
                                .kubectlReading(MISFIT, "create", "-f", "-")
                                .exitCode()
                        == 0);
        AwsAccess told = tenants.awaitAccess(
                "misfit", found -> found.getStatus().condition(Condition.READY).isPresent());
        assertThat(told.getStatus().condition(Condition.READY).orElseThrow().reason())
                .isEqualTo("InvalidSpec");
    }

    private static void heldUp(String team) {
        assertThat(tenants.awaitStalled(team, "plant", "AccessNotGranted"))
                .contains("AwsAccess misfit does not fit the schema", "for namespace " + team);
    }
}
