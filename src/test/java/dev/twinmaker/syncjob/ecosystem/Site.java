package dev.twinmaker.syncjob.ecosystem;

import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.simulator.JobKey;
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
import org.jspecify.annotations.Nullable;

/**
 * A cluster in which Deployments become available and Jobs complete, and a simulator. As nothing runs in its pods, the
 * operator that the chart installs runs {@link #beside()} it.
 */
final class Site implements AutoCloseable {

    static final String CHART = "helm/syncjob-operator";
    static final String OPERATOR = "syncjob-operator";
    static final JobKey KEY = JobKey.of("eu-central-1", "plant");

    private final ControlPlane plane = Tools.cluster();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.defaults().onPort(0).withoutThrottling(), InstantSource.system());
    private @Nullable OperatorProcess operator;
    private int started;

    Site() {
        simulator.knobs().lifecycle.creating = Duration.ofMillis(300);
        simulator.knobs().lifecycle.initializing = Duration.ofMillis(600);
        simulator.knobs().lifecycle.deleting = Duration.ofMillis(300);
    }

    ControlPlane plane() {
        return plane;
    }

    Simulator simulator() {
        return simulator;
    }

    /** Starts what the pod would run, under the account and with the lease that the chart gives it. */
    void beside() {
        leave();
        Map<String, String> settings = new HashMap<>(Map.of(
                "KUBECONFIG", plane.kubeconfigFor(OPERATOR, OPERATOR).toString(),
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_ENDPOINT_URL_IOTTWINMAKER", simulator.endpoint().toString(),
                "SYNCJOB_POLL_INITIAL", "200ms"));
        Path log = plane.folder().resolve("operator-" + ++started + ".log");
        operator = OperatorProcess.launch(settings, log).awaitReady();
    }

    /** Ends the operator, where it runs. */
    void leave() {
        if (operator != null) {
            operator.close();
        }
    }

    void apply(String manifest) {
        plane.kubectlReading(manifest, "apply", "-f", "-").output();
    }

    /** Waits, as a user does. */
    void ready(String name) {
        plane.kubectl("wait", "--for=condition=Ready", "syncjob/" + name, "--timeout=90s")
                .output();
    }

    /** A SyncJob of workspace {@code plant} in the namespace {@code default}. */
    static String syncJob(String name) {
        return """
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata: {name: %s, namespace: default}
                spec:
                  workspaceId: plant
                  roleArn: arn:aws:iam::123456789012:role/twinmaker-sync
                """.formatted(name);
    }

    /** The chart as a next version could be: its CRD has a column {@code Note} more. */
    static Path chartWithAnotherColumn(Path folder) {
        Path copy = folder.resolve(OPERATOR);
        try (Stream<Path> files = Files.walk(Path.of(CHART))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(Path.of(CHART).relativize(file).toString()));
            }
            Path crd = copy.resolve("files").resolve("syncjobs.twinmaker.dev-v1.yml");
            String columns = "  - additionalPrinterColumns:\n";
            Files.writeString(
                    crd,
                    Files.readString(crd)
                            .replace(columns, columns + "    - {jsonPath: .spec.region, name: Note, type: string}\n"));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the columns that the CRD has now. */
    List<String> columns() {
        return List.of(plane.kubectl(
                        "get",
                        "crd",
                        "syncjobs.twinmaker.dev",
                        "-o",
                        "jsonpath={.spec.versions[0].additionalPrinterColumns[*].name}")
                .output()
                .split(" ", -1));
    }

    @Override
    public void close() {
        leave();
        simulator.close();
        plane.close();
    }
}
