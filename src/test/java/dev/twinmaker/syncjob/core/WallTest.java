package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Decider;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Wall;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An object that is suspended or only observes never writes to AWS, by construction, and says what it sees. */
class WallTest {

    /**
     * @param suspended what a suspended object reads: Ready, Synced, third condition
     * @param observing what one that only observes reads
     */
    private record View(String name, String suspended, String observing, Consumer<Scene> situation) {}

    private static final String UNDONE = " | False Suspended | Stalled Suspended";
    private static final String IDLE = " | True InSync | -";
    private static final String DIFFERS = " | False Drifted | -";

    @Test
    void noDecisionBehindTheWallHoldsAWriteOrAnIntentAndAllOthersStayAsTheyAre() {
        AtomicLong heldBack = new AtomicLong();
        List<DeciderCase> wrong = new ArrayList<>();
        DeciderRows.each((row, findings) -> {
            if (!decidable(row)) {
                return;
            }
            Decision before = Decider.decide(findings);
            if (!row.policy().readOnly()) {
                boolean same = Wall.behind(findings, before).equals(before);
                wrong.addAll(same ? List.of() : List.of(row));
            } else if (leadsToAws(before.action())) {
                heldBack.incrementAndGet();
                boolean through = leadsToAws(Wall.behind(findings, before).action());
                wrong.addAll(through ? List.of(row) : List.of());
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(heldBack.get()).as("decisions that the wall held back").isGreaterThan(100_000);
    }

    @Test
    void noWholePassOfAnObjectThatMayOnlyLookReachesTheServiceWithAWrite() {
        for (Policy policy : DeciderRows.POLICIES) {
            if (policy.readOnly()) {
                situations().forEach((name, situation) -> {
                    onlyLooks(name, policy, situation, false);
                    onlyLooks(name, policy, situation, true);
                });
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> aSuspendedObjectReadsAsTheTableSays() {
        return views().stream()
                .map(view -> dynamicTest(
                        view.name(),
                        () -> assertThat(read(view, Policies.SUSPENDED)).isEqualTo(view.suspended())));
    }

    @TestFactory
    Stream<DynamicTest> anObservingObjectReadsAsTheTableSays() {
        return views().stream()
                .map(view -> dynamicTest(
                        view.name(),
                        () -> assertThat(read(view, Policies.OBSERVE)).isEqualTo(view.observing())));
    }

    @TestFactory
    Stream<DynamicTest> anObjectThatObservesAndIsSuspendedReadsAsASuspendedOne() {
        return views().stream()
                .filter(view -> !view.name().startsWith("another's"))
                .map(view -> dynamicTest(
                        view.name(),
                        () -> assertThat(read(view, Policies.suspended(Policies.OBSERVE)))
                                .isEqualTo(view.suspended())));
    }

    private static List<View> views() {
        return Stream.of(ofStates(), ofDrift()).flatMap(List::stream).toList();
    }

    private static List<View> ofStates() {
        return List.of(
                new View(
                        "missing",
                        "False NotFound" + UNDONE,
                        "False NotFound | False NotFound | Reconciling NotFound",
                        scene -> scene.jobs.remove(Scene.IDENTITY)),
                new View("ACTIVE", "True Active" + IDLE, "True Active" + IDLE, scene -> {}),
                new View(
                        "CREATING",
                        "False Creating" + IDLE,
                        "False Creating | True InSync | Reconciling Creating",
                        scene -> scene.state("CREATING")),
                new View(
                        "INITIALIZING",
                        "False Initializing" + IDLE,
                        "False Initializing | True InSync | Reconciling Initializing",
                        scene -> scene.state("INITIALIZING")),
                new View(
                        "ERROR",
                        "False SyncFailed" + IDLE,
                        "False SyncFailed | True InSync | Stalled SyncFailed",
                        scene -> scene.state("ERROR")),
                new View(
                        "DELETING",
                        "False Deleting" + UNDONE,
                        "False Deleting" + DIFFERS,
                        scene -> scene.state("DELETING")),
                new View(
                        "a new word",
                        "Unknown UnknownState" + IDLE,
                        "Unknown UnknownState | True InSync | Reconciling UnknownState",
                        scene -> scene.state("HIBERNATING")));
    }

    private static List<View> ofDrift() {
        String others = "False OwnedByAnother | False OwnedByAnother | Stalled OwnedByAnother";
        return List.of(
                new View(
                        "tags differ",
                        "True Active" + UNDONE,
                        "True Active" + DIFFERS,
                        scene -> scene.tags = Map.of("team", "red")),
                new View(
                        "tags differ while AWS creates",
                        "False Creating" + UNDONE,
                        "False Creating" + DIFFERS,
                        scene -> {
                            scene.state("CREATING");
                            scene.tags = Map.of("team", "red");
                        }),
                new View(
                        "the role differs",
                        "True Active" + UNDONE,
                        "True Active" + DIFFERS,
                        scene -> scene.roleArn = Scene.OTHER_ROLE),
                new View("another's", others, "True Active" + IDLE, scene -> owned(scene, Scene.STRANGER.tags())));
    }

    /** Those of the views, and more in which there is something to write. */
    private static Map<String, Consumer<Scene>> situations() {
        Map<String, Consumer<Scene>> situations = new LinkedHashMap<>();
        views().forEach(view -> situations.put(view.name(), view.situation()));
        situations.put("nobody's", scene -> owned(scene, Map.of()));
        situations.put("an orphan", scene -> owned(scene, Scene.NEIGHBOUR.tags()));
        situations.put("our old uid", scene -> owned(scene, Scene.PREDECESSOR.tags()));
        situations.put("a stray tag", scene -> scene.retag(scene.wantedAnd(Map.of("finance", "z"))));
        situations.put("ERROR with nothing synced", scene -> {
            scene.state("ERROR");
            scene.job().entities = 0;
            scene.job().componentTypes = 0;
        });
        situations.put("the role differs while AWS creates", scene -> {
            scene.state("CREATING");
            scene.roleArn = Scene.OTHER_ROLE;
        });
        return situations;
    }

    private static void onlyLooks(String name, Policy policy, Consumer<Scene> situation, boolean deleting) {
        Scene scene = scene(situation);
        int mark = scene.jobs.sent.mark();
        scene.edit(policy);
        scene.approve(Long.toString(scene.generation));
        if (deleting) {
            scene.delete();
        } else {
            scene.held = !policy.observing();
        }
        for (int second = 0; second < 4 && !scene.released(); second++) {
            scene.afterSeconds(45);
        }
        scene.restart();
        for (int second = 0; second < 3 && (!scene.released() || !deleting); second++) {
            scene.afterSeconds(90);
        }
        assertThat(scene.jobs.sent.since(mark))
                .as("%s under %s, deleting: %s", name, policy, deleting)
                .isEmpty();
    }

    private static String read(View view, Policy policy) {
        Scene scene = scene(view.situation());
        scene.held = policy.management() == ManagementPolicy.FULL;
        scene.edit(policy);
        scene.pass();
        scene.after(Duration.ofSeconds(5));
        return String.join(" | ", scene.ready(), scene.synced(), scene.third());
    }

    private static Scene scene(Consumer<Scene> situation) {
        Scene scene = Scene.steady();
        situation.accept(scene);
        return scene;
    }

    private static void owned(Scene scene, Map<String, String> owner) {
        Map<String, String> tags = new HashMap<>(Map.of("team", "blue"));
        tags.putAll(owner);
        scene.retag(tags);
    }

    /** Decided after a look, at a job of which it is known whose it is. */
    private static boolean decidable(DeciderCase row) {
        boolean unknown = row.claim() == DeciderCase.Claim.SAME_NAME
                || (row.claim() == DeciderCase.Claim.UNREAD && row.deleting());
        return !unknown && !(row.deleting() && row.policy().observing());
    }

    private static boolean leadsToAws(Action action) {
        return action instanceof Action.Write || action instanceof Action.Intent;
    }
}
