package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.UNTAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which tags of the job are the business of the spec. */
class TagPolicyTest {

    private static final Map<String, String> STRAY =
            Map.of("finance", "z", "aws:cloudformation:stack", "s", "AWS:x", "y", "Aws:z", "1");
    private static final Map<String, String> OF_AWS =
            Map.of("aws:cloudformation:stack", "s", "AWS:x", "y", "Aws:z", "1");

    @Test
    void ownedLeavesKeysOfOthersAlone() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        mended(scene, STRAY);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(STRAY));
        assertThat(scene.jobs.count(UNTAG)).isZero();
    }

    @Test
    void authoritativeTakesOffEveryKeyButThoseOfAwsAndTheOwnerTags() {
        Scene scene = Scenes.steady(Policies.AUTHORITATIVE);
        mended(scene, STRAY);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(OF_AWS));
        assertThat(Owner.in(scene.job().tags)).contains(Scene.US);
    }

    @Test
    void bothSetTheKeysOfTheSpec() {
        for (Policy policy : List.of(Policy.DEFAULT, Policies.AUTHORITATIVE)) {
            Scene scene = Scenes.steady(policy);
            mended(scene, Map.of("team", "green"));
            assertThat(scene.job().tags).containsEntry("team", "blue");
        }
    }

    @Test
    void aKeyThatLeavesTheSpecLeavesTheJobUnderBoth() {
        for (Policy policy : List.of(Policy.DEFAULT, Policies.AUTHORITATIVE)) {
            Scene scene = Scenes.steady(policy);
            scene.edit(Map.of("cost", "7"));
            Scenes.until(scene, s -> s.kstatus() == Kstatus.Current);
            assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
            assertThat(scene.status.tagKeys()).containsExactly("cost");
        }
    }

    @Test
    void aKeyOfAnotherThatTheSpecTakesOverIsOursFromThenOn() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.retag(scene.wantedAnd(Map.of("finance", "z")));
        scene.edit(Map.of("team", "blue", "finance", "z"));
        Scenes.until(scene, s -> s.kstatus() == Kstatus.Current);
        scene.edit(Map.of("team", "blue"));
        Scenes.until(scene, s -> s.kstatus() == Kstatus.Current);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
    }

    @Test
    void aKeyThatWasRecordedBeforeACrashIsTakenOffAgain() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.edit(Map.of("team", "blue", "cost", "7"));
        scene.pass();
        scene.passAndCrash();
        assertThat(scene.job().tags).containsKey("cost");
        scene.edit(Map.of("team", "blue"));
        Scenes.until(scene, s -> s.kstatus() == Kstatus.Current);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
    }

    @Test
    void aStrayKeyGoesWhenThePolicyBecomesAuthoritativeAndNotBefore() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        mended(scene, Map.of("finance", "z"));
        assertThat(scene.job().tags).containsKey("finance");
        scene.edit(Policies.AUTHORITATIVE);
        Scenes.until(scene, s -> s.kstatus() == Kstatus.Current);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
        scene.edit(Policy.DEFAULT);
        mended(scene, Map.of("finance", "z"));
        assertThat(scene.job().tags).containsKey("finance");
    }

    @Test
    void withoutARecordNoKeyIsTakenForOurs() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.status = SyncJobStatus.EMPTY;
        scene.edit(Map.of("cost", "7"));
        Scenes.until(scene, s -> "True InSync".equals(s.synced()));
        assertThat(scene.job().tags).containsEntry("team", "blue").containsEntry("cost", "7");
    }

    @Test
    void anAdoptedJobKeepsItsTagsUnderOwnedAndLosesThemUnderAuthoritative() {
        for (boolean whole : new boolean[] {false, true}) {
            Policy policy = whole ? Policies.with(Policies.ADOPT, Policies.AUTHORITATIVE.tags()) : Policies.ADOPT;
            Scene scene = Scenes.found(policy, Duration.ofHours(2), Map.of("finance", "z"));
            Scenes.untilActive(scene);
            assertThat(scene.job().tags.containsKey("finance")).isNotEqualTo(whole);
        }
    }

    @Test
    void authoritativeMakesRoomBeforeItSetsTags() {
        Scene scene = Scenes.steady(Policies.AUTHORITATIVE);
        scene.retag(scene.wantedAnd(Scenes.numbered("other-", 44)));
        scene.edit(Scenes.numbered("new-", 45));
        int mark = scene.jobs.sent.mark();
        Scenes.until(scene, s -> s.kstatus() == Kstatus.Current);
        assertThat(Scenes.sent(scene, mark)).containsExactly("UntagResource", "TagResource");
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
    }

    @Test
    void aRefusedRemovalIsShownAndTriedAgain() {
        Scene scene = Scenes.steady(Policies.AUTHORITATIVE);
        scene.jobs.always(UNTAG, Fault.refused(Failure.Kind.DENIED));
        mended(scene, Map.of("finance", "z"));
        assertThat(scene.ready()).isEqualTo("True Active");
        assertThat(scene.synced()).isEqualTo("False AccessDenied");
        scene.jobs.heal();
        Scenes.until(scene, s -> s.kstatus() == Kstatus.Current);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
    }

    /** Somebody adds these tags to the job, and the operator has had time to mend them. */
    private static void mended(Scene scene, Map<String, String> more) {
        scene.retag(scene.wantedAnd(more));
        scene.ask("look " + more.hashCode());
        scene.follow(4);
    }
}
