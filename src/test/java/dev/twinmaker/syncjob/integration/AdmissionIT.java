package dev.twinmaker.syncjob.integration;

import static dev.twinmaker.syncjob.integration.BadSpecs.good;
import static dev.twinmaker.syncjob.integration.BadSpecs.role;
import static dev.twinmaker.syncjob.integration.BadSpecs.tag;
import static dev.twinmaker.syncjob.integration.BadSpecs.tags;
import static dev.twinmaker.syncjob.integration.BadSpecs.with;
import static dev.twinmaker.syncjob.integration.BadSpecs.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.SpecRules;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static Stage stage;

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
        List<BadSpecs.Bad> bad = BadSpecs.all();
        assertThat(bad).hasSizeGreaterThanOrEqualTo(40);
        return bad.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.name(),
                        () -> assertThatThrownBy(() -> create(one.spec()))
                                .isInstanceOf(KubernetesClientException.class)
                                .hasMessageContaining(one.says())));
    }

    @TestFactory
    Stream<DynamicTest> each_sample_is_taken_to_the_last_field() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("deploy", "samples"))) {
            return files.filter(Files::isRegularFile).toList().stream()
                    .map(sample -> DynamicTest.dynamicTest(
                            sample.getFileName().toString(),
                            () -> stage.plane()
                                    .kubectl(
                                            "apply",
                                            "--server-side",
                                            "--dry-run=server",
                                            "--validate=strict",
                                            "-f",
                                            sample.toString())
                                    .output()));
        }
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
        good.put("role of 2048", with("roleArn", Stage.ROLE + "r".repeat(2048 - Stage.ROLE.length())));
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
                spec -> SyncJobSpec.of(spec.workspaceId(), spec.syncSource(), Stage.ROLE + "-2", null, spec.region()));
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
}
