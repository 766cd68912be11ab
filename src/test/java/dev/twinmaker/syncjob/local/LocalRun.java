package dev.twinmaker.syncjob.local;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.Binaries;
import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A real control plane, the simulator and the operator on this machine, with the samples applied. Stays until it is
 * interrupted; with {@code -Dlocal.once=true} it also deletes the samples and ends with 0, or with 1 and the reason.
 */
public final class LocalRun {

    private static final String REGION = "eu-central-1";
    private static final String OPERATOR = "syncjob-operator";
    private static final Path SAMPLES = Path.of("deploy", "samples");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Instant begun = Instant.now();
    private final Map<String, String> shown = new HashMap<>();

    private LocalRun() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            new LocalRun().run(Boolean.getBoolean("local.once"));
        } catch (RuntimeException | AssertionError e) {
            System.err.println("The local run failed: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private void run(boolean once) throws InterruptedException {
        Binaries binaries = Binaries.find();
        try (ControlPlane plane = ControlPlane.start(binaries);
                Simulator simulator =
                        Simulator.start(SimulatorOptions.defaults().onPort(0), InstantSource.system())) {
            say("a Kubernetes control plane runs at " + plane.url());
            simulator.world().addWorkspace(Place.in(REGION), "plant");
            say("the AWS IoT TwinMaker simulator runs at " + simulator.endpoint());
            plane.kubectl("apply", "--server-side", "-f", "crds").output();
            plane.kubectl("apply", "--server-side", "-f", "deploy/operator.yaml")
                    .output();
            Path log = plane.folder().resolve("operator.log");
            try (OperatorProcess operator = OperatorProcess.launch(environment(plane, simulator), log)
                            .awaitReady();
                    KubernetesClient client = client(plane)) {
                say("the operator runs as process " + operator.pid() + ", its log is " + log);
                plane.kubectl("apply", "-f", SAMPLES.toString()).output();
                say("applied " + SAMPLES);
                follow(client, operator, LocalRun::allReady);
                say("every sample is Ready");
                say("play with it:");
                say("  " + binaries.kubectl() + " --kubeconfig " + plane.kubeconfig() + " get syncjobs --watch");
                if (once) {
                    plane.kubectl("delete", "-f", SAMPLES.toString(), "--wait=false")
                            .output();
                    say("deleted " + SAMPLES);
                    follow(client, operator, List::isEmpty);
                    leftInAws(simulator);
                    say("every sample is gone, here and in AWS");
                } else {
                    say("Ctrl-C ends it and leaves nothing behind");
                    new CountDownLatch(1).await();
                }
            }
        }
    }

    private static void leftInAws(Simulator simulator) {
        if (!simulator.world().jobs().isEmpty()) {
            throw new IllegalStateException(
                    "jobs are left in AWS: " + simulator.world().jobs());
        }
    }

    private static Map<String, String> environment(ControlPlane plane, Simulator simulator) {
        return Map.of(
                "KUBECONFIG",
                plane.kubeconfigFor(OPERATOR, OPERATOR).toString(),
                "AWS_REGION",
                REGION,
                "AWS_ACCESS_KEY_ID",
                "simulated",
                "AWS_SECRET_ACCESS_KEY",
                "simulated",
                "AWS_ENDPOINT_URL_IOTTWINMAKER",
                simulator.endpoint().toString());
    }

    private static KubernetesClient client(ControlPlane plane) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(plane.kubeconfig().toFile()))
                .build();
    }

    private interface Goal {
        boolean reached(List<SyncJob> objects);
    }

    /** Prints each change until the goal is reached. */
    private void follow(KubernetesClient client, OperatorProcess operator, Goal goal) throws InterruptedException {
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            List<SyncJob> objects =
                    client.resources(SyncJob.class).inAnyNamespace().list().getItems();
            objects.forEach(this::show);
            if (goal.reached(objects)) {
                return;
            }
            if (!operator.isAlive()) {
                throw new IllegalStateException("the operator ended:\n" + operator.log());
            }
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(
                        "not there after " + LIMIT.toSeconds() + " s; the operator's log:\n" + operator.log());
            }
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean allReady(List<SyncJob> objects) {
        return !objects.isEmpty()
                && objects.stream().allMatch(object -> condition(object).startsWith("True"));
    }

    private void show(SyncJob object) {
        String name =
                object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
        String state = object.getStatus() == null ? null : object.getStatus().state();
        String line = String.format("%-16s %-13s Ready=%s", name, state == null ? "-" : state, condition(object));
        if (!line.equals(shown.put(name, line))) {
            say(line);
        }
    }

    private static String condition(SyncJob object) {
        return object.getStatus() == null
                ? "-"
                : object.getStatus()
                        .condition(Condition.READY)
                        .map(ready -> ready.status() + " " + ready.reason() + ": " + ready.message())
                        .orElse("-");
    }

    private void say(String line) {
        System.out.printf(
                "[%5.1f s] %s%n", Duration.between(begun, Instant.now()).toMillis() / 1000.0, line);
    }
}
