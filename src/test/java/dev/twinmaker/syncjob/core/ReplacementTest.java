package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job is only replaced where the role differs or AWS says ERROR, and where somebody said yes. */
class ReplacementTest {

    @Test
    void neverReportsAndReplacesNothing() {
        Scene role = differing(Policy.DEFAULT);
        role.approve("2");
        role.follow(20);
        assertThat(role.third()).isEqualTo("Stalled ReplacementRequired");
        Scene failed = failed(Policy.DEFAULT);
        failed.follow(20);
        assertThat(failed.third()).isEqualTo("Stalled SyncFailed");
        assertThat(failed.synced()).isEqualTo("True InSync");
        assertThat(role.jobs.count(DELETE) + failed.jobs.count(DELETE)).isZero();
    }

    @Test
    void nothingIsReplacedWithoutAYes() {
        for (Scene scene : List.of(differing(Policies.ON_APPROVAL), failed(Policies.ON_APPROVAL))) {
            for (String approval : List.of("", "yes", "1", "4", "2.0", "uid-1")) {
                scene.approve(approval);
                scene.follow(10);
            }
            assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
            assertThat(scene.jobs.count(DELETE)).isZero();
        }
    }

    @Test
    void aWaitForAnApprovalStallsAfterItsWindowAlsoAcrossARestart() {
        Scene scene = differing(Policies.ON_APPROVAL);
        scene.pass();
        assertThat(scene.third()).isEqualTo("Reconciling AwaitingApproval");
        scene.after(Duration.ofMinutes(8));
        scene.restart();
        scene.after(Duration.ofMinutes(8));
        assertThat(scene.third()).isEqualTo("Stalled AwaitingApproval");
    }

    @Test
    void nothingIsReplacedThatIsAsSpecified() {
        for (Policy policy : List.of(Policies.ON_APPROVAL, Policies.AUTOMATIC)) {
            Scene scene = Scenes.steady(policy);
            scene.approve(Long.toString(scene.generation));
            for (String state : List.of("CREATING", "INITIALIZING", "ACTIVE", "HIBERNATING")) {
                scene.state(state);
                scene.ask(state);
                scene.follow(4);
            }
            assertThat(scene.jobs.count(DELETE)).isZero();
            assertThat(scene.status.replacement()).isNull();
        }
    }

    @Test
    void anApprovedReplacementIsOneDeleteAndOneCreateAndIsToldOnce() {
        for (Scene scene : List.of(differing(Policies.ON_APPROVAL), failed(Policies.ON_APPROVAL))) {
            scene.follow(3);
            String created = String.valueOf(scene.status.creationDateTime());
            int mark = scene.jobs.sent.mark();
            scene.approve(Long.toString(scene.generation));
            Scenes.untilActive(scene);
            assertThat(Scenes.sent(scene, mark)).containsExactly("DeleteSyncJob", "CreateSyncJob");
            assertThat(scene.job().roleArn).isEqualTo(scene.roleArn);
            assertThat(scene.status.replacement()).isEqualTo(new Replacement(scene.generation, created, 1));
            assertThat(scene.told()).containsOnlyOnce("Replaced").doesNotContain("JobVanished", "Created");
        }
    }

    @Test
    void theRecordIsAPassOfItsOwnBeforeTheDelete() {
        for (Policy policy : List.of(Policies.ON_APPROVAL, Policies.AUTOMATIC)) {
            Scene scene = differing(policy);
            scene.approve(Long.toString(scene.generation));
            scene.pass();
            assertThat(scene.jobs.count(DELETE)).isZero();
            assertThat(scene.status.replacement()).isNotNull();
            assertThat(scene.pass().next()).isLessThan(Duration.ofSeconds(5));
            assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        }
    }

    @Test
    void anApprovalIsUsedOnce() {
        Scene scene = differing(Policies.ON_APPROVAL);
        scene.approve(Long.toString(scene.generation));
        Scenes.untilActive(scene);
        scene.state("ERROR");
        scene.follow(20);
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        scene.editRole(Scene.ROLE);
        scene.approve(Long.toString(scene.generation));
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(2);
    }

    @Test
    void anApprovalThatIsThereAtTheFirstLookIsVoidAndSaidSo() {
        Scene scene = new Scene();
        scene.policy = Policies.ON_APPROVAL;
        scene.approve("1");
        Scenes.untilActive(scene);
        assertThat(scene.told()).containsOnlyOnce("ApprovalVoid");
        scene.state("ERROR");
        scene.follow(10);
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        assertThat(scene.jobs.count(DELETE)).isZero();
        scene.edited();
        scene.approve("2");
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void anEditTakesAnApprovalBackBeforeAndAfterItsRecord() {
        for (int passes : List.of(0, 1)) {
            Scene scene = differing(Policies.ON_APPROVAL);
            scene.approve(Long.toString(scene.generation));
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            scene.edit(Map.of("team", "red"));
            scene.follow(10);
            assertThat(scene.jobs.count(DELETE)).isZero();
            assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        }
    }

    @Test
    void aJobThatNeverWasActiveIsReplacedWithoutAsking() {
        for (String state : List.of("CREATING", "INITIALIZING")) {
            Scene scene = new Scene().created();
            scene.state(state);
            scene.follow();
            scene.roleArn = Scene.OTHER_ROLE;
            scene.edit(Policies.ON_APPROVAL);
            Scenes.until(scene, s -> s.jobs.count(DELETE) == 1);
            Scenes.untilActive(scene);
            assertThat(scene.job().roleArn).isEqualTo(Scene.OTHER_ROLE);
            assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
        }
    }

    @Test
    void aJobThatBecameActiveSinceItsReplacementWasRecordedUnaskedIsAskedFor() {
        Scene scene = new Scene().created();
        scene.roleArn = Scene.OTHER_ROLE;
        scene.edit(Policies.ON_APPROVAL);
        scene.afterSeconds(1);
        assertThat(scene.status.replacement()).isNotNull();
        scene.state("ACTIVE");
        scene.restart();
        scene.follow(10);
        assertThat(scene.jobs.count(DELETE)).isZero();
        assertThat(scene.synced()).isEqualTo("False AwaitingApproval");
        scene.approve("2");
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        assertThat(scene.told()).containsOnlyOnce("Replaced");
    }

    @Test
    void anApprovalThatIsTakenBackBeforeTheDeleteStopsIt() {
        Scene scene = differing(Policies.ON_APPROVAL);
        scene.approve("2");
        scene.pass();
        assertThat(scene.status.replacement()).isNotNull();
        scene.requests = Requests.NONE;
        scene.follow(10);
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void anActiveJobWithAnotherRoleIsAskedForEvenIfItSyncedNothing() {
        Scene scene = differing(Policies.ON_APPROVAL);
        scene.job().entities = 0;
        scene.job().componentTypes = 0;
        scene.follow(20);
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void aProtectedJobIsNeverReplaced() {
        for (Policy policy : List.of(Policies.AUTOMATIC, Policies.ON_APPROVAL)) {
            Scene scene = differing(Policies.guarded(policy));
            scene.approve(Long.toString(scene.generation));
            scene.follow(20);
            assertThat(scene.jobs.count(DELETE)).isZero();
            assertThat(scene.third()).isEqualTo("Stalled ReplacementRequired");
            assertThat(scene.synced()).isEqualTo("False ReplacementRequired");
        }
    }

    private static Scene differing(Policy policy) {
        Scene scene = Scene.steady();
        scene.roleArn = Scene.OTHER_ROLE;
        scene.edit(policy);
        return scene;
    }

    private static Scene failed(Policy policy) {
        Scene scene = Scenes.steady(policy);
        scene.state("ERROR");
        scene.pass();
        return scene;
    }
}
