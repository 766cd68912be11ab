package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.SpecRules;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the API server takes and refuses, and with which words. No operator runs. */
class AdmissionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD_ROLE = Stage.ROLE;

    private static Stage stage;

    /**
     * @param says what the refusal must contain
     */
    private record Bad(String name, Map<String, Object> spec, String says) {}

    @BeforeAll
    static void start() {
        stage = Stage.start();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> bad_specs_are_refused_with_the_field_and_the_fault() {
        List<Bad> bad = new ArrayList<>();
        workspaces(bad);
        sources(bad);
        roles(bad);
        tags(bad);
        regions(bad);
        shapes(bad);
        policies(bad);
        assertThat(bad).hasSizeGreaterThanOrEqualTo(40);
        return bad.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.name(),
                        () -> assertThatThrownBy(() -> create(one.spec()))
                                .isInstanceOf(KubernetesClientException.class)
                                .hasMessageContaining(one.says())));
    }

    private static void workspaces(List<Bad> bad) {
        String pattern = "spec.workspaceId in body should match";
        bad.add(new Bad("workspaceId missing", without("workspaceId"), "spec.workspaceId: Required value"));
        bad.add(new Bad("workspaceId empty", with("workspaceId", ""), "spec.workspaceId"));
        bad.add(new Bad("workspaceId of one character", with("workspaceId", "a"), pattern));
        bad.add(new Bad("workspaceId of 129", with("workspaceId", "a".repeat(129)), "may not be more than 128"));
        bad.add(new Bad("workspaceId ends with -", with("workspaceId", "plant-"), pattern));
        bad.add(new Bad("workspaceId ends with _", with("workspaceId", "plant_"), pattern));
        bad.add(new Bad("workspaceId begins with -", with("workspaceId", "-plant"), pattern));
        bad.add(new Bad("workspaceId ..", with("workspaceId", ".."), pattern));
        bad.add(new Bad("workspaceId with %2F", with("workspaceId", "a%2Fb"), pattern));
        bad.add(new Bad("workspaceId with /", with("workspaceId", "a/b"), pattern));
        bad.add(new Bad("workspaceId with a blank", with("workspaceId", "a b"), pattern));
        bad.add(new Bad("workspaceId with a line break", with("workspaceId", "plant\n"), pattern));
        bad.add(new Bad("workspaceId with NUL", with("workspaceId", "a\u0000b"), pattern));
        bad.add(new Bad("workspaceId with a Cyrillic letter", with("workspaceId", "pl\u0430nt"), pattern));
        bad.add(new Bad("workspaceId with an RTL mark", with("workspaceId", "pla\u200Fnt"), pattern));
        bad.add(new Bad(
                "the workspace of AWS", with("workspaceId", "IoTSiteWiseDefaultWorkspace"), "managed by AWS itself"));
    }

    private static void sources(List<Bad> bad) {
        bad.add(new Bad("syncSource empty", with("syncSource", ""), "spec.syncSource"));
        bad.add(new Bad("syncSource with a trailing blank", with("syncSource", "SITEWISE "), "should match"));
        bad.add(new Bad("syncSource of 129", with("syncSource", "S".repeat(129)), "may not be more than 128"));
        bad.add(new Bad("syncSource with -", with("syncSource", "SITE-WISE"), "should match"));
    }

    private static void roles(List<Bad> bad) {
        String pattern = "spec.roleArn in body should match";
        bad.add(new Bad("roleArn missing", without("roleArn"), "spec.roleArn: Required value"));
        bad.add(new Bad("roleArn of 19", with("roleArn", "arn:aws:iam::1:role/"), pattern));
        bad.add(new Bad(
                "roleArn of 2049",
                with("roleArn", GOOD_ROLE + "r".repeat(2049 - GOOD_ROLE.length())),
                "may not be more than 2048"));
        bad.add(new Bad("roleArn short", with("roleArn", "arn:aws:iam::12"), "should be at least 20 chars"));
        bad.add(new Bad("roleArn of another partition", with("roleArn", role("aws-iso")), pattern));
        bad.add(new Bad("roleArn without a name", with("roleArn", "arn:aws:iam::123456789012:role/"), pattern));
        bad.add(new Bad("roleArn with a line break", with("roleArn", GOOD_ROLE + "\n"), pattern));
        bad.add(new Bad("roleArn *", with("roleArn", "*"), "spec.roleArn"));
        bad.add(new Bad(
                "roleArn of a session",
                with("roleArn", "arn:aws:sts::123456789012:assumed-role/role/session"),
                pattern));
        bad.add(new Bad("roleArn of a user", with("roleArn", "arn:aws:iam::123456789012:user/somebody"), pattern));
        bad.add(new Bad("roleArn with 11 digits", with("roleArn", "arn:aws:iam::12345678901:role/sync"), pattern));
    }

    private static void tags(List<Bad> bad) {
        bad.add(new Bad("46 tags", with("tags", tags(46)), "must have at most 45 items"));
        bad.add(new Bad("empty tag key", tag("", "v"), "1 to 128 characters"));
        bad.add(new Bad("tag key of 129", tag("k".repeat(129), "v"), "1 to 128 characters"));
        bad.add(new Bad("tag key with an emoji", tag("k\uD83D\uDE00", "v"), "may hold only letters"));
        bad.add(new Bad("tag key with a combining mark", tag("e\u0301", "v"), "may hold only letters"));
        bad.add(new Bad("tag key with #", tag("a#b", "v"), "may hold only letters"));
        bad.add(new Bad("tag key aws:", tag("aws:x", "v"), "aws:"));
        bad.add(new Bad("tag key AWS:", tag("AWS:x", "v"), "aws:"));
        bad.add(new Bad("tag key of the operator", tag("twinmaker.dev/uid", "v"), "twinmaker.dev/"));
        bad.add(new Bad("empty tag value", tag("k", ""), "spec.tags.k"));
        bad.add(new Bad("tag value of 257", tag("k", "v".repeat(257)), "may not be more than 256"));
        bad.add(new Bad("tag value with a line break", tag("k", "a\nb"), "should match"));
        bad.add(new Bad("tag value with a line separator", tag("k", "a\u2028b"), "should match"));
        bad.add(new Bad("tag value true", with("tags", Map.of("k", true)), "must be of type string"));
        bad.add(new Bad("tag value 1e3", with("tags", Map.of("k", 1e3)), "must be of type string"));
        bad.add(new Bad("tags as a list", with("tags", List.of("a")), "must be of type object"));
    }

    private static void regions(List<Bad> bad) {
        bad.add(new Bad("region empty", with("region", ""), "spec.region"));
        bad.add(new Bad("region in capitals", with("region", "EU-CENTRAL-1"), "should match"));
        bad.add(new Bad("region without a number", with("region", "eu-central"), "should match"));
        bad.add(new Bad("region as a host", with("region", "evil.example/x-1"), "should match"));
        bad.add(new Bad("region of 33", with("region", "eu-" + "a".repeat(28) + "-1"), "spec.region"));
    }

    private static void shapes(List<Bad> bad) {
        bad.add(new Bad("no spec", Map.of("__no_spec", true), "spec: Required value"));
        bad.add(new Bad("workspaceId as a number", with("workspaceId", 17), "must be of type string"));
        bad.add(new Bad("roleArn as a list", with("roleArn", List.of(GOOD_ROLE)), "must be of type string"));
        bad.add(new Bad("an unknown field", with("worksapceId", "plant"), "unknown field \"spec.worksapceId\""));
    }

    private static void policies(List<Bad> bad) {
        for (String field :
                List.of("deletionPolicy", "adoptionPolicy", "replacementPolicy", "tagPolicy", "managementPolicy")) {
            bad.add(new Bad(
                    field + " of another word", with(field, "Sometimes"), "spec." + field + ": Unsupported value"));
            bad.add(new Bad(
                    field + " in small letters", with(field, "never"), "spec." + field + ": Unsupported value"));
        }
        bad.add(new Bad("suspend as a word", with("suspend", "yes"), "spec.suspend"));
        bad.add(new Bad("deletionProtection as a number", with("deletionProtection", 1), "spec.deletionProtection"));
        bad.add(new Bad("an interval of 29", with("reconcileIntervalSeconds", 29), "greater than or equal to 30"));
        bad.add(new Bad(
                "an interval of 86401", with("reconcileIntervalSeconds", 86_401), "less than or equal to 86400"));
        bad.add(new Bad("an interval of 30.5", with("reconcileIntervalSeconds", 30.5), "must be of type integer"));
    }

    @TestFactory
    Stream<DynamicTest> edge_cases_are_taken_by_the_api_server_and_by_the_operator() {
        Map<String, Map<String, Object>> good = new HashMap<>();
        good.put("workspaceId of two", with("workspaceId", "ab"));
        good.put("workspaceId of 128", with("workspaceId", "a".repeat(128)));
        good.put("workspaceId with _ first", with("workspaceId", "_a"));
        good.put("syncSource of 128", with("syncSource", "S".repeat(128)));
        good.put("syncSource in small letters", with("syncSource", "sitewise"));
        good.put("role in aws-cn", with("roleArn", role("aws-cn")));
        good.put("role in aws-us-gov", with("roleArn", role("aws-us-gov")));
        good.put("role with a path", with("roleArn", "arn:aws:iam::123456789012:role/a/b/c"));
        good.put("role of 2048", with("roleArn", GOOD_ROLE + "r".repeat(2048 - GOOD_ROLE.length())));
        good.put("45 tags", with("tags", tags(45)));
        good.put("no tags", with("tags", Map.of()));
        good.put("tag key of 128 characters outside the BMP", tag("\uD835\uDC00".repeat(128), "v"));
        good.put("tag value of 256 emoji", tag("k", "\uD83D\uDE00".repeat(256)));
        good.put("tag keys that differ by case", with("tags", Map.of("Team", "a", "team", "b")));
        good.put("tag key with every sign", tag("a b_.:/=+-@", "v"));
        good.put("tag value of blanks", tag("k", " "));
        good.put("region of the government", with("region", "us-gov-west-1"));
        good.put("an interval of 30", with("reconcileIntervalSeconds", 30));
        good.put("an interval of a day", with("reconcileIntervalSeconds", 86_400));
        Map<String, Object> observed = new HashMap<>(with("workspaceId", "IoTSiteWiseDefaultWorkspace"));
        observed.put("managementPolicy", "ObserveOnly");
        good.put("the workspace of AWS, observed", observed);
        assertThat(good).hasSizeGreaterThanOrEqualTo(12);
        return good.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    SyncJobSpec stored = create(one.getValue()).getSpec();
                    assertThat(SpecRules.fault(stored)).isEmpty();
                }));
    }

    @Test
    void what_names_the_job_cannot_be_changed_and_a_pinned_region_can_only_be_confirmed() {
        SyncJob object = stage.create(Stage.syncJob("immutable"));
        refusedEdit(object, spec -> SyncJobSpec.of("other", spec.syncSource(), spec.roleArn(), null, spec.region()))
                .contains("workspaceId is immutable");
        refusedEdit(object, spec -> SyncJobSpec.of(spec.workspaceId(), "OTHER", spec.roleArn(), null, spec.region()))
                .contains("syncSource is immutable");
        refusedEdit(
                        object,
                        spec -> SyncJobSpec.of(
                                spec.workspaceId(), spec.syncSource(), spec.roleArn(), null, "us-east-1"))
                .contains("spec.region is immutable");
        refusedEdit(object, spec -> SyncJobSpec.of(spec.workspaceId(), spec.syncSource(), spec.roleArn(), null, null))
                .contains("spec.region is immutable");

        SyncJob open = stage.create(Stage.syncJob("open", null, "plant"));
        stage.plane()
                .kubectl(
                        "patch",
                        "syncjob",
                        "open",
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\":{\"region\":\"eu-west-1\"}}")
                .output();
        refusedEdit(
                        open,
                        spec -> SyncJobSpec.of(
                                spec.workspaceId(), spec.syncSource(), spec.roleArn(), null, "us-east-1"))
                .contains("status.region");
        SyncJob confirmed = edit(
                open, spec -> SyncJobSpec.of(spec.workspaceId(), spec.syncSource(), spec.roleArn(), null, "eu-west-1"));
        assertThat(confirmed.getSpec().region()).isEqualTo("eu-west-1");
        SyncJob role = edit(
                open,
                spec -> SyncJobSpec.of(spec.workspaceId(), spec.syncSource(), GOOD_ROLE + "-2", null, spec.region()));
        assertThat(role.getSpec().roleArn()).endsWith("-2");
    }

    @Test
    void a_fresh_object_reads_as_not_yet_observed_and_has_the_default_source() {
        SyncJob object = create(without("syncSource"));
        assertThat(object.getSpec().syncSource()).isEqualTo("SITEWISE");
        assertThat(object.getStatus().observedGeneration()).isEqualTo(-1);
    }

    private static org.assertj.core.api.AbstractStringAssert<?> refusedEdit(
            SyncJob object, java.util.function.UnaryOperator<SyncJobSpec> change) {
        try {
            edit(object, change);
        } catch (KubernetesClientException e) {
            return assertThat(String.valueOf(e.getMessage()));
        }
        throw new AssertionError("the edit was taken");
    }

    private static SyncJob edit(SyncJob object, java.util.function.UnaryOperator<SyncJobSpec> change) {
        return stage.client()
                .resource(stage.get(object.getMetadata().getName()).orElseThrow())
                .edit(current -> {
                    current.setSpec(change.apply(current.getSpec()));
                    return current;
                });
    }

    private static SyncJob create(Map<String, Object> spec) {
        Map<String, Object> object = new HashMap<>(Map.of(
                "apiVersion", "twinmaker.dev/v1alpha1",
                "kind", "SyncJob",
                "metadata", Map.of("name", "tried", "namespace", Stage.NAMESPACE)));
        if (!spec.containsKey("__no_spec")) {
            object.put("spec", spec);
        }
        try {
            return JSON.readValue(
                    stage.client()
                            .raw(
                                    "/apis/twinmaker.dev/v1alpha1/namespaces/" + Stage.NAMESPACE
                                            + "/syncjobs?dryRun=All&fieldValidation=Strict",
                                    "POST",
                                    object),
                    SyncJob.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> good() {
        return new HashMap<>(Map.of("workspaceId", "plant", "syncSource", "SITEWISE", "roleArn", GOOD_ROLE));
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> spec = good();
        spec.put(field, value);
        return spec;
    }

    private static Map<String, Object> without(String field) {
        Map<String, Object> spec = good();
        spec.remove(field);
        return spec;
    }

    private static Map<String, Object> tag(String key, String value) {
        return with("tags", Map.of(key, value));
    }

    private static Map<String, String> tags(int count) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put("key-" + i, "value");
        }
        return tags;
    }

    private static String role(String partition) {
        return "arn:" + partition + ":iam::123456789012:role/twinmaker-sync";
    }
}
