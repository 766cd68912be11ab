package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.report.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job that vanished is created again each time. */
class VanishTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void onceADayItIsCreatedAgainAtOnceHoweverOften() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        for (int day = 0; day < 5; day++) {
            assertThat(vanish(scene)).isLessThan(SOON);
            scene.clock.advance(Duration.ofHours(25));
        }
        assertThat(scene.jobs.count(CREATE)).isEqualTo(6);
    }

    @Test
    void fromTheSecondTimeInADayItWaitsLongerEachTime() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        assertThat(vanish(scene)).isLessThan(SOON);
        Duration second = vanish(scene);
        Duration third = vanish(scene);
        Duration fourth = vanish(scene);
        assertThat(second).isGreaterThan(SOON).isLessThan(third);
        assertThat(third).isLessThan(fourth);
        for (int times = 0; times < 8; times++) {
            assertThat(vanish(scene)).isLessThan(Duration.ofMinutes(11));
        }
    }

    @Test
    void theWaitIsShownAsWorkUnderWay() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        vanish(scene);
        scene.jobs.remove(Scene.IDENTITY);
        scene.ask("look");
        scene.pass();
        scene.follow(2);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
        assertThat(scene.ready()).isEqualTo("False Creating");
        assertThat(scene.third()).isEqualTo("Reconciling Creating");
        assertThat(scene.status.drift()).extracting("field").containsExactly("job");
    }

    @Test
    void aStatusThatCannotBeWrittenDoesNotMakeOneVanishingTwo() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.remove(Scene.IDENTITY);
        scene.ask("look");
        scene.pass();
        scene.clock.advance(Duration.ofSeconds(3));
        for (int times = 0; times < 5; times++) {
            SceneSnapshot before = SceneSnapshot.of(scene);
            scene.pass();
            before.restore(scene);
        }
        scene.follow(2);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
    }

    @Test
    void eachTimeIsToldOnce() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        for (int times = 0; times < 4; times++) {
            vanish(scene);
        }
        for (String reason : List.of("JobVanished", "Created", "Active")) {
            assertThat(scene.told()).filteredOn(reason::equals).as(reason).hasSize(4);
        }
        assertThat(scene.notices.stream()
                        .filter(notice -> notice.reason().equals("JobVanished"))
                        .map(Notice::incarnation)
                        .distinct())
                .hasSize(4);
    }

    @Test
    void aJobThatSomebodyDeletesIsCreatedAgainWhenItIsGone() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.jobs.moving = true;
        scene.state("DELETING");
        scene.ask("look");
        scene.pass();
        scene.follow(2);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        assertThat(scene.third()).isEqualTo("Reconciling Deleting");
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
    }

    @Test
    void aRestartWhileItIsGoneCreatesOne() {
        for (int passes = 0; passes < 5; passes++) {
            Scene scene = Scenes.steady(Policy.DEFAULT);
            scene.jobs.moving = true;
            scene.jobs.remove(Scene.IDENTITY);
            scene.follow(passes);
            scene.restart();
            Scenes.until(scene, s -> s.jobs.count(CREATE) == 2);
            Scenes.untilActive(scene);
            assertThat(scene.jobs.count(CREATE)).isEqualTo(2);
        }
    }

    @Test
    void aReplacementThatAnEditInterruptedIsNoVanishing() {
        Scene scene = Scenes.steady(Policies.AUTOMATIC);
        scene.jobs.moving = true;
        scene.editRole(Scene.OTHER_ROLE);
        Scenes.until(scene, s -> "DELETING".equals(s.job().state));
        scene.edit(Map.of("team", "red"));
        Scenes.untilActive(scene);
        assertThat(scene.told()).doesNotContain("JobVanished");
        assertThat(vanish(scene)).isLessThan(SOON);
    }

    @Test
    void aJobWhoseReplacementWasTakenBackCanVanishLikeAnyOther() {
        Scene scene = Scenes.steady(Policies.AUTOMATIC);
        scene.editRole(Scene.OTHER_ROLE);
        scene.pass();
        assertThat(scene.status.replacement()).isNotNull();
        scene.editRole(Scene.ROLE);
        Scenes.untilActive(scene);
        vanish(scene);
        assertThat(scene.told()).containsOnlyOnce("JobVanished").doesNotContain("Replaced");
        assertThat(vanish(scene)).isGreaterThan(SOON);
    }

    /** The job is gone, is found to be, and is made again: how long that took. */
    private static Duration vanish(Scene scene) {
        scene.jobs.moving = true;
        long before = scene.jobs.count(CREATE);
        scene.jobs.remove(Scene.IDENTITY);
        scene.ask("look at " + scene.clock.instant());
        Instant gone = scene.clock.instant();
        scene.pass();
        Scenes.until(scene, s -> s.jobs.count(CREATE) == before + 1);
        Duration took = Duration.between(gone, scene.clock.instant());
        Scenes.untilActive(scene);
        return took;
    }
}
