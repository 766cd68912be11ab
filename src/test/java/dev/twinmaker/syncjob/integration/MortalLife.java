package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An object with a region and a job to itself, and an operator that dies again and again. The job stays in each state
 * until a test moves it on, so that how long a process takes to start decides nothing.
 */
final class MortalLife implements AutoCloseable {

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Where the processes of a life die. */
    enum Deaths {
        NONE("any#1000"),
        /** One process dies before it has done anything, the next one right behind the first thing it does. */
        AROUND_EACH_EFFECT("any#1,any#2"),
        AROUND_EACH_EVENT("before event,after event");

        private final String moments;

        Deaths(String moments) {
            this.moments = moments;
        }
    }

    private final Stage stage;
    private final String name;
    private final Deaths kind;
    private final JobKey key;
    private final DyingOperator operator;

    private MortalLife(Stage stage, Deaths kind, Map<String, String> tags, boolean ready) {
        int number = NUMBER.incrementAndGet();
        this.stage = stage;
        this.name = "mortal-" + number;
        this.kind = kind;
        this.key = Stage.key("eu-crash-" + number, "plant");
        stage.workspace(key.place().region(), "plant");
        SyncJob object = Stage.syncJob(name, key.place().region(), "plant");
        object.setSpec(SyncJobSpec.of(
                "plant", "SITEWISE", Stage.ROLE, tags, key.place().region()));
        stage.create(object);
        if (ready) {
            try (OperatorProcess first = stage.operator(Map.of("SYNCJOB_LEADER_ELECTION", "false"))) {
                stage.awaitReady(name);
                stage.awaitEvent(name, "Active");
                assertThat(first.isAlive()).isTrue();
            }
        }
        this.operator = new DyingOperator(stage, List.of(kind.moments.split(",", -1)), () -> "in " + state());
    }

    /** Where no job moves on by itself. */
    static Stage stage() {
        Stage stage = Stage.shared();
        stage.simulator().knobs().lifecycle.creating = FOR_EVER;
        stage.simulator().knobs().lifecycle.deleting = FOR_EVER;
        return stage;
    }

    /** From the first moment on. */
    static MortalLife begun(Stage stage, Deaths kind, Map<String, String> tags) {
        return new MortalLife(stage, kind, tags, false);
    }

    /** From where the object has a job that is active. */
    static MortalLife ready(Stage stage, Deaths kind, Map<String, String> tags) {
        return new MortalLife(stage, kind, tags, true);
    }

    String name() {
        return name;
    }

    private String state() {
        return stage.simulator()
                .world()
                .job(key)
                .map(job -> job.status().state().name())
                .orElse("no state");
    }

    JobView job() {
        return stage.simulator().world().job(key).orElseThrow();
    }

    void edit(String patch) {
        stage.patch(name, patch);
    }

    void delete() {
        stage.delete(name);
    }

    /** Has AWS end the deletion. */
    void vanish() {
        stage.simulator().world().removeJob(key);
    }

    /** Has AWS move the job on and waits until the status says so. */
    void becomes(JobState state) {
        boolean fails = state == JobState.ERROR;
        stage.simulator().world().setState(key, state, fails ? "SYNC_PROCESSING_ERROR" : "", fails ? "no access" : "");
        awaitShown(state);
    }

    void awaitShown(JobState state) {
        await(
                "shows " + state,
                object -> object.getStatus() != null
                        && state.name().equals(object.getStatus().state()));
    }

    /** Waits until the status says that the job is active and all that the spec asks for. */
    void awaitCurrent(String what) {
        await(
                what,
                object -> Stage.is(object, Condition.READY, "True", "Active")
                        && Stage.is(object, Condition.SYNCED, "True", "InSync")
                        && object.getMetadata()
                                .getGeneration()
                                .equals(object.getStatus().observedGeneration()));
    }

    private void await(String what, Predicate<SyncJob> expected) {
        operator.await(
                name + " " + what,
                () -> quiet() && stage.get(name).filter(expected).isPresent());
    }

    void awaitGone() {
        operator.await(name + " is gone", () -> quiet() && stage.get(name).isEmpty());
        assertThat(stage.simulator().world().job(key)).isEmpty();
        // An object is gone a moment before the audit log tells of the write that let it go.
        Awaitility.await("the release of " + name + " is in the audit log")
                .until(() -> Long.valueOf(2).equals(effects().get("finalizer")));
    }

    /** Whoever has done the last thing is dead already: what comes next finds the next process. */
    private boolean quiet() {
        return kind != Deaths.AROUND_EACH_EFFECT || operator.firstInTurn();
    }

    /** Where each process died, and in which state the job was then. */
    List<String> deaths() {
        return operator.deaths();
    }

    /** Waits until a process has died there, and has none follow. */
    void awaitDeath(String moment) {
        operator.awaitDeath(moment);
    }

    /** What it has come to, comparable with other lives. */
    String ending() {
        return Ending.of(stage, name, key);
    }

    /** Calls of AWS about its job. */
    Stream<JournalEntry> calls() {
        return stage.simulator().journal().entries().stream()
                .filter(entry -> entry.key().place().equals(key.place()));
    }

    /** Effects on AWS, by operation, and writes of the finalizer. */
    Map<String, Long> effects() {
        Map<String, Long> effects = calls().filter(JournalEntry::effect)
                .collect(Collectors.groupingBy(
                        entry -> Objects.requireNonNull(entry.operation()).wireName(),
                        TreeMap::new,
                        Collectors.counting()));
        effects.put(
                "finalizer",
                stage.writes().stream()
                        .filter(write -> write.resource().equals("syncjobs")
                                && write.name().equals(name))
                        .filter(write -> write.subresource().isEmpty() && write.code() == 200)
                        .count());
        return effects;
    }

    /** Effects as they should be. */
    static Map<String, Long> times(Map<Operation, Long> calls, long finalizer) {
        Map<String, Long> effects = new TreeMap<>();
        calls.forEach((operation, times) -> effects.put(operation.wireName(), times));
        effects.put("finalizer", finalizer);
        return effects;
    }

    @Override
    public void close() {
        operator.close();
    }
}
