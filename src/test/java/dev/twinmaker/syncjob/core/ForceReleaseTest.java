package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.report.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The break-glass annotation lets an object in deletion go without any call to AWS. */
class ForceReleaseTest {

    private static final String IGNORED = "ForceReleaseIgnored";

    @Test
    void theRightUidReleasesWithoutACallWhateverStandsInTheWay() {
        for (Policy policy : List.of(
                Policy.DEFAULT,
                Policies.RETAIN,
                Policies.SUSPENDED,
                Policies.GUARDED,
                Policies.suspended(Policies.GUARDED))) {
            Scene scene = Scenes.steady(policy);
            scene.delete();
            scene.pass();
            int calls = scene.jobs.calls.size();
            forced(scene);
            assertThat(scene.jobs.calls).hasSize(calls);
        }
    }

    @Test
    void itNeedsNoCredentials() {
        Scene gone = Scenes.steady(Policy.DEFAULT);
        gone.jobs.always(LOOK, Fault.refused(Failure.Kind.NO_CREDENTIALS));
        gone.delete();
        gone.follow(3);
        forced(gone);
        Scene other = Scenes.steady(Policy.DEFAULT);
        other.jobs.account = "999999999999";
        other.delete();
        other.follow(3);
        forced(other);
    }

    @Test
    void itDoesNotWaitForTheFinalizersOfOthersNorForAValidSpec() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.otherFinalizers = List.of("example.com/backup");
        scene.delete();
        scene.follow(2);
        forced(scene);
        Scene nameless = Scenes.steady(Policy.DEFAULT);
        nameless.identityFault = Optional.of("spec.workspaceId is missing.");
        nameless.delete();
        nameless.follow(2);
        forced(nameless);
    }

    @Test
    void anotherValueIsIgnoredWithOneEvent() {
        for (String value : List.of("", "true", "uid-0", "UID-1", " uid-1")) {
            Scene scene = Scenes.steady(Policies.SUSPENDED);
            scene.forceRelease(value);
            scene.delete();
            scene.follow(10);
            assertThat(scene.released()).isFalse();
            assertThat(scene.told()).containsOnlyOnce(IGNORED);
            assertThat(scene.notices)
                    .filteredOn(notice -> notice.reason().equals(IGNORED))
                    .allMatch(Notice::warning)
                    .allMatch(notice -> notice.note().contains("uid-1"));
        }
    }

    @Test
    void theRightUidIsNotCalledWrongOnAnObjectThatWeDoNotHold() {
        Scene scene = Scenes.steady(Policies.OBSERVE);
        scene.held = false;
        scene.otherFinalizers = List.of("example.com/hold");
        scene.forceRelease("uid-1");
        scene.delete();
        scene.follow(3);
        assertThat(scene.told()).doesNotContain(IGNORED);
    }

    @Test
    void anotherValueIsToldOnceAlsoWhileNoLookIsPossible() {
        for (Fault fault : List.of(
                new Fault.Busy(Duration.ofSeconds(5)), Fault.refused(Failure.Kind.NO_CREDENTIALS), new Fault.Blind())) {
            Scene scene = Scenes.steady(Policy.DEFAULT);
            scene.jobs.always(LOOK, fault);
            scene.forceRelease("uid-0");
            scene.delete();
            for (int pass = 0; pass < 6; pass++) {
                scene.afterSeconds(5);
            }
            assertThat(scene.told()).as("%s", fault).containsOnlyOnce(IGNORED);
        }
    }

    @Test
    void anotherWrongValueIsToldAgain() {
        Scene scene = Scenes.steady(Policies.SUSPENDED);
        scene.forceRelease("uid-0");
        scene.delete();
        scene.follow(3);
        scene.forceRelease("uid-2");
        scene.follow(3);
        assertThat(scene.told()).filteredOn(IGNORED::equals).hasSize(2);
    }

    @Test
    void anotherValueDoesNotHoldTheDeletionUp() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.forceRelease("uid-0");
        scene.delete();
        Scenes.untilReleased(scene);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
        assertThat(scene.told()).contains("Deleted").doesNotContain("ForceReleased");
    }

    @Test
    void nothingIsReleasedBeforeTheObjectIsDeleted() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.forceRelease("uid-1");
        scene.follow(10);
        assertThat(scene.released()).isFalse();
        scene.forceRelease("uid-0");
        scene.follow(10);
        assertThat(scene.notices).isEmpty();
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
        scene.forceRelease("uid-1");
        scene.delete();
        assertThat(scene.pass().release()).isTrue();
    }

    private static void forced(Scene scene) {
        scene.notices.clear();
        int mark = scene.jobs.sent.mark();
        scene.forceRelease("uid-1");
        assertThat(scene.pass().release()).isTrue();
        assertThat(scene.jobs.sent.mark()).isEqualTo(mark);
        assertThat(scene.jobs.at(Scene.IDENTITY)).isPresent();
        assertThat(scene.notices).singleElement().satisfies(notice -> {
            assertThat(notice.reason()).isEqualTo("ForceReleased");
            assertThat(notice.warning()).isTrue();
            assertThat(notice.note()).contains(scene.job().arn);
        });
    }
}
