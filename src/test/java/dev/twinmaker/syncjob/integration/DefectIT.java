package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.Operation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code of the operator that throws: the object is tried again, and nothing else notices. */
class DefectIT {

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "before finalizer, java.lang.IllegalStateException",
        "after create, java.lang.StackOverflowError",
        "after status, java.lang.StackOverflowError",
        "before delete, java.lang.NoClassDefFoundError"
    })
    void the_object_that_the_defect_hit_comes_to_its_end_beside_the_others(String moment, String thrown) {
        List<Plant> plants = Stream.of("one", "two", "three")
                .map(name -> Plant.of(stage, moment.replace(' ', '-') + "-" + name))
                .toList();
        try (OperatorProcess operator = stage.launch(
                Map.of("SYNCJOB_LEADER_ELECTION", "false"),
                "-Dtwinmaker.crash-point=" + moment,
                "-Dtwinmaker.crash-point.thrown=" + thrown)) {
            operator.awaitReady();
            Plant.live(plants);

            assertThat(operator.log().split("ERROR \\[de.tw", -1))
                    .as(operator.log())
                    .hasSize(2);
            assertThat(operator.log()).contains(thrown);
            assertThat(operator.status("live")).isEqualTo(200);
            assertThat(operator.metrics()).containsPattern("(?m)^syncjob_operator_defects_total(\\{.*})? 1\\.0$");
        }
        assertThat(plants).allSatisfy(plant -> {
            assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(plant.effects(Operation.TAG_RESOURCE)).isEqualTo(1);
            assertThat(plant.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
            assertThat(plant.hasJob()).isFalse();
        });
    }
}
