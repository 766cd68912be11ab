package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Credentials of another account than the job's see nothing of it, so nothing is done on their word. */
class AccountTest {

    private static final String OTHER = "999999999999";

    @Test
    void noCallIsSentAndBothAccountsAreNamed() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        Condition ready = scene.condition(Condition.READY);
        scene.jobs.account = OTHER;
        int calls = scene.jobs.calls.size();
        scene.edit(Map.of("cost", "7"));
        scene.follow(20);
        assertThat(scene.jobs.calls).hasSize(calls);
        assertThat(scene.condition(Condition.READY)).isEqualTo(ready);
        assertThat(scene.synced()).isEqualTo("False AccountMismatch");
        assertThat(scene.third()).isEqualTo("Stalled AccountMismatch");
        assertThat(scene.condition(Condition.SYNCED).message()).contains(OTHER).contains(InMemorySyncJobs.ACCOUNT);
        assertThat(scene.told()).containsOnlyOnce("AccountMismatch").doesNotContain("JobVanished");
    }

    @Test
    void aSteadyObjectShowsItAtTheFirstLook() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.account = OTHER;
        scene.follow();
        assertThat(scene.synced()).isEqualTo("False AccountMismatch");
    }

    @Test
    void theAbsenceInAnotherAccountDoesNotCount() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.account = OTHER;
        for (int hour = 0; hour < 10; hour++) {
            scene.after(Duration.ofHours(1));
        }
        scene.jobs.account = InMemorySyncJobs.ACCOUNT;
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
    }

    @Test
    void nothingIsCreatedInAnotherAccount() {
        for (int passes : List.of(1, 2, 3)) {
            Scene scene = new Scene();
            scene.jobs.next(CREATE, Fault.refused(Failure.Kind.THROTTLED), Fault.refused(Failure.Kind.THROTTLED));
            scene.follow(passes);
            scene.jobs.account = OTHER;
            int mark = scene.jobs.sent.mark();
            scene.follow(20);
            assertThat(scene.jobs.sent.mark()).isEqualTo(mark);
            assertThat(scene.ready()).startsWith("False");
            assertThat(scene.third()).isEqualTo("Stalled AccountMismatch");
            scene.jobs.account = InMemorySyncJobs.ACCOUNT;
            Scenes.untilActive(scene);
            assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        }
    }

    @Test
    void aJobThatVanishedIsNotMadeAgainInAnotherAccount() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow(2);
        scene.jobs.account = OTHER;
        scene.follow(20);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    @Test
    void aDeletionDoesNotEnd() {
        for (int passes : List.of(0, 1)) {
            Scene scene = Scenes.steady(Policy.DEFAULT);
            scene.delete();
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            scene.jobs.account = OTHER;
            for (int hour = 0; hour < 10; hour++) {
                scene.after(Duration.ofHours(1));
            }
            assertThat(scene.released()).isFalse();
            assertThat(scene.synced()).isEqualTo("False AccountMismatch");
            assertThat(scene.third()).isEqualTo("Stalled AccountMismatch");
            scene.jobs.account = InMemorySyncJobs.ACCOUNT;
            Scenes.untilReleased(scene);
            assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
            assertThat(scene.jobs.at(Scene.IDENTITY)).isEmpty();
        }
    }

    @Test
    void aReplacementStandsStill() {
        Scene scene = Scenes.steady(Policies.AUTOMATIC);
        scene.editRole(Scene.OTHER_ROLE);
        scene.jobs.moving = true;
        Scenes.until(scene, s -> s.jobs.count(DELETE) == 1);
        scene.jobs.account = OTHER;
        scene.follow(20);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        scene.jobs.account = InMemorySyncJobs.ACCOUNT;
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
        assertThat(scene.told()).containsOnlyOnce("Replaced").doesNotContain("JobVanished");
    }

    @Test
    void theAccountOfAJobToBeAdoptedIsRecordedWithTheClaim() {
        Scene scene = Scenes.found(Policies.ADOPT, Duration.ofHours(2), Map.of());
        Scenes.until(scene, s -> s.status.arn() != null);
        assertThat(scene.status.state()).isNull();
        assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
    }

    @Test
    void itHoldsAcrossARestart() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.account = OTHER;
        scene.restart();
        scene.edit(Map.of("cost", "7"));
        scene.follow(10);
        assertThat(scene.synced()).isEqualTo("False AccountMismatch");
        assertThat(scene.jobs.sent.mark()).isEqualTo(1);
    }

    @Test
    void theRightAccountAgainMakesTheObjectCurrent() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.account = OTHER;
        scene.follow(3);
        scene.jobs.account = InMemorySyncJobs.ACCOUNT;
        scene.follow();
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
        assertThat(scene.synced()).isEqualTo("True InSync");
    }
}
