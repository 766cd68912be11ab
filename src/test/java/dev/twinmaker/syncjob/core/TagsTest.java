package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.TAG;
import static dev.twinmaker.syncjob.core.Operation.UNTAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.decision.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tags are mended by who owns their keys. */
class TagsTest {

    @Test
    void keysAreRecordedBeforeTheCreateThatSetsThem() {
        Scene scene = new Scene();
        scene.pass();
        assertThat(scene.status.tagKeys()).containsExactly("team");
        assertThat(scene.jobs.count(CREATE)).isZero();
        assertThat(scene.follow().changes()).hasSize(1);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
    }

    @Test
    void theUnionOfOldAndNewKeysIsRecordedBeforeTheCall() {
        Scene scene = Scene.steady();
        scene.edit(Map.of("cost", "7"));
        scene.pass();
        assertThat(scene.status.tagKeys()).containsExactly("cost", "team");
        assertThat(scene.jobs.count(TAG)).isZero();
        scene.follow();
        assertThat(scene.jobs.count(TAG)).isEqualTo(1);
        assertThat(scene.status.tagKeys()).containsExactly("cost", "team");
        scene.follow(2);
        assertThat(scene.status.tagKeys()).containsExactly("cost");
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
    }

    @Test
    void aPassMakesAtMostOneWrite() {
        Scene scene = Scene.steady();
        scene.edit(Map.of("cost", "7"));
        for (int i = 0; i < 6; i++) {
            int before = scene.jobs.journal.size();
            scene.follow();
            assertThat(scene.jobs.journal.size() - before).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void keysOfOthersAndOfAwsAreLeftAlone() {
        Scene scene = Scene.steady();
        Map<String, String> foreign =
                Map.of("aws:cloudformation:stack-name", "s", "AWS:x", "y", "finance", "z", "team", "green");
        scene.retag(scene.wantedAnd(foreign));
        scene.edit(Map.of("team", "red"));
        scene.follow(4);
        Map<String, String> expected = new HashMap<>(scene.wantedAnd(foreign));
        expected.put("team", "red");
        assertThat(scene.job().tags).isEqualTo(expected);
    }

    @Test
    void anAwsKeyIsNotRemovedEvenIfTheStatusClaimsIt() {
        Scene scene = Scene.steady();
        Tags tags = Tags.compare(
                scene.desired(),
                List.of("aws:x", "twinmaker.dev/uid", "team", "old"),
                scene.wantedAnd(Map.of("aws:x", "1", "old", "2")));
        assertThat(tags.surplus()).containsExactly("old");
        assertThat(tags.missing()).isEmpty();
    }

    @Test
    void aChangedOwnerTagIsSetBack() {
        Scene scene = Scene.steady();
        scene.retag(scene.wantedAnd(Map.of("twinmaker.dev/managed-by", "somebody")));
        scene.ask("look");
        scene.pass();
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
    }

    @Test
    void aTagOfTheSpecThatWasRemovedByHandIsSetAgain() {
        Scene scene = Scene.steady();
        scene.retag(Scene.US.tags());
        scene.ask("look");
        scene.pass();
        assertThat(scene.synced()).isEqualTo("False Drifted");
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
        scene.follow();
        assertThat(scene.synced()).isEqualTo("True InSync");
    }

    @Test
    void moreThanFiftyTagsAreFoundBeforeTheCall() {
        Scene scene = Scene.steady();
        scene.retag(scene.wantedAnd(numbered("other-", 44)));
        scene.edit(Map.of("team", "red", "one", "1"));
        scene.follow(3);
        assertThat(scene.synced()).isEqualTo("False InvalidSpec");
        assertThat(scene.jobs.count(TAG)).isZero();
    }

    @Test
    void exactlyFiftyTagsAreSetAndThoseOfAwsDoNotCount() {
        Scene scene = Scene.steady();
        Map<String, String> more = numbered("other-", 43);
        more.put("aws:a", "1");
        more.put("aws:b", "2");
        scene.retag(scene.wantedAnd(more));
        scene.edit(Map.of("team", "red", "one", "1"));
        scene.follow(3);
        assertThat(scene.job().tags).hasSize(52).containsEntry("one", "1");
        assertThat(scene.synced()).isEqualTo("True InSync");
    }

    @Test
    void aWholeSpecOfTagsCanBeExchangedForAnother() {
        Scene scene = new Scene();
        scene.tags = numbered("old-", 45);
        scene.created();
        scene.state("ACTIVE");
        scene.follow();
        scene.edit(numbered("new-", 45));
        for (int i = 0; i < 5; i++) {
            scene.follow();
            assertThat(scene.job().tags).hasSizeLessThanOrEqualTo(50);
        }
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
    }

    @Test
    void removedKeysAreTakenOffAndOnlyThose() {
        Scene scene = Scene.steady();
        scene.retag(scene.wantedAnd(Map.of("finance", "z")));
        scene.edit(Map.of());
        scene.follow(2);
        assertThat(scene.jobs.count(UNTAG)).isEqualTo(1);
        assertThat(scene.job().tags).containsKey("finance").doesNotContainKey("team");
        assertThat(scene.status.tagKeys()).isEmpty();
    }

    @Test
    void aJobInTransitionIsComparedButNotMended() {
        Scene scene = new Scene().created();
        scene.retag(Scene.US.tags());
        scene.follow(1);
        assertThat(scene.synced()).isEqualTo("False Drifted");
        assertThat(scene.jobs.count(TAG)).isZero();
    }

    private static Map<String, String> numbered(String prefix, int count) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put(prefix + i, "x");
        }
        return tags;
    }
}
