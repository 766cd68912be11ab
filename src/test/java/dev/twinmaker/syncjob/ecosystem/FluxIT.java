package dev.twinmaker.syncjob.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.integration.Stage;
import dev.twinmaker.syncjob.simulator.JobSeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flux's own kustomize-controller applies SyncJobs, waits for them, gives up early, and prunes. */
class FluxIT {

    private static final String SOURCES = "github.com/fluxcd/source-controller@v1.9.3";
    private static final String CONTROLLER = "github.com/fluxcd/kustomize-controller";
    private static final String READY = "{.status.conditions[?(@.type==\"Ready\")].";
    private static final String OPERATOR = "infrastructure/syncjob-operator/operator.yaml";
    private static final String KEPT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept, namespace: default}\n";

    private final Stage stage = Stage.start();
    private final ArtifactServer repository = new ArtifactServer();
    private OperatorProcess operator;

    @BeforeEach
    void start() {
        crds(Tools.KUSTOMIZE_CONTROLLER.sourceOf(CONTROLLER));
        crds(Tools.KUSTOMIZE_CONTROLLER.sourceOf(SOURCES));
        stage.plane().kubectl("create", "namespace", "flux-system").output();
        stage.plane()
                .run(
                        "kustomize-controller",
                        List.of(
                                "env",
                                "KUBECONFIG=" + stage.plane().kubeconfig(),
                                "RUNTIME_NAMESPACE=flux-system",
                                Tools.KUSTOMIZE_CONTROLLER.find().toString(),
                                "--watch-all-namespaces=true",
                                "--enable-leader-election=false",
                                "--requeue-dependency=1s",
                                "--metrics-addr=127.0.0.1:0",
                                "--health-addr=127.0.0.1:0",
                                "--events-addr="));
        operator = stage.operator();
    }

    @AfterEach
    void stop() {
        operator.close();
        stage.close();
        repository.close();
    }

    @Test
    void what_is_in_the_repository_is_applied_waited_for_and_what_is_taken_out_is_deleted_in_aws_too() {
        holds("1", Map.of("syncjobs/plant.yaml", syncJob(), "syncjobs/kept.yaml", KEPT));
        kustomization();
        awaitReady("True", "ReconciliationSucceeded");
        assertThat(stage.job().orElseThrow().status().state().name()).isEqualTo("ACTIVE");
        assertThat(stage.get("plant").orElseThrow().getMetadata().getGeneration())
                .isEqualTo(1);

        holds("2", Map.of("syncjobs/kept.yaml", KEPT));
        stage.awaitGone("plant");
        Awaitility.await("AWS is clean").until(() -> stage.job().isEmpty());
        awaitRevision("main@sha1:2");
    }

    @Test
    void where_a_person_must_act_it_gives_up_at_once_and_says_why() {
        stage.simulator()
                .world()
                .addJob(JobSeed.active(Stage.key(), Stage.ROLE).tagged(Map.of("owner", "somebody-else")));
        holds("1", Map.of("syncjobs/plant.yaml", syncJob()));
        kustomization();
        awaitReady("False", "HealthCheckFailed");
        assertThat(condition("message")).contains("SyncJob/default/plant", "Failed");
    }

    @Test
    void a_second_application_changes_nothing() {
        holds("1", Map.of("syncjobs/plant.yaml", syncJob()));
        kustomization();
        awaitReady("True", "ReconciliationSucceeded");
        String before = stage.get("plant").orElseThrow().getMetadata().getResourceVersion();
        holds("2", Map.of("syncjobs/plant.yaml", syncJob()));
        awaitRevision("main@sha1:2");
        assertThat(stage.get("plant").orElseThrow().getMetadata().getResourceVersion())
                .isEqualTo(before);
    }

    @Test
    void the_plain_manifest_is_upgraded_with_its_crd_and_where_it_is_taken_out_the_crd_and_the_syncjobs_stay()
            throws IOException {
        operator.close();
        String manifest = Files.readString(Path.of("deploy", "operator.yaml"));
        String columns = "  - additionalPrinterColumns:\n";
        String next = manifest.replace(columns, columns + "    - {jsonPath: .spec.region, name: Note, type: string}\n");
        holds("1", Map.of("plain/operator.yaml", manifest));
        stage.applyText("""
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: plain, namespace: flux-system}
                spec:
                  interval: 10m
                  path: ./plain
                  prune: true
                  sourceRef: {kind: GitRepository, name: plant}
                """);
        awaitRevision("plain", "main@sha1:1");
        stage.create(Stage.syncJob("plant"));

        holds("2", Map.of("plain/operator.yaml", next));
        awaitRevision("plain", "main@sha1:2");
        assertThat(stage.plane()
                        .kubectl("get", "crd", "syncjobs.twinmaker.dev", "-o", "yaml")
                        .output())
                .contains("name: Note");

        holds("3", Map.of("plain/kept.yaml", KEPT));
        awaitRevision("plain", "main@sha1:3");
        assertThat(stage.plane()
                        .kubectl("get", "deployment", "syncjob-operator", "-n", "syncjob-operator")
                        .exitCode())
                .isNotZero();
        assertThat(stage.get("plant").orElseThrow().isMarkedForDeletion()).isFalse();
    }

    private void crds(Path module) {
        try (Stream<Path> files =
                Files.list(module.resolve("config").resolve("crd").resolve("bases"))) {
            for (Path file : files.toList()) {
                stage.apply(file.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothing_is_applied_before_the_operator_is_there_and_the_kustomization_stays_until_its_jobs_are_gone() {
        holds("1", Map.of("syncjobs/plant.yaml", syncJob(), OPERATOR, "kind: not yet\n"));
        kustomization();
        awaitReady("False", "DependencyNotReady");
        assertThat(stage.get("plant")).isEmpty();

        holds("2", Map.of("syncjobs/plant.yaml", syncJob(), OPERATOR, KEPT));
        awaitReady("True", "ReconciliationSucceeded");

        stage.simulator().knobs().lifecycle.deleting = Duration.ofSeconds(3);
        stage.plane()
                .kubectl("delete", "kustomization", "plant", "-n", "flux-system", "--timeout=90s")
                .output();
        assertThat(stage.job()).isEmpty();
        assertThat(stage.get("plant")).isEmpty();
    }

    /** What the repository holds from now on; the operator is always there, by a stand-in. */
    private void holds(String revision, Map<String, String> given) {
        Map<String, String> files = new HashMap<>(Map.of(OPERATOR, KEPT));
        files.putAll(given);
        stage.applyText("""
                apiVersion: source.toolkit.fluxcd.io/v1
                kind: GitRepository
                metadata: {name: plant, namespace: flux-system}
                spec: {interval: 1h, url: https://git.example.com/plant.git, ref: {branch: main}}
                """);
        stage.plane()
                .kubectl(
                        "patch",
                        "gitrepository",
                        "plant",
                        "-n",
                        "flux-system",
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        repository.holds(revision, files))
                .output();
    }

    /** That of the example, but for the namespace of the objects; and that of the operator. */
    private void kustomization() {
        try {
            String operator = Files.readString(Path.of("deploy", "gitops", "flux", "operator.yaml"));
            stage.applyText(operator.lines()
                    .dropWhile(line -> !line.startsWith("#   apiVersion"))
                    .takeWhile(line -> line.startsWith("#   "))
                    .map(line -> line.substring(4))
                    .collect(Collectors.joining("\n")));
            String example = Files.readString(Path.of("deploy", "gitops", "flux", "plant.yaml"));
            stage.applyText(example.substring(example.indexOf("---\n") + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Within a fraction of the 15 minutes that the Kustomization would wait for what may still come. */
    private void awaitReady(String status, String reason) {
        Awaitility.await("the Kustomization is Ready=" + status)
                .atMost(Duration.ofSeconds(90))
                .until(() -> condition("status").equals(status)
                        && condition("reason").equals(reason));
    }

    private void awaitRevision(String revision) {
        awaitRevision("plant", revision);
    }

    private void awaitRevision(String kustomization, String revision) {
        Awaitility.await(kustomization + " has seen " + revision)
                .atMost(Duration.ofSeconds(90))
                .until(() ->
                        read(kustomization, "{.status.lastAppliedRevision}").equals(revision)
                                && read(kustomization, READY + "status}").equals("True"));
    }

    private String condition(String field) {
        return read("plant", READY + field + "}");
    }

    private String read(String kustomization, String path) {
        return stage.plane()
                .kubectl("get", "kustomization", kustomization, "-n", "flux-system", "-o", "jsonpath=" + path)
                .output();
    }

    private static String syncJob() {
        return """
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata: {name: plant, namespace: default}
                spec:
                  workspaceId: plant
                  roleArn: %s
                """.formatted(Stage.ROLE);
    }
}
