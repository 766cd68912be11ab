package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the API server itself refuses: accesses that break a rule, and, by the sample policies, SyncJobs out of bounds. */
class AccessAdmissionIT {

    private static final String ACCOUNT = "444444444444";
    private static final String ROLE = Tenants.sync(ACCOUNT);

    private static Tenants tenants;

    @BeforeAll
    static void start() {
        tenants = Tenants.start();
        tenants.namespace("north", Map.of("twinmaker.dev/aws-access", "north"));
        tenants.namespace("moved", Map.of("twinmaker.dev/aws-access", "moved"));
        tenants.namespace("golden", Map.of("twinmaker.dev/aws-access", "gold", "tier", "gold"));
        tenants.namespace("bare", Map.of());
        tenants.access("north", ACCOUNT);
        tenants.access("moved", ACCOUNT);
        tenants.access(
                "gold",
                "namespaceSelector: {matchExpressions: [{key: tier, operator: In, values: [gold]},"
                        + " {key: retired, operator: DoesNotExist}]}",
                ACCOUNT,
                "");
        MisfitIT.storeAnything(tenants.stage());
        tenants.stage().applyText("""
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata: {name: misfit, namespace: north, finalizers: [example.org/held]}
                spec: {}
                """);
        tenants.stage().apply("crds");
        tenants.stage().apply("deploy/admission/awsaccess-bounds.yaml");
        tenants.stage().apply("deploy/admission/awsaccess-label.yaml");
        Awaitility.await("the policies are in force")
                .pollInterval(Duration.ofMillis(100))
                .until(() -> tried("north", "probe", "elsewhere", ROLE).stderr().contains("does not allow workspace")
                        && tried("bare", "probe", "north-1", ROLE).stderr().contains("has no label"));
    }

    @AfterAll
    static void stop() {
        tenants.close();
    }

    @Test
    void what_is_within_the_bounds_is_taken() {
        assertThat(apply("north", "good", "north-hall", ROLE).exitCode()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> what_is_outside_of_them_is_refused_with_the_access_and_what_is_missing() {
        return Stream.of(
                        new String[] {"elsewhere", ROLE, "", "AwsAccess north does not allow workspace elsewhere"},
                        new String[] {"north-1", "arn:aws:iam::" + ACCOUNT + ":role/admin", "", "does not allow role"},
                        new String[] {"north-1", ROLE, "adoptionPolicy: IfUnowned", "does not allow adoption"})
                .map(row -> DynamicTest.dynamicTest(row[3], () -> {
                    Kubectl.Result result = tried("north", "bad", row[0], row[1], row[2]);
                    assertThat(result.exitCode()).isNotZero();
                    assertThat(result.stderr()).contains(row[3]);
                }));
    }

    @Test
    void a_region_outside_of_them_is_refused() {
        tenants.edit("gold", "{\"spec\":{\"regions\":[\"eu-central-1\"]}}");
        Awaitility.await("the policy sees the edit")
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(tried("golden", "bad", "gold-1", ROLE, "region: us-east-1")
                                .stderr())
                        .contains("AwsAccess gold does not allow region us-east-1"));
    }

    @Test
    void what_is_there_already_can_still_be_annotated_and_deleted_when_the_bounds_are_others() {
        assertThat(apply("moved", "early", "moved-early", ROLE).exitCode()).isZero();
        tenants.edit("moved", "{\"spec\":{\"allowedWorkspaces\":[\"none\"]}}");
        Awaitility.await("the policy sees the edit")
                .pollInterval(Duration.ofMillis(100))
                .until(() -> tried("moved", "late", "moved-late", ROLE).exitCode() != 0);
        tenants.stage()
                .plane()
                .kubectl("annotate", "syncjob", "early", "-n", "moved", "twinmaker.dev/reconcile-requested-at=1")
                .output();
        assertThat(edited("moved", "early", "{\"spec\":{\"suspend\":false,\"deletionPolicy\":\"Retain\"}}")
                        .exitCode())
                .isZero();
        assertThat(edited("moved", "early", "{\"spec\":{\"roleArn\":\"arn:aws:iam::" + ACCOUNT + ":role/admin\"}}")
                        .stderr())
                .contains("AwsAccess moved does not allow role");
        assertThat(edited("moved", "early", "{\"spec\":{\"adoptionPolicy\":\"IfUnowned\"}}")
                        .stderr())
                .contains("AwsAccess moved does not allow adoption");
        tenants.delete("moved", "early");
        tenants.awaitGone("moved", "early");
    }

    @Test
    void an_object_that_was_stored_under_another_schema_can_be_finalized_and_corrected_within_the_bounds() {
        assertThat(edited("north", "misfit", "{\"metadata\":{\"finalizers\":null}}")
                        .exitCode())
                .isZero();
        String spec = "{\"spec\":{\"workspaceId\":\"%s\",\"roleArn\":\"" + ROLE + "\"}}";
        assertThat(edited("north", "misfit", spec.formatted("elsewhere")).stderr())
                .contains("AwsAccess north does not allow workspace elsewhere");
        assertThat(edited("north", "misfit", spec.formatted("north-9")).exitCode())
                .isZero();
    }

    @TestFactory
    Stream<DynamicTest> an_access_that_breaks_a_rule_is_refused_with_the_field_and_the_fault() {
        String role = "assumeRole: {roleArn: '" + Tenants.hub(ACCOUNT) + "'";
        return Map.ofEntries(
                        Map.entry("regions: [eu-central-1]", "exactly one of namespaces and namespaceSelector"),
                        Map.entry(
                                "{namespaces: [a], namespaceSelector: {}}",
                                "exactly one of namespaces and namespaceSelector"),
                        Map.entry("namespaces: []", "spec.namespaces in body should have at least 1 items"),
                        Map.entry("namespaces: [Upper]", "spec.namespaces[0] in body should match"),
                        Map.entry("namespaces: [" + "a".repeat(64) + "]", "may not be more than 63"),
                        Map.entry("{namespaces: [a], regions: [Frankfurt]}", "spec.regions[0] in body should match"),
                        Map.entry("{namespaces: [a], regions: []}", "should have at least 1 items"),
                        Map.entry(
                                "{namespaces: [a], allowedRoleArns: ['arn:aws:iam::" + ACCOUNT + ":role/*/x']}",
                                "spec.allowedRoleArns[0] in body should match"),
                        Map.entry(
                                "{namespaces: [a], allowedWorkspaces: ['*a']}",
                                "spec.allowedWorkspaces[0] in body should match"),
                        Map.entry("{namespaces: [a], " + role + ", externalId: x}}", "should be at least 2 chars long"),
                        Map.entry(
                                "{namespaces: [a], " + role + ", externalId: 'a b'}}",
                                "externalId in body should match"),
                        Map.entry("{namespaces: [a], " + role + ", sessionTags: [Uid]}}", "Unsupported value: \"Uid\""),
                        Map.entry("{namespaces: [a], assumeRole: {}}", "spec.assumeRole.roleArn: Required value"),
                        Map.entry("{namespaces: [a], readRate: 0}", "readRate must be 0.1 to 100"),
                        Map.entry("{namespaces: [a], writeRate: 101}", "should be less than or equal to 100"),
                        Map.entry(
                                "namespaceSelector: {matchExpressions: [{key: a, operator: In}]}",
                                "needs values with In and NotIn"),
                        Map.entry(
                                "namespaceSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}",
                                "needs values with In and NotIn"),
                        Map.entry(
                                "{namespaces: [a], account: '" + ACCOUNT + "'}",
                                ".spec.account: field not declared in schema"))
                .entrySet()
                .stream()
                .map(bad -> DynamicTest.dynamicTest(bad.getKey(), () -> {
                    String spec = bad.getKey().startsWith("{") ? bad.getKey() : "{" + bad.getKey() + "}";
                    Kubectl.Result result = apply("""
                            apiVersion: twinmaker.dev/v1alpha1
                            kind: AwsAccess
                            metadata: {name: bad}
                            spec: %s
                            """.formatted(spec), "server");
                    assertThat(result.exitCode()).as(bad.getKey()).isNotZero();
                    assertThat(result.stderr()).contains(bad.getValue());
                }));
    }

    private static Kubectl.Result edited(String namespace, String name, String patch) {
        return tenants.stage().plane().kubectl("patch", "syncjob", name, "-n", namespace, "--type=merge", "-p", patch);
    }

    private static Kubectl.Result apply(String namespace, String name, String workspace, String role, String... lines) {
        return apply(Tenants.manifest(namespace, name, workspace, role, lines), "none");
    }

    /** The API server says what it would do, and does not do it: an object that is there is let through from then on. */
    private static Kubectl.Result tried(String namespace, String name, String workspace, String role, String... lines) {
        return apply(Tenants.manifest(namespace, name, workspace, role, lines), "server");
    }

    private static Kubectl.Result apply(String manifest, String dryRun) {
        try {
            Path file = Files.createTempFile(tenants.stage().plane().folder(), "tried", ".yaml");
            Files.writeString(file, manifest);
            return tenants.stage()
                    .plane()
                    .kubectl(
                            "apply",
                            "--server-side",
                            "--validate=strict",
                            "--dry-run=" + dryRun,
                            "-f",
                            file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
