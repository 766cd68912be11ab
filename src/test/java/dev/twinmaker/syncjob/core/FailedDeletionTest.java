package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Policy;
import org.junit.jupiter.api.Test;

/** AWS began to delete a job and failed: the job is there again, in state ERROR. */
class FailedDeletionTest {

    private final Scene scene = Scenes.steady(Policy.DEFAULT);

    private void fail() {
        scene.state("ERROR");
        scene.job().errorCode = "SYNC_DELETING_ERROR";
        scene.job().errorMessage = "entity a-1 has children";
    }

    @Test
    void theDeleteIsSentAgainUntilTheJobIsGone() {
        scene.delete();
        scene.pass();
        for (int failures = 1; failures <= 3; failures++) {
            assertThat(scene.jobs.count(DELETE)).isEqualTo(failures);
            fail();
            int before = failures;
            Scene.passUntil(() -> scene.jobs.count(DELETE) > before, scene::follow);
            assertThat(scene.released()).isFalse();
        }
        scene.jobs.remove(Scene.IDENTITY);
        assertThat(scene.follow().release()).isTrue();
        assertThat(scene.jobs.count(DELETE)).isEqualTo(4);
    }

    @Test
    void aPersonCanLetTheObjectGoMeanwhile() {
        scene.delete();
        scene.pass();
        fail();
        scene.follow(2);
        scene.forceRelease("uid-1");
        scene.pass();
        assertThat(scene.released()).isTrue();
    }
}
