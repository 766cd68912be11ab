package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A job is retagged and replaced, while its operator dies again and again: it comes to the same as one whose operator
 * lives, by the same calls.
 */
class CrashDuringChangesIT {

    private static final String OTHER_ROLE = "arn:aws:iam::" + Stage.ACCOUNT + ":role/other-sync";

    private static final Map<String, Long> ONCE = MortalLife.times(
            Map.of(
                    Operation.CREATE_SYNC_JOB, 2L,
                    Operation.DELETE_SYNC_JOB, 1L,
                    Operation.TAG_RESOURCE, 1L,
                    Operation.UNTAG_RESOURCE, 1L),
            1);

    private static Stage stage;
    private static String ending;

    @BeforeAll
    static void an_undisturbed_life() {
        stage = MortalLife.stage();
        // The states of a new job are the matter of another class.
        stage.simulator().knobs().lifecycle.creating = Duration.ZERO;
        stage.simulator().knobs().lifecycle.initializing = Duration.ZERO;
        try (MortalLife life = ready(MortalLife.Deaths.NONE)) {
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
    void an_operator_that_dies_again_and_again_changes_what_one_does_that_lives() {
        try (MortalLife life = ready(MortalLife.Deaths.AROUND_EACH_EFFECT)) {
            assertThat(live(life)).isEqualTo(ending);
            assertThat(life.effects()).isEqualTo(ONCE);
            assertThat(life.deaths())
                    .containsExactly(
                            "before tag in ACTIVE",
                            "after tag in ACTIVE",
                            "before untag in ACTIVE",
                            "after untag in ACTIVE",
                            "before status in ACTIVE",
                            "after status in ACTIVE",
                            // That the replacement has begun.
                            "before status in ACTIVE",
                            "after status in ACTIVE",
                            "before delete in ACTIVE",
                            "after delete in DELETING",
                            "before status in DELETING",
                            "after status in DELETING",
                            "before create in no state",
                            "after create in ACTIVE",
                            "before status in ACTIVE",
                            "after status in ACTIVE");
        }
    }

    private static MortalLife ready(MortalLife.Deaths kind) {
        return MortalLife.ready(stage, kind, Map.of("team", "blue", "old", "x"));
    }

    /** What it has come to. */
    private static String live(MortalLife life) {
        life.edit("{\"spec\":{\"tags\":{\"team\":\"green\",\"old\":null}}}");
        life.awaitCurrent("is retagged");
        assertThat(life.job().tags()).containsEntry("team", "green").doesNotContainKey("old");

        life.edit("{\"spec\":{\"roleArn\":\"" + OTHER_ROLE + "\",\"replacementPolicy\":\"Automatic\"}}");
        life.awaitShown(JobState.DELETING);
        life.vanish();
        life.awaitCurrent("is replaced");
        assertThat(life.job().role()).isEqualTo(OTHER_ROLE);
        return life.ending();
    }
}
