package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A process whose heap is full ends, and the next one finds what it left. */
class OutOfMemoryIT {

    /** Nearly as much as the heap. */
    private static final int BODY = 60_000_000;

    /** A machine that is busy takes its time to send so much; a call that is given up before frees what it has read. */
    private static final String PATIENCE = "50s";

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void a_process_without_memory_ends_with_an_error_and_the_next_one_makes_no_job_twice() {
        Map<String, String> alone = Map.of("SYNCJOB_LEADER_ELECTION", "false");
        List<Plant> plants = Stream.of("one", "two", "three")
                .map(name -> Plant.of(stage, name))
                .toList();
        // The jobs are made; what is too much is to read what AWS says of that.
        FaultAction tooMuch = FaultAction.Answer.error(503, "ServiceUnavailableException")
                .body("x".repeat(BODY))
                .afterTheEffect();
        plants.forEach(plant -> plant.spoil(Operation.CREATE_SYNC_JOB, tooMuch, 0));
        OperatorProcess tight = stage.launch(
                        Map.of("SYNCJOB_LEADER_ELECTION", "false", "SYNCJOB_AWS_CALL_TIMEOUT", PATIENCE), "-Xmx72m")
                .awaitReady();
        plants.forEach(Plant::create);
        assertThat(tight.exitCode(Duration.ofSeconds(60))).isNotZero();
        assertThat(tight.log()).contains("OutOfMemoryError");
        assertThat(plants).anyMatch(Plant::hasJob);

        stage.simulator().faults().clear();
        stage.operator(alone);
        plants.forEach(Plant::ready);
        assertThat(plants)
                .allSatisfy(plant ->
                        assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1));
        plants.forEach(Plant::delete);
        plants.forEach(Plant::awaitGone);
        assertThat(stage.simulator().world().jobs()).isEmpty();
    }
}
