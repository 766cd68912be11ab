package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.FaultRule;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A SyncJob with a region and a job to itself, so that many of them go through a fault at once and each counts only what
 * concerns its own job.
 */
record Plant(Stage stage, String name) {

    private static final Set<Operation> WRITES = EnumSet.of(
            Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);

    /** Owner tags of an object of another cluster. */
    static final Map<String, String> FOREIGN = new Owner("another-cluster", "factory", "line-7", "0000").tags();

    /** In a region of that name, where there is a workspace and nothing else. */
    static Plant of(Stage stage, String name) {
        Plant plant = new Plant(stage, name);
        stage.workspace(plant.region(), "plant");
        return plant;
    }

    /** One of many; in their regions there are letters where others have numbers. */
    static Plant of(Stage stage, String name, int number) {
        String letters = number < 26 ? letter(number) : letter(number / 26 - 1) + letter(number % 26);
        return of(stage, name + "-" + letters);
    }

    private static String letter(int number) {
        return String.valueOf((char) ('a' + number));
    }

    String region() {
        return "eu-" + name + "-1";
    }

    JobKey key() {
        return Stage.key(region(), "plant");
    }

    SyncJob manifest() {
        SyncJob object = Stage.syncJob(name, region(), "plant");
        object.setSpec(SyncJobSpec.of("plant", "SITEWISE", Stage.ROLE, Map.of("kept", "old"), region()));
        return object;
    }

    Plant create() {
        stage.create(manifest());
        return this;
    }

    Plant ready() {
        await("is ready", Condition.READY, "True", "Active");
        await("is in step", Condition.SYNCED, "True", "InSync");
        return this;
    }

    SyncJob await(String what, String type, String status, String reason) {
        return stage.await(name + " " + what, name, object -> Stage.is(object, type, status, reason));
    }

    SyncJob object() {
        return stage.get(name).orElseThrow();
    }

    String message(String type) {
        return Stage.condition(object(), type).map(Condition::message).orElse("");
    }

    JobView job() {
        return stage.simulator().world().job(key()).orElseThrow();
    }

    boolean hasJob() {
        return stage.simulator().world().job(key()).isPresent();
    }

    /** Has the operator look at once. */
    void look() {
        edit("{\"metadata\":{\"annotations\":{\"" + SyncJob.RECONCILE_REQUESTED_AT + "\":\"" + UUID.randomUUID()
                + "\"}}}");
    }

    void edit(String patch) {
        stage.patch(name, patch);
    }

    /** Gives the one tag of the manifest another value and waits until the job has it. */
    void retag(String value) {
        edit("{\"spec\":{\"tags\":{\"kept\":\"" + value + "\"}}}");
        awaitTagged(value);
    }

    void awaitTagged(String value) {
        stage.await(
                name + " is tagged", name, object -> value.equals(job().tags().get("kept")));
    }

    /** Has all of them made, tagged and deleted, and waits for each step of all of them. */
    static void live(List<Plant> plants) {
        plants.forEach(Plant::create);
        plants.forEach(Plant::ready);
        plants.forEach(plant -> plant.edit("{\"spec\":{\"tags\":{\"kept\":\"new\"}}}"));
        plants.forEach(plant -> plant.awaitTagged("new"));
        plants.forEach(Plant::delete);
        plants.forEach(Plant::awaitGone);
    }

    void delete() {
        stage.delete(name);
    }

    void awaitGone() {
        stage.awaitGone(name);
    }

    /** Spoils the next calls of an operation about this job, all of them where the count is 0; the rule's id. */
    String spoil(Operation operation, FaultAction action, int count) {
        FaultMatch match = FaultMatch.of(operation).inRegion(region());
        return stage.simulator().faults().add(new FaultRule("", match, action, count));
    }

    void awaitStruck(String rule, int times) {
        Awaitility.await(name + " is struck")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(25))
                .until(() -> stage.simulator().faults().struck(rule) >= times);
    }

    Stream<JournalEntry> calls() {
        return stage.simulator().journal().entries().stream()
                .filter(entry -> entry.key().place().region().equals(region()));
    }

    long calls(Operation operation) {
        return calls().filter(entry -> entry.operation() == operation).count();
    }

    long effects(Operation operation) {
        return calls().filter(entry -> entry.operation() == operation && entry.effect())
                .count();
    }

    /** What was asked of AWS that changes something, whatever became of it. */
    List<Operation> writes() {
        return calls().map(JournalEntry::operation).filter(WRITES::contains).toList();
    }
}
