package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.controlplane.Kubectl;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.RoleAssumption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A tenant who may edit SyncJobs of one namespace, and nothing else, tries to reach the account, the roles or the
 * workspaces of another. What it is told is printed.
 */
class AttacksIT {

    private static final String VICTIM = "222222222222";
    private static final String MALLORY = "333333333333";

    private static Tenants tenants;
    private static Path mallory;

    @BeforeAll
    static void start() {
        tenants = Tenants.start();
        tenants.account(VICTIM, "victim-hall", "shared-hall");
        tenants.account(MALLORY, "mallory-hall", "mallory-old", "shared-hall");
        tenants.namespace("victim", Map.of("team", "victim"));
        tenants.namespace("mallory", Map.of("team", "mallory"));
        tenants.access("victim", "namespaceSelector: {matchLabels: {team: victim}}", VICTIM, "");
        tenants.access("mallory", "namespaceSelector: {matchLabels: {team: mallory}}", MALLORY, "");
        tenants.edit("mallory", "{\"spec\":{\"allowedWorkspaces\":[\"mallory-*\",\"shared-*\"]}}");
        mallory = tenants.stage()
                .plane()
                .kubeconfigFor(
                        "mallory",
                        "tenant",
                        "{apiGroups: [twinmaker.dev], resources: [syncjobs],"
                                + " verbs: [get, list, watch, create, update, patch, delete]}");
        tenants.operator(Map.of());
        tenants.syncJob("victim", "plant", "shared-hall", Tenants.sync(VICTIM));
        tenants.awaitReady("victim", "plant");
        tenants.awaitAccess(
                "victim",
                access -> access.getStatus()
                        .condition(Condition.READY)
                        .filter(Condition::holds)
                        .isPresent());
    }

    @AfterAll
    static void stop() {
        tenants.close();
    }

    /** Whatever was tried: the victim's account saw one create, by a session of the victim's namespace. */
    @AfterEach
    void the_victim_is_as_it_was() {
        assertThat(tenants.writes(VICTIM)).containsExactly(Operation.CREATE_SYNC_JOB);
        assertThat(tenants.writes(Stage.ACCOUNT)).isEmpty();
        assertThat(tenants.job(VICTIM, "shared-hall").orElseThrow().tags())
                .containsEntry("twinmaker.dev/namespace", "victim");
        assertThat(tenants.simulator().iam().roles().assumptions())
                .filteredOn(assumption -> assumption.roleArn().equals(Tenants.hub(VICTIM)))
                .extracting(RoleAssumption::sessionName)
                .containsOnly("syncjob-operator-victim", "syncjob-operator");
    }

    @Test
    void a_role_of_the_victim_is_not_granted() {
        applied(Tenants.manifest("mallory", "by-role", "mallory-hall", Tenants.sync(VICTIM)));
        refused("by-role", "the victim's role in roleArn", "role " + Tenants.sync(VICTIM));
    }

    @Test
    void a_workspace_of_the_victim_is_not_granted() {
        applied(Tenants.manifest("mallory", "by-workspace", "victim-hall", Tenants.sync(MALLORY)));
        refused("by-workspace", "the victim's workspace", "workspace victim-hall");
    }

    @Test
    void another_region_is_not_granted() {
        applied(Tenants.manifest("mallory", "by-region", "mallory-hall", Tenants.sync(MALLORY), "region: us-east-1"));
        refused("by-region", "another region", "region us-east-1");
    }

    @Test
    void adoption_is_not_granted() {
        JobKey unowned = Tenants.key(MALLORY, "mallory-old");
        tenants.simulator()
                .world()
                .addJob(JobSeed.active(unowned, Tenants.sync(MALLORY)).tagged(Map.of("made", "by-hand")));
        JobView before = tenants.job(MALLORY, "mallory-old").orElseThrow();
        try {
            applied(Tenants.manifest(
                    "mallory", "by-adoption", "mallory-old", Tenants.sync(MALLORY), "adoptionPolicy: IfUnowned"));
            awaitEvent("by-adoption", "AccessNotGranted", "adoption");
            refused("by-adoption", "adoption of a job that is there", "adoption");
            assertThat(tenants.job(MALLORY, "mallory-old")).contains(before);
            assertThat(tenants.simulator().journal().entries())
                    .noneMatch(call ->
                            call.key().equals(unowned) || call.resource().equals(unowned.arn()));
        } finally {
            tenants.simulator().world().removeJob(unowned);
        }
    }

    private static void awaitEvent(String name, String reason, String words) {
        Awaitility.await("an event tells of " + name)
                .until(() ->
                        tenants
                                .stage()
                                .client()
                                .events()
                                .v1()
                                .events()
                                .inNamespace("mallory")
                                .list()
                                .getItems()
                                .stream()
                                .filter(event ->
                                        name.equals(event.getRegarding().getName()))
                                .anyMatch(event -> reason.equals(event.getReason())
                                        && event.getNote().contains(words)));
    }

    @Test
    void owner_tags_in_the_spec_are_refused_by_the_schema() {
        rejected(
                Tenants.manifest(
                        "mallory",
                        "by-tags",
                        "mallory-hall",
                        Tenants.sync(MALLORY),
                        "tags: {twinmaker.dev/namespace: victim}"),
                "the victim's owner tags in spec.tags",
                "no tag key may start with twinmaker.dev/");
    }

    @Test
    void annotations_choose_no_identity() {
        applied(Tenants.manifest("mallory", "by-annotation", "mallory-hall", Tenants.sync(MALLORY))
                .replace(
                        "  namespace: mallory\n",
                        "  namespace: mallory\n  annotations: {twinmaker.dev/aws-access: victim, twinmaker.dev/role-arn: '"
                                + Tenants.hub(VICTIM) + "'}\n"));
        harmless("by-annotation", "annotations that name the victim's access and role");
    }

    @Test
    void labels_of_the_object_choose_no_identity() {
        applied(Tenants.manifest("mallory", "by-label", "mallory-hall", Tenants.sync(MALLORY))
                .replace("  namespace: mallory\n", "  namespace: mallory\n  labels: {team: victim}\n"));
        harmless("by-label", "the victim's label on the SyncJob");
    }

    @Test
    void the_label_of_the_namespace_is_out_of_reach() {
        forbidden(
                "the victim's label on the namespace",
                "namespaces",
                "label",
                "namespace",
                "mallory",
                "--overwrite",
                "team=victim");
    }

    @Test
    void the_status_is_out_of_reach_and_what_a_create_says_of_it_is_not_kept() {
        String arn = "arn:aws:iottwinmaker:" + Stage.REGION + ":" + VICTIM + ":workspace/shared-hall/sync-job/SITEWISE";
        applied(Tenants.manifest("mallory", "by-status", "mallory-hall", Tenants.sync(MALLORY))
                + "status: {accountId: '" + VICTIM + "', arn: '" + arn + "', state: ACTIVE}\n");
        forbidden(
                "the victim's account and ARN in the status",
                "syncjobs --subresource=status",
                "patch",
                "syncjob",
                "by-status",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"accountId\":\"" + VICTIM + "\",\"arn\":\"" + arn + "\"}}");
        harmless("by-status", "the same in a create");
    }

    @Test
    void a_name_that_collides_makes_a_job_of_its_own() {
        applied(Tenants.manifest("mallory", "plant", "shared-hall", Tenants.sync(MALLORY)));
        assertThat(tenants.awaitReady("mallory", "plant").getStatus().accountId())
                .isEqualTo(MALLORY);
        assertThat(tenants.job(MALLORY, "shared-hall").orElseThrow().tags())
                .containsEntry("twinmaker.dev/namespace", "mallory");
        tenants.delete("mallory", "plant");
        tenants.awaitGone("mallory", "plant");
        told(
                "name, workspace and source of the victim",
                "harmless: a job of its own, in its own account, and gone again");
    }

    @Test
    void an_access_of_its_own_is_out_of_reach() {
        forbidden(
                "its namespace in the victim's access",
                "awsaccesses",
                "patch",
                "awsaccess",
                "victim",
                "--type=merge",
                "-p",
                "{\"spec\":{\"namespaces\":[\"mallory\"]}}");
    }

    @Test
    void an_endpoint_an_account_or_a_role_to_assume_are_no_fields() {
        rejected(
                Tenants.manifest(
                        "mallory",
                        "by-field",
                        "mallory-hall",
                        Tenants.sync(MALLORY),
                        "endpoint: http://127.0.0.1:1",
                        "accountId: '" + VICTIM + "'",
                        "assumeRole: {roleArn: '" + Tenants.hub(VICTIM) + "'}"),
                "endpoint, accountId and assumeRole in the spec",
                "field not declared in schema");
    }

    private static void applied(String manifest) {
        Kubectl.Result result = apply(manifest);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    /** The API server takes it, the operator does nothing for it. */
    private static void refused(String name, String attack, String missing) {
        String message = tenants.awaitStalled("mallory", name, "AccessNotGranted");
        assertThat(message).contains(missing);
        told(attack, message);
        tenants.delete("mallory", name);
        tenants.awaitGone("mallory", name);
    }

    /** It acts in its own account, and nowhere else. */
    private static void harmless(String name, String attack) {
        assertThat(tenants.awaitReady("mallory", name).getStatus().accountId()).isEqualTo(MALLORY);
        told(attack, "harmless: the job is in its own account " + MALLORY);
        tenants.delete("mallory", name);
        tenants.awaitGone("mallory", name);
    }

    private static void rejected(String manifest, String attack, String words) {
        Kubectl.Result result = apply(manifest);
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains(words);
        told(attack, result.stderr());
    }

    private static void forbidden(String attack, String resource, String... arguments) {
        List<String> question = new ArrayList<>(List.of("auth", "can-i", "patch"));
        question.addAll(List.of(resource.split(" ")));
        Kubectl.Result may = tenants.stage().plane().kubectlAs(mallory, question.toArray(String[]::new));
        assertThat(may.stdout()).startsWith("no");
        Kubectl.Result result = tenants.stage().plane().kubectlAs(mallory, arguments);
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains("Forbidden");
        told(attack, result.stderr());
    }

    private static Kubectl.Result apply(String manifest) {
        try {
            Path file = Files.createTempFile(tenants.stage().plane().folder(), "attack", ".yaml");
            Files.writeString(file, manifest);
            return tenants.stage()
                    .plane()
                    .kubectlAs(mallory, "apply", "--server-side", "--validate=strict", "-f", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void told(String attack, String answer) {
        System.out.printf("attack: %s%n     -> %s%n", attack, answer.strip().replace('\n', ' '));
    }
}
