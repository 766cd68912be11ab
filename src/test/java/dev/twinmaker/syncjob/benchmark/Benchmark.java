package dev.twinmaker.syncjob.benchmark;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.integration.Stage;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Start, memory and throughput of the packaged operator on a real API server. */
public final class Benchmark {

    private static final int OBJECTS = Integer.getInteger("benchmark.objects", 1000);
    private static final int THREADS = 20;
    private static final Map<String, String> RAISED = Map.of(
            "SYNCJOB_AWS_READ_RATE", "100000",
            "SYNCJOB_AWS_READ_BURST", "100000",
            "SYNCJOB_AWS_WRITE_RATE", "100000",
            "SYNCJOB_AWS_WRITE_BURST", "100000",
            "SYNCJOB_POLL_INITIAL", "2s",
            "SYNCJOB_RECONCILE_INTERVAL", "10m");

    private static final Duration OBSERVED = Duration.ofSeconds(20);

    private static long idleHeap;

    private Benchmark() {}

    public static void main(String[] args) {
        Measurement.main(Benchmark::all);
    }

    private static void all() throws Exception {
        System.out.printf(
                "JDK %s, %d processors%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        idle();
        bulk();
    }

    private static void idle() throws Exception {
        try (Stage stage = Stage.start()) {
            List<Double> starts = new ArrayList<>();
            long resident = 0;
            for (int i = 0; i < 5; i++) {
                Instant begun = Instant.now();
                OperatorProcess operator = stage.operator(RAISED);
                starts.add(seconds(begun));
                Jcmd.run(operator, "GC.run");
                resident = operator.residentMebibytes();
                idleHeap = Jcmd.heap(operator);
                operator.terminate(Duration.ofSeconds(15));
            }
            starts.sort(Double::compare);
            row(
                    "spawn to ready, no objects, s (min/median/max of 5)",
                    "%.2f / %.2f / %.2f".formatted(starts.get(0), starts.get(2), starts.get(4)),
                    "<= 2.2 on 17, 1.0 on 25 with AOT");
            row("resident, no objects, after GC, MiB", String.valueOf(resident), "<= 150");
        }
    }

    private static void bulk() throws Exception {
        try (Stage stage = Stage.start()) {
            stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
            Duration floor = new Floor(stage).run(create(stage, "floor", OBJECTS), THREADS);
            remove(stage, "floor");
            List<SyncJob> objects = create(stage, "bulk", OBJECTS);
            int writes = stage.writes().size();
            int calls = stage.simulator().journal().entries().size();
            Instant begun = Instant.now();
            OperatorProcess operator = stage.launch(RAISED);
            await(() -> stage.calls(Operation.CREATE_SYNC_JOB) >= 2 * OBJECTS);
            await(() -> count(stage, "bulk", object -> object.getStatus().arn() != null) == OBJECTS);
            double all = seconds(begun);
            Duration processor = operator.processorTime();
            await(() -> count(
                            stage,
                            "bulk",
                            object -> "ACTIVE".equals(object.getStatus().state()))
                    == OBJECTS);
            row(
                    OBJECTS + " objects at start: spawn to all have their ARN, s",
                    "%.1f".formatted(all),
                    "9.7 for a bare loop");
            row("the same without the start, objects/s", "%.0f".formatted(OBJECTS / Math.max(0.1, all - 2)), "");
            row(
                    "floor in this run: writes alone, objects/s",
                    "%.0f".formatted(OBJECTS * 1000.0 / floor.toMillis()),
                    "");
            row("processor until then, s", "%.1f".formatted(processor.toMillis() / 1000.0), "11.5 for a bare loop");
            Jcmd.run(operator, "GC.run");
            row(
                    "heap an object after GC, KiB",
                    "%.2f".formatted((Jcmd.heap(operator) - idleHeap) / (double) OBJECTS),
                    "<= 3");
            row("resident with " + OBJECTS + ", MiB", String.valueOf(operator.residentMebibytes()), "");
            row(
                    "AWS calls an object until ACTIVE",
                    perObject(stage.simulator().journal().entries().size() - calls),
                    "<= 9");
            row(
                    "API server writes an object until ACTIVE",
                    perObject(stage.writes().size() - writes),
                    "<= 4 + 2 events");
            restart(stage, operator, objects.size());
        }
    }

    private static void restart(Stage stage, OperatorProcess operator, int objects) throws Exception {
        operator.terminate(Duration.ofSeconds(15));
        int writes = stage.writes().size();
        int calls = stage.simulator().journal().entries().size();
        stage.operator(RAISED);
        Awaitility.await().pollDelay(OBSERVED).atMost(OBSERVED.multipliedBy(2)).until(() -> true);
        row(
                "restart with " + objects + ": AWS calls in 20 s",
                String.valueOf(stage.simulator().journal().entries().size() - calls),
                "the steady share: " + objects / 30);
        row(
                "restart with " + objects + ": API server writes",
                String.valueOf(stage.writes().size() - writes),
                "0");
    }

    private static List<SyncJob> create(Stage stage, String prefix, int count) {
        List<SyncJob> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = prefix + "-" + i;
            stage.workspace(Stage.REGION, name);
            objects.add(stage.create(Stage.syncJob(name, Stage.REGION, name)));
        }
        return objects;
    }

    private static void remove(Stage stage, String prefix) {
        Map<String, SyncJob> left = new HashMap<>();
        stage.client().resources(SyncJob.class).inNamespace(Stage.NAMESPACE).list().getItems().stream()
                .filter(object -> object.getMetadata().getName().startsWith(prefix))
                .forEach(object -> left.put(object.getMetadata().getName(), object));
        left.values().forEach(object -> {
            stage.client().resource(object).edit(current -> {
                current.getMetadata().setFinalizers(List.of());
                return current;
            });
            stage.delete(object.getMetadata().getName());
        });
    }

    private static long count(Stage stage, String prefix, Predicate<SyncJob> wanted) {
        return stage.client().resources(SyncJob.class).inNamespace(Stage.NAMESPACE).list().getItems().stream()
                .filter(object -> object.getMetadata().getName().startsWith(prefix))
                .filter(object -> object.getStatus() != null && wanted.test(object))
                .count();
    }

    private static void await(BooleanSupplier reached) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(reached::getAsBoolean);
    }

    private static String perObject(int total) {
        return "%.2f".formatted(total / (double) OBJECTS);
    }

    private static double seconds(Instant begun) {
        return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }

    private static void row(String what, String ours, String target) {
        System.out.printf("%-60s %-24s %s%n", what, ours, target);
    }
}
