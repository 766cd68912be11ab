package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a yes to a replacement is worth, and what is told while one is under way. */
class ConsentTest {

    @Test
    void aVoidApprovalOfALaterGenerationStaysVoidWhateverIsReplacedUntilThen() {
        Scene scene = new Scene();
        scene.approve("3");
        scene.policy = Policies.AUTOMATIC;
        Scenes.untilActive(scene);
        assertThat(scene.told()).containsOnlyOnce("ApprovalVoid");
        scene.editRole(Scene.OTHER_ROLE);
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        assertThat(scene.status.replacement().voidApproval()).isEqualTo(3);

        scene.policy = Policies.ON_APPROVAL;
        scene.editRole(Scene.ROLE);
        assertThat(scene.generation).isEqualTo(3);
        scene.follow(20);
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        assertThat(scene.condition(Condition.SYNCED).message()).contains("used up or void");
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);

        scene.edited();
        scene.approve("4");
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(2);
        assertThat(scene.status.replacement().voidApproval()).isNull();
    }

    @Test
    void whatAJobHasSyncedIsCountedAfreshWhenItsStateChanged() {
        Scene scene = new Scene();
        scene.policy = Policies.ON_APPROVAL;
        scene.created();
        scene.follow();
        scene.job().entities = 0;
        scene.job().componentTypes = 0;
        scene.editRole(Scene.OTHER_ROLE);
        scene.pass();
        assertThat(scene.status.replacement()).isNotNull();
        scene.jobs.next(DELETE, Fault.refused(Failure.Kind.DENIED));
        scene.pass();
        scene.job().entities = 5000;
        scene.state("ERROR");
        scene.follow(20);
        assertThat(scene.jobs.count(DELETE)).isZero();
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        assertThat(scene.condition(Condition.SYNCED).message()).contains("5000 entities");
    }

    @Test
    void anEditWhileAwsDeletesTheJobIsStillPartOfTheReplacement() {
        Scene scene = replacing();
        scene.edit(Map.of("team", "red"));
        scene.pass();
        assertThat(scene.synced()).isEqualTo("False Replacing");
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
        assertThat(scene.job().tags).containsEntry("team", "red");
        assertThat(scene.told()).containsOnlyOnce("Replaced").doesNotContain("JobVanished", "DriftDetected", "Created");
    }

    @Test
    void theJobThatIsGoneStandsInNoStatusWhileItsSuccessorCannotBeMade() {
        Scene scene = replacing();
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.INVALID));
        Scenes.until(scene, s -> s.third().equals("Stalled CreateFailed") || s.status.state() == null);
        assertThat(scene.status.arn()).isNull();
        assertThat(scene.status.state()).isNull();
        assertThat(scene.status.roleArn()).isNull();
        for (boolean restarted : List.of(false, true)) {
            if (restarted) {
                scene.restart();
            }
            scene.after(Duration.ofHours(2));
            assertThat(scene.status.arn()).isNull();
        }
        scene.jobs.heal();
        scene.edited();
        Scenes.untilActive(scene);
        assertThat(scene.told()).containsOnlyOnce("Replaced").doesNotContain("JobVanished", "Created");
    }

    @Test
    void aDeletionWhileTheSuccessorCannotBeMadeLeavesNothing() {
        for (boolean restarted : List.of(false, true)) {
            Scene scene = replacing();
            scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(8)));
            Scenes.until(scene, s -> s.jobs.anythingUnderWay());
            scene.delete();
            if (restarted) {
                scene.restart();
            }
            Scenes.untilReleased(scene);
            scene.clock.advance(Duration.ofMinutes(5));
            assertThat(scene.jobs.at(Scene.IDENTITY)).isEmpty();
        }
    }

    @Test
    void tagsThatAreMendedWhileAnApprovalIsWaitedForAreLookedAtSoonAfter() {
        Scene scene = Scenes.steady(Policies.ON_APPROVAL);
        scene.tags = Map.of("team", "red");
        scene.editRole(Scene.OTHER_ROLE);
        Instant edited = scene.clock.instant();
        scene.pass();
        Scenes.until(scene, s -> s.status.drift().size() == 1);
        assertThat(scene.status.drift()).extracting("field").containsExactly("roleArn");
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        assertThat(scene.clock.instant()).isBefore(edited.plusSeconds(30));
    }

    @Test
    void aWaitForAnApprovalBeginsWithItselfAlsoAcrossARestart() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.editRole(Scene.OTHER_ROLE);
        scene.pass();
        assertThat(scene.third()).isEqualTo("Stalled ReplacementRequired");
        scene.clock.advance(Duration.ofDays(3));
        scene.edit(Policies.ON_APPROVAL);
        scene.pass();
        assertThat(scene.third()).isEqualTo("Reconciling AwaitingApproval");
        scene.restart();
        scene.afterSeconds(30);
        assertThat(scene.third()).isEqualTo("Reconciling AwaitingApproval");
        scene.after(Duration.ofMinutes(16));
        assertThat(scene.third()).isEqualTo("Stalled AwaitingApproval");
    }

    /** AWS is deleting the job, so that it can be made again. */
    private static Scene replacing() {
        Scene scene = Scenes.steady(Policies.AUTOMATIC);
        scene.jobs.moving = true;
        scene.editRole(Scene.OTHER_ROLE);
        Scenes.until(scene, s -> "DELETING".equals(s.status.state()));
        return scene;
    }
}
