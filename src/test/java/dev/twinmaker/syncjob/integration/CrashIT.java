package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A life in which the operator dies at every side effect in turn, and the same life without a crash, come to the same
 * end by the same calls.
 */
class CrashIT {

    private static final String OTHER_ROLE = "arn:aws:iam::" + Stage.ACCOUNT + ":role/other-sync";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Stage stage;
    private static Map<String, Long> undisturbed;

    /** What a life came to: effects on AWS, by operation, and writes of the finalizer. */
    private record Life(Map<String, Long> effects, int deaths) {}

    @BeforeAll
    static void an_undisturbed_life() {
        stage = Stage.start();
        // Longer than a process needs to start, so that the next one still sees the deletion.
        stage.simulator().knobs().lifecycle.deleting = Duration.ofSeconds(10);
        Life life = live("undisturbed", "any#1000");
        assertThat(life.deaths()).isZero();
        undisturbed = life.effects();
        assertThat(undisturbed)
                .containsEntry(Operation.CREATE_SYNC_JOB.wireName(), 2L)
                .containsEntry(Operation.DELETE_SYNC_JOB.wireName(), 2L)
                .containsEntry(Operation.TAG_RESOURCE.wireName(), 1L)
                .containsEntry(Operation.UNTAG_RESOURCE.wireName(), 1L)
                .containsEntry("finalizer", 2L);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "any#2, right behind each side effect, 12",
        "any#3, right before the second side effect of each process, 12"
    })
    void an_operator_that_dies_again_and_again_does_what_one_does_that_lives(String moment, String where, int often) {
        Life life = live("dying-" + moment.charAt(moment.length() - 1), moment);

        assertThat(life.effects()).as("crashed %s", where).isEqualTo(undisturbed);
        assertThat(life.deaths()).isGreaterThan(often);
        System.out.printf("%d crashes %s in one life: %s%n", life.deaths(), where, life.effects());
    }

    @Test
    void a_process_that_dies_before_its_first_write_has_changed_nothing() {
        Map<String, String> alone = Map.of("SYNCJOB_LEADER_ELECTION", "false");
        String region = "eu-crash-" + NUMBER.incrementAndGet();
        JobKey key = Stage.key(region, "plant");
        stage.workspace(region, "plant");
        try (OperatorProcess dying = stage.launch(alone, "-Dtwinmaker.crash-point=before finalizer")) {
            dying.awaitReady();
            stage.create(Stage.syncJob("unborn", region, "plant"));
            assertThat(dying.exitCode(Duration.ofSeconds(30))).isEqualTo(137);
        }
        assertThat(stage.get("unborn").orElseThrow().getMetadata().getFinalizers())
                .isEmpty();
        assertThat(effects(key, "unborn")).isEqualTo(Map.of("finalizer", 0L));
        try (OperatorProcess next = stage.operator(alone)) {
            stage.awaitReady("unborn");
            stage.delete("unborn");
            stage.awaitGone("unborn");
            assertThat(next.isAlive()).isTrue();
        }
        awaitReleased(key, "unborn");
        assertThat(effects(key, "unborn"))
                .isEqualTo(Map.of(
                        Operation.CREATE_SYNC_JOB.wireName(),
                        1L,
                        Operation.DELETE_SYNC_JOB.wireName(),
                        1L,
                        "finalizer",
                        2L));
    }

    /** Created, retagged, replaced and deleted. */
    private static Life live(String name, String moment) {
        String region = "eu-crash-" + NUMBER.incrementAndGet();
        JobKey key = Stage.key(region, "plant");
        stage.workspace(region, "plant");
        try (DyingOperator operator = new DyingOperator(stage, moment)) {
            SyncJob object = Stage.syncJob(name, region, "plant");
            Map<String, String> tags = Map.of("team", "blue", "old", "x");
            object.setSpec(SyncJobSpec.of("plant", "SITEWISE", Stage.ROLE, tags, region));
            stage.create(object);
            operator.await(name + " is ready", () -> current(name));

            stage.patch(name, "{\"spec\":{\"tags\":{\"team\":\"green\",\"old\":null}}}");
            operator.await(name + " is retagged", () -> current(name));
            assertThat(job(key)).containsEntry("team", "green").doesNotContainKey("old");

            stage.patch(name, "{\"spec\":{\"roleArn\":\"" + OTHER_ROLE + "\",\"replacementPolicy\":\"Automatic\"}}");
            operator.await(name + " is replaced", () -> current(name));
            assertThat(stage.simulator().world().job(key).orElseThrow().role()).isEqualTo(OTHER_ROLE);

            stage.delete(name);
            operator.await(name + " is gone", () -> stage.get(name).isEmpty());
            assertThat(stage.simulator().world().job(key)).isEmpty();
            awaitReleased(key, name);
            return new Life(effects(key, name), operator.deaths());
        }
    }

    /** An object is gone a moment before the audit log tells of the write that let it go. */
    private static void awaitReleased(JobKey key, String name) {
        Awaitility.await("the release of " + name + " is in the audit log")
                .until(() -> Long.valueOf(2).equals(effects(key, name).get("finalizer")));
    }

    private static Map<String, String> job(JobKey key) {
        return stage.simulator().world().job(key).orElseThrow().tags();
    }

    private static boolean current(String name) {
        return stage.get(name)
                .filter(object -> Stage.is(object, Condition.READY, "True", "Active"))
                .filter(object -> Stage.is(object, Condition.SYNCED, "True", "InSync"))
                .map(SyncJob::getStatus)
                .map(SyncJobStatus::observedGeneration)
                .filter(stage.get(name).orElseThrow().getMetadata().getGeneration()::equals)
                .isPresent();
    }

    private static Map<String, Long> effects(JobKey key, String name) {
        Map<String, Long> effects = stage.simulator().journal().entries().stream()
                .filter(JournalEntry::effect)
                .filter(entry ->
                        entry.resource().equals(key.arn()) || entry.key().equals(key))
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
}
