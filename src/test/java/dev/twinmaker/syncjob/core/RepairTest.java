package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A replacement mends a job in ERROR: at once where nothing is lost by it, and not for ever. */
class RepairTest {

    @Test
    void aFailedJobThatNeverWasActiveAndSyncedNothingIsReplacedWithoutAsking() {
        Scene scene = new Scene();
        scene.policy = Policies.ON_APPROVAL;
        scene.created();
        emptied(scene).state("ERROR");
        Scenes.until(scene, s -> s.jobs.count(DELETE) == 1);
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void aFailedJobThatSyncedSomethingOrWasActiveIsAskedFor() {
        Scene synced = new Scene();
        synced.policy = Policies.ON_APPROVAL;
        synced.created();
        synced.state("ERROR");
        Scene active = Scenes.steady(Policies.ON_APPROVAL);
        emptied(active).state("ERROR");
        active.ask("look");
        Scene adopted = new Scene();
        adopted.policy = Policies.ON_APPROVAL;
        adopted.jobs.seed(Scene.IDENTITY, "ERROR", Scene.ROLE, adopted.wantedAnd(Map.of()));
        emptied(adopted).after(Duration.ofSeconds(30));
        for (Scene scene : List.of(synced, active, adopted)) {
            scene.follow(20);
            assertThat(scene.jobs.count(DELETE)).isZero();
            assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
            scene.restart();
            scene.follow(20);
            assertThat(scene.jobs.count(DELETE)).isZero();
        }
    }

    @Test
    void aJobThatTheStatusCallsReadySinceBeforeItWasMadeIsAskedFor() {
        Scene scene = new Scene();
        scene.policy = Policies.ON_APPROVAL;
        scene.created();
        emptied(scene).state("ERROR");
        Instant before = scene.job().created.minusSeconds(60);
        scene.status = new StatusBuilder(scene.status)
                .saying(StatusBuilder.condition(Condition.READY, true, Reason.ACTIVE, before, scene.generation))
                .build();
        scene.follow(3);
        assertThat(scene.jobs.count(DELETE)).isZero();
        assertThat(scene.status.replacement()).isNull();
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
    }

    private static Scene emptied(Scene scene) {
        scene.job().entities = 0;
        scene.job().componentTypes = 0;
        return scene;
    }

    @Test
    void aJobThatFailsAgainAndAgainIsReplacedThreeTimesAGenerationWithPauses() {
        for (Policy policy : List.of(Policies.AUTOMATIC, Policies.ON_APPROVAL)) {
            Scene scene = new Scene();
            scene.policy = policy;
            scene.jobs.moving = true;
            scene.created();
            List<Instant> deletes = failingAgain(scene, 3);
            assertThat(Duration.between(deletes.get(0), deletes.get(1))).isGreaterThan(Duration.ofMinutes(5));
            assertThat(Duration.between(deletes.get(1), deletes.get(2))).isGreaterThan(Duration.ofMinutes(20));
            for (int pass = 0; pass < 100; pass++) {
                failEmpty(scene);
                scene.follow();
            }
            scene.after(Duration.ofHours(30));
            scene.follow(20);
            assertThat(scene.jobs.count(DELETE)).isEqualTo(3);
            assertThat(scene.third()).startsWith("Stalled");
            scene.edited();
            failingAgain(scene, 4);
        }
    }

    private static List<Instant> failingAgain(Scene scene, int times) {
        List<Instant> deletes = new ArrayList<>();
        for (int pass = 0; pass < 2000 && scene.jobs.count(DELETE) < times; pass++) {
            failEmpty(scene);
            long before = scene.jobs.count(DELETE);
            scene.follow();
            if (scene.jobs.count(DELETE) > before) {
                deletes.add(scene.clock.instant());
            }
        }
        assertThat(scene.jobs.count(DELETE)).isEqualTo(times);
        return deletes;
    }

    private static void failEmpty(Scene scene) {
        scene.jobs
                .at(Scene.IDENTITY)
                .filter(job -> !"DELETING".equals(job.state) && !"ERROR".equals(job.state))
                .ifPresent(job -> scene.state("ERROR"));
        scene.jobs.at(Scene.IDENTITY).ifPresent(job -> {
            job.entities = 0;
            job.componentTypes = 0;
        });
    }
}
