package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An object is made, goes through each state of its job and is deleted, while its operator dies again and again: it comes
 * to the same as one whose operator lives, by the same calls.
 */
class CrashIT {

    private static final Map<String, Long> ONCE =
            MortalLife.times(Map.of(Operation.CREATE_SYNC_JOB, 1L, Operation.DELETE_SYNC_JOB, 1L), 2);

    private static Stage stage;
    private static String ending;

    @BeforeAll
    static void an_undisturbed_life() {
        stage = MortalLife.stage();
        try (MortalLife life = begun(MortalLife.Deaths.NONE)) {
            ending = live(life);
            assertThat(life.deaths()).isEmpty();
            assertThat(life.effects()).isEqualTo(ONCE);
        }
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void a_process_that_dies_before_its_first_write_has_changed_nothing() {
        try (MortalLife life = begun(MortalLife.Deaths.AROUND_EACH_EFFECT)) {
            life.awaitDeath("before finalizer");
            assertThat(stage.get(life.name()).orElseThrow().getMetadata().getFinalizers())
                    .isEmpty();
            assertThat(life.calls()).isEmpty();
        }
    }

    @Test
    void an_operator_that_dies_again_and_again_does_what_one_does_that_lives() {
        try (MortalLife life = begun(MortalLife.Deaths.AROUND_EACH_EFFECT)) {
            assertThat(live(life)).isEqualTo(ending);
            assertThat(life.effects()).isEqualTo(ONCE);
            assertThat(life.deaths())
                    .containsExactly(
                            "before finalizer in no state",
                            "after finalizer in no state",
                            // The tags that are about to be set.
                            "before status in no state",
                            "after status in no state",
                            "before create in no state",
                            "after create in CREATING",
                            "before status in CREATING",
                            "after status in CREATING",
                            "before status in INITIALIZING",
                            "after status in INITIALIZING",
                            "before status in ACTIVE",
                            "after status in ACTIVE",
                            "before status in ERROR",
                            "after status in ERROR",
                            "before status in ACTIVE",
                            "after status in ACTIVE",
                            "before delete in ACTIVE",
                            "after delete in DELETING",
                            "before status in DELETING",
                            "after status in DELETING",
                            "before release in no state",
                            "after release in no state");
        }
    }

    @Test
    void an_operator_that_dies_around_what_it_tells_does_the_same() {
        try (MortalLife life = begun(MortalLife.Deaths.AROUND_EACH_EVENT)) {
            assertThat(live(life)).isEqualTo(ending);
            assertThat(life.effects()).isEqualTo(ONCE);
            assertThat(life.deaths())
                    .extracting(death -> death.replaceAll(" in .*", ""))
                    .startsWith("before event", "after event", "before event");
        }
    }

    private static MortalLife begun(MortalLife.Deaths kind) {
        return MortalLife.begun(stage, kind, Map.of("team", "blue"));
    }

    /** What it has come to before it is deleted. */
    private static String live(MortalLife life) {
        life.awaitShown(JobState.CREATING);
        life.becomes(JobState.INITIALIZING);
        life.becomes(JobState.ACTIVE);
        life.becomes(JobState.ERROR);
        life.becomes(JobState.ACTIVE);
        life.awaitCurrent("is well again");
        String reached = life.ending();
        life.delete();
        life.awaitShown(JobState.DELETING);
        life.vanish();
        life.awaitGone();
        return reached;
    }
}
