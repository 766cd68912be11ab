package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server's own word about the right is asked for before each write, of whatever kind. */
class LiveGrantTest {

    /** An object that would write, and the operation that it comes to. */
    record Writing(String what, Operation operation, Supplier<Scene> scene) {

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Writing> writings() {
        return Stream.of(
                new Writing("create", Operation.CREATE, Scene::new),
                new Writing("tag", Operation.TAG, () -> edited(Map.of("team", "blue", "cost", "7"))),
                new Writing("untag", Operation.UNTAG, () -> edited(Map.of())),
                new Writing("adopt", Operation.TAG, () -> Scenes.found(Policies.ADOPT, Duration.ofHours(2), Map.of())),
                new Writing("replace", Operation.DELETE, () -> {
                    Scene scene = Scenes.steady(Policies.AUTOMATIC);
                    scene.editRole(Scene.OTHER_ROLE);
                    return scene;
                }),
                new Writing("disown", Operation.UNTAG, () -> deleted(Policies.RETAIN)),
                new Writing("delete", Operation.DELETE, () -> deleted(Policy.DEFAULT)));
    }

    private static final Grant.Allowed OURS = Granted.to(InMemorySyncJobs.ACCOUNT);

    private static final List<Grant> OTHERS = List.of(
            Granted.notGranted(),
            Granted.ambiguous(),
            Granted.to(Granted.OTHER_ACCOUNT),
            new Grant.Allowed("plant", Granted.principal(InMemorySyncJobs.ACCOUNT, "another")),
            new Grant.Allowed("another", OURS.principal()),
            Grant.OPERATOR);

    private final Granted granted = Granted.always(OURS);

    @ParameterizedTest
    @MethodSource("writings")
    void whereItDiffersNothingIsWrittenAndThePassIsOutdated(Writing writing) {
        for (Grant other : OTHERS) {
            Scene scene = of(writing);
            int mark = scene.jobs.sent.mark();
            granted.behindTheWatch(other);
            int outdated = 0;
            for (int pass = 0; pass < 6; pass++) {
                SyncJobStatus before = scene.status;
                Report report = scene.follow();
                outdated += report.outdated() ? 1 : 0;
                assertThat(report.outdated() && !report.status().equals(before)).isFalse();
            }
            assertThat(scene.jobs.sent.since(mark)).as("%s", other).isEmpty();
            assertThat(outdated).as("%s", other).isPositive();
            goesOn(scene, writing);
        }
    }

    @ParameterizedTest
    @MethodSource("writings")
    void whereItCannotBeReadNothingIsWrittenAndThatIsSaid(Writing writing) {
        Scene scene = of(writing);
        int mark = scene.jobs.sent.mark();
        granted.behindTheWatch(new Grant.Unseen());
        scene.follow(6);
        assertThat(scene.jobs.sent.since(mark)).isEmpty();
        assertThat(scene.synced()).isEqualTo("False ServiceUnavailable");
        assertThat(scene.third()).startsWith("Reconciling");
        assertThat(scene.condition(Condition.SYNCED).message()).contains("AwsAccess");
        goesOn(scene, writing);
    }

    @ParameterizedTest
    @MethodSource("writings")
    void itIsAskedForOnceAWrite(Writing writing) {
        Scene scene = of(writing);
        int mark = scene.jobs.sent.mark();
        for (int pass = 0; pass < 6; pass++) {
            scene.follow();
            assertThat(granted.asked).isEqualTo(scene.jobs.sent.mark() - mark);
        }
    }

    @Test
    void aSteadyObjectDoesNotAskForIt() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.grants = granted;
        scene.follow(20);
        assertThat(granted.asked).isZero();
    }

    private Scene of(Writing writing) {
        Scene scene = writing.scene().get();
        scene.grants = granted;
        granted.now(OURS);
        Scenes.until(scene, s -> s.status.accountId() != null);
        granted.asked = 0;
        return scene;
    }

    private static Scene edited(Map<String, String> tags) {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.edit(tags);
        return scene;
    }

    private static Scene deleted(Policy policy) {
        Scene scene = Scenes.steady(policy);
        scene.delete();
        return scene;
    }

    private void goesOn(Scene scene, Writing writing) {
        granted.now(OURS);
        long before = scene.jobs.count(writing.operation());
        Scenes.until(scene, s -> s.jobs.count(writing.operation()) > before);
    }
}
