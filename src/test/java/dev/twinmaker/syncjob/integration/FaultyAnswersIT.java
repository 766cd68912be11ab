package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.Denial;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Mangling;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers of AWS that refuse, fail or say something new: what a user reads meanwhile, and that it passes. */
class FaultyAnswersIT {

    private static final FaultAction FAILS = FaultAction.Answer.error(500, "InternalServerException");

    private static Stage stage;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        stage.simulator().knobs().lifecycle.deleting = Duration.ofSeconds(4);
        operator = stage.operator(
                Map.of("SYNCJOB_ACCESS_DENIED_GRACE", "2s", "SYNCJOB_POLL_MAX", "1s", "SYNCJOB_BACKOFF_MAX", "1s"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void nothing_is_reported_as_a_defect() {
        stage.simulator().faults().clear();
        stage.simulator().iam().allowEverything();
        assertThat(operator.log()).doesNotContain(" ERROR ");
        assertThat(operator.status("live")).isEqualTo(200);
        assertThat(stage.simulator().journal().doubleJobs()).isEmpty();
    }

    @Test
    void where_every_second_call_fails_each_life_goes_on_to_its_end() {
        List<Plant> plants = IntStream.range(0, 10)
                .mapToObj(i -> Plant.of(stage, "half-" + (char) ('a' + i)))
                .toList();
        stage.simulator().faults().always(FaultMatch.any().withProbability(0.5), FAILS);
        Plant.live(plants);
        assertThat(plants).allSatisfy(plant -> {
            assertThat(plant.hasJob()).isFalse();
            assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(plant.effects(Operation.TAG_RESOURCE)).isEqualTo(1);
            assertThat(plant.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        });
    }

    @Test
    void each_action_that_is_denied_is_named_and_keeps_the_finalizer_and_is_done_when_it_is_allowed() {
        Map<Operation, Plant> plants = Map.of(
                Operation.GET_SYNC_JOB, Plant.of(stage, "get"),
                Operation.LIST_TAGS_FOR_RESOURCE, Plant.of(stage, "list"),
                Operation.TAG_RESOURCE, Plant.of(stage, "tag"),
                Operation.UNTAG_RESOURCE, Plant.of(stage, "untag"),
                Operation.DELETE_SYNC_JOB, Plant.of(stage, "delete"));
        plants.values().forEach(Plant::create);
        plants.values().forEach(Plant::ready);
        plants.forEach((operation, plant) ->
                stage.simulator().iam().deny(Denial.of(operation).on("*:" + plant.region() + ":*")));
        plants.get(Operation.GET_SYNC_JOB).look();
        plants.get(Operation.LIST_TAGS_FOR_RESOURCE).look();
        plants.get(Operation.TAG_RESOURCE).edit("{\"spec\":{\"tags\":{\"kept\":\"new\"}}}");
        plants.get(Operation.UNTAG_RESOURCE).edit("{\"spec\":{\"tags\":{\"kept\":null}}}");
        plants.get(Operation.DELETE_SYNC_JOB).delete();
        plants.forEach((operation, plant) -> {
            plant.await("is told", Condition.SYNCED, "False", "AccessDenied");
            String reason = operation == Operation.DELETE_SYNC_JOB ? "DeletionBlocked" : "AccessDenied";
            plant.await("stalls", Condition.STALLED, "True", reason);
            assertThat(plant.message(Condition.SYNCED)).contains("iottwinmaker:" + operation.wireName(), "plant");
        });
        // Deletions that cannot even look hold their finalizer too.
        plants.get(Operation.GET_SYNC_JOB).delete();
        plants.get(Operation.LIST_TAGS_FOR_RESOURCE).delete();
        plants.get(Operation.GET_SYNC_JOB).await("waits", Condition.STALLED, "True", "DeletionBlocked");
        plants.get(Operation.LIST_TAGS_FOR_RESOURCE).await("waits", Condition.STALLED, "True", "DeletionBlocked");
        assertThat(plants.values()).allSatisfy(plant -> {
            assertThat(plant.object().getMetadata().getFinalizers()).contains(SyncJob.FINALIZER);
            assertThat(plant.hasJob()).isTrue();
        });

        stage.simulator().iam().allowEverything();
        plants.values().forEach(Plant::look);
        plants.get(Operation.TAG_RESOURCE).ready();
        plants.get(Operation.UNTAG_RESOURCE).ready();
        assertThat(plants.get(Operation.TAG_RESOURCE).job().tags()).containsEntry("kept", "new");
        assertThat(plants.get(Operation.UNTAG_RESOURCE).job().tags()).doesNotContainKey("kept");
        List.of(Operation.GET_SYNC_JOB, Operation.LIST_TAGS_FOR_RESOURCE, Operation.DELETE_SYNC_JOB)
                .forEach(operation -> {
                    plants.get(operation).awaitGone();
                    assertThat(plants.get(operation).hasJob()).isFalse();
                    assertThat(plants.get(operation).effects(Operation.DELETE_SYNC_JOB))
                            .isEqualTo(1);
                });
    }

    @Test
    void a_create_that_is_refused_says_why_and_is_done_when_the_cause_is_gone() {
        Plant quota = Plant.of(stage, "quota");
        Plant invalid = Plant.of(stage, "invalid");
        Plant held = Plant.of(stage, "held");
        String used = quota.spoil(
                Operation.CREATE_SYNC_JOB, FaultAction.Answer.error(402, "ServiceQuotaExceededException"), 0);
        String bad = invalid.spoil(Operation.CREATE_SYNC_JOB, FaultAction.Answer.error(400, "ValidationException"), 0);
        String taken = held.spoil(Operation.CREATE_SYNC_JOB, FaultAction.Answer.error(409, "ConflictException"), 0);
        Stream.of(quota, invalid, held).forEach(Plant::create);

        quota.await("is told", Condition.STALLED, "True", "QuotaExceeded");
        assertThat(quota.message(Condition.READY)).contains("iottwinmaker:CreateSyncJob", "Injected fault.");
        invalid.await("is told", Condition.STALLED, "True", "InvalidSpec");
        assertThat(invalid.message(Condition.READY))
                .contains("iottwinmaker:CreateSyncJob", "Injected fault.", Stage.ROLE);
        held.await("is told", Condition.READY, "False", "Creating");
        // No hot loop: what a person must mend is not asked for again before somebody says so.
        Awaitility.await("nothing more is sent")
                .during(Duration.ofSeconds(3))
                .until(() -> Stream.of(used, bad).allMatch(rule -> {
                    int struck = stage.simulator().faults().struck(rule);
                    return struck >= 1 && struck <= 3;
                }));

        stage.simulator().faults().remove(used);
        stage.simulator().faults().remove(bad);
        quota.look();
        invalid.edit("{\"spec\":{\"roleArn\":\"" + Stage.ROLE + "-mended\"}}");
        held.awaitStruck(taken, 3);
        stage.simulator().faults().remove(taken);
        Stream.of(quota, invalid, held).forEach(Plant::ready);
        assertThat(List.of(quota, invalid, held))
                .allSatisfy(plant ->
                        assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1));
        assertThat(invalid.job().role()).endsWith("-mended");
    }

    @Test
    void what_is_new_in_an_answer_is_shown_or_ignored_and_what_lacks_is_not_made_up() {
        Map<Mangling, Plant> plants = Map.of(
                Mangling.UNKNOWN_STATE, Plant.of(stage, "state"),
                Mangling.UNKNOWN_ERROR_CODE, Plant.of(stage, "code"),
                Mangling.UNKNOWN_MEMBER, Plant.of(stage, "member"),
                Mangling.ERROR_ABSENT, Plant.of(stage, "absent"),
                Mangling.ISO_TIMESTAMPS, Plant.of(stage, "iso"));
        Plant bare = Plant.of(stage, "bare");
        plants.values().forEach(Plant::create);
        bare.create();
        plants.values().forEach(Plant::ready);
        bare.ready();
        plants.forEach((how, plant) -> plant.spoil(Operation.GET_SYNC_JOB, FaultAction.Mangle.of(how), 0));
        bare.spoil(Operation.GET_SYNC_JOB, FaultAction.Mangle.without("status"), 0);
        plants.values().forEach(Plant::look);
        bare.look();
        Plant state = plants.get(Mangling.UNKNOWN_STATE);
        state.await("is told", Condition.READY, "Unknown", "UnknownState");
        assertThat(state.object().getStatus().state()).isEqualTo("HIBERNATING");
        assertThat(state.message(Condition.READY)).contains("HIBERNATING");
        Stream.of(bare, plants.get(Mangling.ISO_TIMESTAMPS)).forEach(plant -> {
            SyncJob told = plant.await("is told", Condition.SYNCED, "False", "ServiceUnavailable");
            assertThat(Stage.is(told, Condition.READY, "True", "Active")).isTrue();
        });
        Stream.of(Mangling.UNKNOWN_ERROR_CODE, Mangling.UNKNOWN_MEMBER, Mangling.ERROR_ABSENT)
                .forEach(how -> plants.get(how).ready());
        stage.simulator().faults().clear();
        Stream.concat(plants.values().stream(), Stream.of(bare)).forEach(plant -> {
            plant.ready();
            assertThat(plant.writes()).as(plant.name()).containsExactly(Operation.CREATE_SYNC_JOB);
        });
    }

    @Test
    void bodies_that_are_empty_broken_or_ten_million_bytes_long_neither_fill_the_heap_nor_lose_a_job() {
        List<Mangling> ways = List.of(Mangling.EMPTY_BODY, Mangling.BROKEN_JSON, Mangling.HUGE);
        List<Plant> plants = ways.stream()
                .flatMap(how -> IntStream.range(0, 4).mapToObj(i -> {
                    String word = how.name().toLowerCase(Locale.ROOT).replace('_', '-');
                    Plant plant = Plant.of(stage, word + "-" + (char) ('a' + i));
                    List.of(
                                    Operation.CREATE_SYNC_JOB,
                                    Operation.GET_SYNC_JOB,
                                    Operation.LIST_TAGS_FOR_RESOURCE,
                                    Operation.TAG_RESOURCE,
                                    Operation.DELETE_SYNC_JOB)
                            .forEach(operation -> plant.spoil(operation, FaultAction.Mangle.of(how), 2));
                    return plant;
                }))
                .toList();
        Plant.live(plants);
        assertThat(plants).allSatisfy(plant -> {
            assertThat(plant.hasJob()).isFalse();
            assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(plant.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        });
        System.out.printf("odd bodies: %d objects, %d MiB resident%n", plants.size(), operator.residentMebibytes());
    }
}
