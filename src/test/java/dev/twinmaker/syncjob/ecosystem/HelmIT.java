package dev.twinmaker.syncjob.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.controlplane.GoTool;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chart in the hands of the real Helm, of both kinds, with the operator beside it under the chart's account. */
class HelmIT {

    private static final String CHART = "helm/syncjob-operator";
    private static final String NAME = "syncjob-operator";
    private static final String REGION = "aws.region=eu-central-1";
    private static final JobKey KEY = JobKey.of("eu-central-1", "plant");

    /** The two that people have. */
    enum Version {
        HELM_3(Tools.HELM_3),
        HELM_4(Tools.HELM_4);

        @SuppressWarnings("ImmutableEnumChecker") // A record of values.
        private final GoTool tool;

        Version(GoTool tool) {
            this.tool = tool;
        }
    }

    @TempDir
    private Path folder;

    private ControlPlane plane;
    private Simulator simulator;
    private OperatorProcess operator;
    private int started;

    @BeforeEach
    void start() {
        plane = Tools.cluster();
        simulator = Simulator.start(SimulatorOptions.defaults().onPort(0).withoutThrottling(), InstantSource.system());
        simulator.knobs().lifecycle.creating = Duration.ofMillis(300);
        simulator.knobs().lifecycle.initializing = Duration.ofMillis(600);
        simulator.knobs().lifecycle.deleting = Duration.ofMillis(300);
    }

    @AfterEach
    void stop() {
        if (operator != null) {
            operator.close();
        }
        simulator.close();
        plane.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_release_is_installed_upgraded_with_its_crd_rolled_back_and_uninstalled_and_the_jobs_stay(Version version)
            throws IOException {
        Command helm = helm(version);
        helm.run("lint", "--strict", CHART, "--set", REGION, "--kube-version", "1.30.0")
                .output();
        assertThat(helm.run("template", NAME, CHART, "--set", REGION, "--kube-version", "1.30.0")
                        .output())
                .contains("kind: Deployment");

        install(helm);
        beside();
        apply("plant");
        ready("plant");
        String arn = simulator.world().job(KEY).orElseThrow().arn();

        Path next = withAnotherColumn();
        String hooked = helm.run(
                        "upgrade", NAME, next.toString(), "-n", NAME, "--reuse-values", "--wait", "--timeout", "3m")
                .output();
        assertThat(hooked).contains("deployed");
        assertThat(columns()).contains("Note");
        assertThat(plane.kubectl("get", "events", "-n", NAME, "-o", "jsonpath={.items[*].message}")
                        .output())
                .as("the check before the upgrade")
                .contains("Job completed");

        helm.run("rollback", NAME, "1", "-n", NAME, "--wait", "--timeout", "3m").output();
        assertThat(columns()).doesNotContain("Note");

        helm.run("uninstall", NAME, "-n", NAME, "--wait").output();
        operator.close();
        assertThat(plane.kubectl("get", "syncjob", "plant", "-o", "jsonpath={.status.state}")
                        .output())
                .isEqualTo("ACTIVE");
        assertThat(simulator.world().job(KEY).orElseThrow().arn()).isEqualTo(arn);

        install(helm);
        beside();
        plane.kubectl("delete", "syncjob", "plant", "--timeout=60s").output();
        assertThat(simulator.world().job(KEY)).isEmpty();
        assertThat(simulator.journal().createsApplied()).containsEntry(KEY, 1L);
    }

    /** What a newcomer types, as far as no kubelet is needed: the pods are there in name, and this test is what runs in them. */
    @Test
    void a_trial_without_aws_needs_one_value_more() {
        Command helm = helm(Version.HELM_4);
        install(helm, "--set", "simulator.enabled=true");
        assertThat(plane.kubectl(
                                "get", "deployments", "-n", NAME, "-o", "jsonpath={.items[*].status.availableReplicas}")
                        .output())
                .isEqualTo("1 1");
        assertThat(plane.kubectl("get", "endpointslices", "-n", NAME, "-o", "jsonpath={.items[*].ports[*].port}")
                        .output())
                .contains("4567")
                .contains("8080");
        beside();
        plane.kubectl("apply", "-f", "deploy/samples").output();
        ready("plant");
    }

    @Test
    void kustomize_makes_the_same_of_the_plain_manifest() {
        plane.kubectl("apply", "--server-side", "-k", "deploy").output();
        plane.kubectl("wait", "--for=condition=Available", "deployment/" + NAME, "-n", NAME, "--timeout=90s")
                .output();
        beside();
        apply("plant");
        ready("plant");
    }

    @Test
    void helm_4_waits_for_a_syncjob_of_a_release_until_it_is_ready() {
        Command helm = helm(Version.HELM_4);
        install(helm);
        beside();
        helm.run("install", "plant", plantChart().toString(), "--wait", "--timeout", "2m")
                .output();
        assertThat(plane.kubectl(
                                "get",
                                "syncjob",
                                "plant",
                                "-o",
                                "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
                        .output())
                .isEqualTo("True");
        helm.run("uninstall", "plant", "--wait", "--timeout", "2m").output();
        assertThat(simulator.world().job(KEY)).isEmpty();
    }

    @Test
    void helm_4_fails_at_once_where_a_person_must_act() {
        Command helm = helm(Version.HELM_4);
        install(helm);
        beside();
        simulator
                .world()
                .addJob(JobSeed.active(KEY, "arn:aws:iam::123456789012:role/theirs")
                        .tagged(Map.of("owner", "somebody-else")));
        Command.Result failed = helm.run("install", "plant", plantChart().toString(), "--wait", "--timeout", "5m");
        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.stderr()).contains("Failed", "Workspace plant has a sync job that belongs to");
        assertThat(failed.took()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void helm_3_does_not_wait_for_a_syncjob_and_kubectl_does() {
        Command helm = helm(Version.HELM_3);
        install(helm);
        beside();
        helm.run("install", "plant", plantChart().toString(), "--wait", "--timeout", "2m")
                .output();
        ready("plant");
    }

    private Command helm(Version version) {
        return new Command(
                version.tool.find(),
                Map.of(
                        "KUBECONFIG",
                        plane.kubeconfig().toString(),
                        "HELM_CACHE_HOME",
                        folder.resolve("cache").toString(),
                        "HELM_CONFIG_HOME",
                        folder.resolve("config").toString(),
                        "HELM_DATA_HOME",
                        folder.resolve("data").toString()));
    }

    private static void install(Command helm, String... more) {
        Stream<String> usual = Stream.of(
                "install", NAME, CHART, "-n", NAME, "--create-namespace", "--wait", "--timeout", "3m", "--set", REGION);
        helm.run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new)).output();
    }

    /** The operator that the pod would run, under the account and with the lease that the chart gives it. */
    private void beside() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "KUBECONFIG", plane.kubeconfigFor(NAME, NAME).toString(),
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_ENDPOINT_URL_IOTTWINMAKER", simulator.endpoint().toString(),
                "SYNCJOB_POLL_INITIAL", "200ms"));
        operator = OperatorProcess.launch(settings, plane.folder().resolve("operator-" + ++started + ".log"))
                .awaitReady();
    }

    private void apply(String name) {
        plane.kubectlReading(syncJob(name), "apply", "-f", "-").output();
    }

    private void ready(String name) {
        plane.kubectl("wait", "--for=condition=Ready", "syncjob/" + name, "--timeout=90s")
                .output();
    }

    private static String syncJob(String name) {
        return """
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata: {name: %s, namespace: default}
                spec:
                  workspaceId: plant
                  roleArn: arn:aws:iam::123456789012:role/twinmaker-sync
                """.formatted(name);
    }

    /** A chart of a user, with one SyncJob. */
    private Path plantChart() {
        try {
            Path chart = Files.createDirectories(folder.resolve("plant"));
            Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: plant\nversion: 1.0.0\n");
            Files.writeString(
                    Files.createDirectories(chart.resolve("templates")).resolve("plant.yaml"), syncJob("plant"));
            return chart;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chart as a next version could be. */
    private Path withAnotherColumn() throws IOException {
        Path copy = folder.resolve(NAME);
        try (Stream<Path> files = Files.walk(Path.of(CHART))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(Path.of(CHART).relativize(file).toString()));
            }
        }
        Path crd = copy.resolve("files").resolve("syncjobs.twinmaker.dev-v1.yml");
        String columns = "  - additionalPrinterColumns:\n";
        Files.writeString(
                crd,
                Files.readString(crd)
                        .replace(columns, columns + "    - {jsonPath: .spec.region, name: Note, type: string}\n"));
        return copy;
    }

    private List<String> columns() {
        return List.of(plane.kubectl(
                        "get",
                        "crd",
                        "syncjobs.twinmaker.dev",
                        "-o",
                        "jsonpath={.spec.versions[0].additionalPrinterColumns[*].name}")
                .output()
                .split(" ", -1));
    }
}
