package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code of the operator that throws: the object is tried again, and nothing else notices. */
class DefectIT {

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.start();
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
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
        List<String> names = new ArrayList<>();
        String prefix = moment.replace(' ', '-');
        try (OperatorProcess operator = stage.launch(
                Map.of("SYNCJOB_LEADER_ELECTION", "false"),
                "-Dtwinmaker.crash-point=" + moment,
                "-Dtwinmaker.crash-point.thrown=" + thrown)) {
            operator.awaitReady();
            for (String name : List.of("one", "two", "three")) {
                String plant = prefix + "-" + name;
                stage.workspace(Stage.REGION, plant);
                stage.create(Stage.syncJob(plant, Stage.REGION, plant));
                names.add(plant);
            }
            names.forEach(stage::awaitReady);
            names.forEach(stage::delete);
            names.forEach(stage::awaitGone);

            assertThat(operator.log().split("ERROR \\[de.tw", -1))
                    .as(operator.log())
                    .hasSize(2);
            assertThat(operator.log()).contains(thrown);
            assertThat(operator.status("live")).isEqualTo(200);
        }
        for (String name : names) {
            assertThat(effects(name, Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(effects(name, Operation.DELETE_SYNC_JOB)).isEqualTo(1);
            assertThat(stage.simulator().world().job(Stage.key(Stage.REGION, name)))
                    .isEmpty();
        }
    }

    private static long effects(String name, Operation operation) {
        return stage.simulator().journal().entries(operation).stream()
                .filter(entry -> entry.effect() && entry.key().workspaceId().equals(name))
                .count();
    }
}
