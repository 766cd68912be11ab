package dev.twinmaker.syncjob.benchmark;

import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.AwsAccessSpec;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.integration.Stage;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.RoleTrust;
import dev.twinmaker.syncjob.simulator.Verdict;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Many accounts beside one, in one run: as many SyncJobs, once all in the operator's own account and once each in an
 * account of its own. Prints figures and gives no verdict. With {@code benchmark.minutes} of 10 it waits for the first ten
 * minutes to be over, and with more it goes on to watch a steady operator for that long.
 */
public final class AccountsBenchmark {

    private static final int OBJECTS = Integer.getInteger("benchmark.objects", 1000);
    private static final int MANY = 100;
    private static final int MINUTES = Integer.getInteger("benchmark.minutes", 10);

    /** Budgets out of the way, but for that of STS; the usual interval. */
    private static final Map<String, String> RAISED = Map.of(
            "SYNCJOB_AWS_READ_RATE", "100000",
            "SYNCJOB_AWS_READ_BURST", "100000",
            "SYNCJOB_AWS_WRITE_RATE", "100000",
            "SYNCJOB_AWS_WRITE_BURST", "100000",
            "SYNCJOB_AWS_CALL_TIMEOUT", "10s",
            "SYNCJOB_POLL_INITIAL", "2s",
            "SYNCJOB_BACKOFF_INITIAL", "1s",
            "SYNCJOB_RECONCILE_INTERVAL", "10m");

    private AccountsBenchmark() {}

    public static void main(String[] args) {
        Measurement.main(() -> {
            oneAccount();
            manyAccounts();
        });
    }

    private static void oneAccount() throws Exception {
        try (Stage stage = stage()) {
            for (int i = 0; i < OBJECTS; i++) {
                namespace(stage, "one-" + i);
                stage.workspace(Stage.REGION, "hall-" + i);
                syncJob(stage, "one-" + i, "plant", Stage.ROLE, "hall-" + i);
            }
            measured(stage, "one account", Map.of(), 0);
        }
    }

    private static void manyAccounts() throws Exception {
        try (Stage stage = stage()) {
            stage.apply("deploy/accounts.yaml");
            for (int i = 0; i < OBJECTS; i++) {
                String account = account(i);
                stage.simulator().iam().roles().put(RoleTrust.of(hub(account)).trusting(Stage.ACCOUNT));
                stage.simulator().world().addWorkspace(new Place(account, Stage.REGION), "hall-" + i);
                namespace(stage, "many-" + i);
                access(stage, "many-" + i, account);
                syncJob(stage, "many-" + i, "plant", sync(account), "hall-" + i);
            }
            Map<String, String> accounts = Map.of(
                    "SYNCJOB_ACCOUNTS_ENABLED", "true",
                    "SYNCJOB_REQUIRE_ACCESS", "true",
                    "AWS_ENDPOINT_URL_STS", stage.simulator().endpoint().toString());
            measured(stage, OBJECTS + " accounts", accounts, MINUTES);
        }
    }

    /** With more than one job in an account. */
    private static Stage stage() {
        Stage stage = Stage.start();
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        return stage;
    }

    private static void measured(Stage stage, String what, Map<String, String> more, int minutes) throws Exception {
        Map<String, String> settings = new HashMap<>(RAISED);
        settings.putAll(more);
        Instant begun = Instant.now();
        OperatorProcess operator = stage.launch(settings);
        await(Duration.ofMinutes(10), () -> ready(stage) == OBJECTS);
        row(what, "spawn to all Ready, s", "%.1f".formatted(seconds(begun)));
        row(
                what,
                "processor until then, s",
                "%.1f".formatted(operator.processorTime().toMillis() / 1000.0));
        row(
                what,
                "AWS calls an object until Ready",
                perObject(calls(stage, Instant.EPOCH) - sts(stage, Instant.EPOCH)));
        Jcmd.run(operator, "GC.run");
        row(what, "heap after GC, KiB", String.valueOf(Jcmd.heap(operator)));
        row(what, "heap an object after GC, KiB", "%.2f".formatted(Jcmd.heap(operator) / (double) OBJECTS));
        row(what, "resident, MiB", String.valueOf(operator.residentMebibytes()));
        row(what, "threads", String.valueOf(threads(operator)));
        row(what, "STS calls until all Ready", String.valueOf(sts(stage, Instant.EPOCH)));
        if (minutes == 0) {
            return;
        }
        outage(stage);
        if (minutes < 10) {
            return;
        }
        until(begun.plus(Duration.ofMinutes(10)));
        row(what, "STS calls in the first 10 minutes", String.valueOf(sts(stage, Instant.EPOCH)));
        if (minutes > 10) {
            Instant steady = Instant.now();
            until(steady.plus(Duration.ofMinutes(minutes)));
            row(what, "STS calls in " + minutes + " steady minutes", String.valueOf(sts(stage, steady)));
            row(what, "STS calls in the busiest second of them", String.valueOf(busiest(stage, steady)));
            row(what, "AWS calls in them", String.valueOf(calls(stage, steady) - sts(stage, steady)));
            row(what, "objects Ready", String.valueOf(ready(stage)));
            Jcmd.run(operator, "GC.run");
            row(what, "heap after GC at their end, KiB", String.valueOf(Jcmd.heap(operator)));
            row(what, "threads at their end", String.valueOf(threads(operator)));
        }
    }

    /**
     * One account throttles, one is down and one does not answer at all, which is that of many objects; the others are
     * asked for a look each.
     */
    private static void outage(Stage stage) {
        List<FaultAction> faults = List.of(
                FaultAction.Answer.error(429, "ThrottlingException"),
                FaultAction.Answer.error(500, "InternalServerException"),
                new FaultAction.Hang(false, Duration.ofSeconds(12)));
        int silent = faults.size() - 1;
        for (int i = 0; i < MANY; i++) {
            String workspace = "other-hall-" + i;
            stage.simulator().world().addWorkspace(new Place(account(silent), Stage.REGION), workspace);
            syncJob(stage, "many-" + silent, "plant-" + i, sync(account(silent)), workspace);
        }
        await(Duration.ofMinutes(5), () -> ready(stage) == OBJECTS + MANY);
        for (int i = 0; i < faults.size(); i++) {
            stage.simulator().faults().always(FaultMatch.any().inAccount(account(i)), faults.get(i));
        }
        Set<String> troubled =
                IntStream.range(0, faults.size()).mapToObj(i -> "many-" + i).collect(Collectors.toSet());
        String what = OBJECTS + " accounts, three of them in trouble";
        row(what, "look at all others asked for until made, s", "%.1f".formatted(looks(stage, "in-trouble", troubled)));
        stage.simulator().faults().clear();
        row(what, "the same with no account in trouble, s", "%.1f".formatted(looks(stage, "well", troubled)));
    }

    /** All are asked for; what is waited for are those of other namespaces. */
    private static double looks(Stage stage, String token, Set<String> without) {
        String patch =
                "{\"metadata\":{\"annotations\":{\"" + SyncJob.RECONCILE_REQUESTED_AT + "\":\"" + token + "\"}}}";
        stage.client()
                .resources(SyncJob.class)
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(object -> stage.client().resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
        Instant begun = Instant.now();
        await(
                Duration.ofMinutes(5),
                () -> stage.client().resources(SyncJob.class).inAnyNamespace().list().getItems().stream()
                        .filter(object -> !without.contains(object.getMetadata().getNamespace()))
                        .allMatch(object -> token.equals(object.getStatus().lastHandledReconcileAt())));
        return seconds(begun);
    }

    private static void namespace(Stage stage, String name) {
        stage.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static void access(Stage stage, String namespace, String account) {
        AwsAccess access = new AwsAccess();
        access.getMetadata().setName(namespace);
        access.setSpec(new AwsAccessSpec(
                List.of(namespace),
                null,
                new AssumeRole(hub(account), null, null),
                null,
                List.of(sync(account)),
                List.of("*"),
                null,
                null,
                null));
        stage.client().resource(access).create();
    }

    private static void syncJob(Stage stage, String namespace, String name, String role, String workspace) {
        SyncJob object = Stage.syncJob(name, Stage.REGION, workspace);
        object.getMetadata().setNamespace(namespace);
        object.setSpec(SyncJobSpec.of(workspace, "SITEWISE", role, null, Stage.REGION));
        stage.create(object);
    }

    private static String account(int number) {
        return "%012d".formatted(600_000_000_000L + number);
    }

    private static String hub(String account) {
        return "arn:aws:iam::" + account + ":role/operator";
    }

    private static String sync(String account) {
        return "arn:aws:iam::" + account + ":role/sync";
    }

    private static long ready(Stage stage) {
        return stage.client().resources(SyncJob.class).inAnyNamespace().list().getItems().stream()
                .filter(object -> object.getStatus() != null)
                .filter(object -> Stage.is(object, "Ready", "True", "Active"))
                .count();
    }

    private static int calls(Stage stage, Instant since) {
        return (int) stage.simulator().journal().entries().stream()
                .filter(entry -> !entry.time().isBefore(since))
                .count();
    }

    private static int sts(Stage stage, Instant since) {
        return (int) stage.simulator().journal().entries(Operation.ASSUME_ROLE).stream()
                .filter(entry -> !entry.time().isBefore(since))
                .count();
    }

    private static long busiest(Stage stage, Instant since) {
        return stage.simulator().journal().callsPerSecond(Operation.ASSUME_ROLE).entrySet().stream()
                .filter(second -> !second.getKey().isBefore(since))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    private static int threads(OperatorProcess operator) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(operator.pid()), "status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private static void until(Instant then) {
        Duration left = Duration.between(Instant.now(), then);
        if (!left.isNegative() && !left.isZero()) {
            Awaitility.await().pollDelay(left).atMost(left.plusMinutes(1)).until(() -> true);
        }
    }

    private static void await(Duration limit, BooleanSupplier reached) {
        Awaitility.await().atMost(limit).pollInterval(Duration.ofSeconds(1)).until(reached::getAsBoolean);
    }

    private static String perObject(int total) {
        return "%.2f".formatted(total / (double) OBJECTS);
    }

    private static double seconds(Instant begun) {
        return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }

    private static void row(String what, String figure, String value) {
        System.out.printf("%-44s %-48s %s%n", what, figure, value);
    }
}
