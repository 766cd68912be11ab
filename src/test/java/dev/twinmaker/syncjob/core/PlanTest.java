package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the plan announces is what is sent, in that order and with those parameters. */
class PlanTest {

    /**
     * @param operations the calls in short, as a person expects them
     */
    private record Line(String name, List<String> operations, Policy policy, Consumer<Scene> situation) {}

    private static final Map<String, String> RED = Map.of("team", "red");

    private static List<Line> lines() {
        return Stream.of(ofState(), ofTags(), ofReplacement(), ofOthers(), ofFormer())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Line> ofTags() {
        Policy plain = Policy.DEFAULT;
        return List.of(
                new Line("no job yet", List.of("Create"), plain, scene -> scene.jobs.remove(Scene.IDENTITY)),
                new Line("as specified", List.of(), plain, scene -> {}),
                new Line("a tag has another value", List.of("Tag"), plain, scene -> scene.tags = RED),
                new Line("a tag is not in the spec any more", List.of("Untag"), plain, scene -> scene.tags = Map.of()),
                new Line(
                        "tags differ in both directions",
                        List.of("Tag", "Untag"),
                        plain,
                        scene -> scene.tags = Map.of("cost", "7")),
                new Line("there is room only after the removal", List.of("Untag", "Tag"), plain, scene -> {
                    scene.retag(scene.wantedAnd(numbered("other-", 44)));
                    scene.tags = Map.of("cost", "7");
                }),
                new Line("there is no room at all", List.of(), plain, scene -> {
                    scene.retag(scene.wantedAnd(numbered("other-", 44)));
                    scene.tags = Map.of("team", "red", "cost", "7");
                }));
    }

    private static List<Line> ofState() {
        Policy plain = Policy.DEFAULT;
        return List.of(
                new Line(
                        "a stray tag, which is no business of ours",
                        List.of(),
                        plain,
                        scene -> scene.retag(scene.wantedAnd(Map.of("finance", "z")))),
                new Line(
                        "a stray tag where the spec has the whole say",
                        List.of("Untag"),
                        Policies.AUTHORITATIVE,
                        scene -> scene.retag(scene.wantedAnd(Map.of("finance", "z", "aws:x", "1")))),
                new Line("an owner tag is torn off", List.of("Tag"), plain, scene -> {
                    Map<String, String> torn = new HashMap<>(scene.job().tags);
                    torn.remove("twinmaker.dev/uid");
                    scene.retag(torn);
                }),
                new Line("AWS is still creating it, and its tags differ", List.of("Tag"), plain, scene -> {
                    scene.state("CREATING");
                    scene.tags = RED;
                }),
                new Line("AWS is deleting it", List.of("Create"), plain, scene -> scene.state("DELETING")));
    }

    private static List<Line> ofReplacement() {
        return List.of(
                new Line("the role differs", List.of("Delete", "Create"), Policies.AUTOMATIC, PlanTest::otherRole),
                new Line(
                        "the role differs, to be approved",
                        List.of("Delete", "Create"),
                        Policies.ON_APPROVAL,
                        scene -> {
                            otherRole(scene);
                            scene.tags = RED;
                        }),
                new Line("the role differs and may not be replaced", List.of(), Policy.DEFAULT, PlanTest::otherRole),
                new Line("role and tags differ, and it may not be replaced", List.of("Tag"), Policy.DEFAULT, scene -> {
                    otherRole(scene);
                    scene.tags = RED;
                }),
                new Line(
                        "role and tags differ, and it is protected",
                        List.of("Tag"),
                        Policies.guarded(Policies.AUTOMATIC),
                        scene -> {
                            otherRole(scene);
                            scene.tags = RED;
                        }),
                new Line("AWS says ERROR, and tags differ", List.of("Delete", "Create"), Policies.AUTOMATIC, scene -> {
                    scene.state("ERROR");
                    scene.tags = RED;
                }),
                new Line(
                        "AWS says ERROR, and nobody may act",
                        List.of(),
                        Policy.DEFAULT,
                        scene -> scene.state("ERROR")));
    }

    private static List<Line> ofOthers() {
        return List.of(
                new Line("another cluster's", List.of(), Policies.ADOPT, scene -> owned(scene, Scene.STRANGER.tags())),
                new Line("nobody's", List.of("Tag"), Policies.ADOPT, scene -> owned(scene, Map.of())),
                new Line("nobody's, to be left alone", List.of(), Policy.DEFAULT, scene -> owned(scene, Map.of())),
                new Line("nobody's, and its tags differ", List.of("Tag", "Tag"), Policies.ADOPT, scene -> {
                    owned(scene, Map.of());
                    scene.tags = RED;
                }),
                new Line("nobody's, with room for the owner tags alone", List.of("Tag"), Policies.ADOPT, scene -> {
                    owned(scene, numbered("other-", 44));
                    scene.tags = Map.of("team", "blue", "cost", "7");
                }),
                new Line(
                        "nobody's, and its role differs",
                        List.of("Tag", "Delete", "Create"),
                        Policies.with(Policies.ADOPT, Policies.AUTOMATIC.replacement()),
                        scene -> {
                            owned(scene, Map.of());
                            otherRole(scene);
                        }),
                new Line(
                        "of an object that is gone",
                        List.of("Tag"),
                        Policies.ADOPT,
                        scene -> owned(scene, Scene.NEIGHBOUR.tags())),
                new Line("of an object that lives", List.of(), Policies.ADOPT, scene -> {
                    scene.owners.others.add(Scene.NEIGHBOUR);
                    owned(scene, Scene.NEIGHBOUR.tags());
                }));
    }

    private static List<Line> ofFormer() {
        return List.of(
                new Line(
                        "of our own old uid",
                        List.of("Tag"),
                        Policy.DEFAULT,
                        scene -> owned(scene, Scene.PREDECESSOR.tags())),
                new Line("of our own old uid, and its tags differ", List.of("Tag", "Tag"), Policy.DEFAULT, scene -> {
                    owned(scene, Scene.PREDECESSOR.tags());
                    scene.tags = RED;
                }),
                new Line(
                        "of our own old uid, and the tags of the spec have no room",
                        List.of(),
                        Policy.DEFAULT,
                        scene -> {
                            Map<String, String> full = numbered("other-", 44);
                            full.putAll(Scene.PREDECESSOR.tags());
                            owned(scene, full);
                            scene.tags = Map.of("team", "blue", "cost", "7");
                        }),
                new Line("of our former cluster", List.of("Tag"), Policy.DEFAULT, scene -> {
                    scene.formerClusters = Set.of("cluster-b");
                    owned(scene, Scene.STRANGER.tags());
                }));
    }

    @TestFactory
    Stream<DynamicTest> thePlanOfASuspendedObjectIsWhatIsSentWhenItMayActAgain() {
        return lines().stream()
                .map(line -> dynamicTest(line.name(), () -> announcedIsSent(line, Policies.suspended(line.policy()))));
    }

    @TestFactory
    Stream<DynamicTest> thePlanOfAnObjectThatObservesIsWhatFullSends() {
        return lines().stream()
                .map(line -> dynamicTest(
                        line.name(),
                        () -> announcedIsSent(line, Policies.with(line.policy(), ManagementPolicy.OBSERVE_ONLY))));
    }

    @Test
    void aSuspendedDeletionPlansTheDelete() {
        deletionIsSent(Policy.DEFAULT, "Delete");
    }

    @Test
    void aSuspendedDeletionThatRetainsPlansTheRemovalOfTheOwnerTags() {
        deletionIsSent(Policies.RETAIN, "Untag");
    }

    @Test
    void anObjectThatMayActHasNoPlanButTheOneThatAwaitsApproval() {
        Scene scene = Scene.steady();
        scene.policy = Policies.ON_APPROVAL;
        scene.editRole(Scene.OTHER_ROLE);
        scene.follow(3);
        assertThat(scene.status.plan()).hasSize(2);
        List<String> plan = scene.status.plan();
        int mark = scene.jobs.sent.mark();
        scene.approve(Long.toString(scene.generation));
        scene.jobs.moving = true;
        scene.follow();
        assertThat(scene.status.plan()).isEmpty();
        scene.follow(30);
        assertThat(scene.jobs.sent.since(mark)).isEqualTo(plan);
        assertThat(scene.status.plan()).isEmpty();
    }

    @Test
    void aPlanThatStaysTheSameIsWrittenOnce() {
        for (Line line : lines()) {
            for (Policy policy : List.of(
                    Policies.suspended(line.policy()), Policies.with(line.policy(), ManagementPolicy.OBSERVE_ONLY))) {
                Scene scene = looking(line, policy);
                scene.writes = 0;
                scene.follow(12);
                assertThat(scene.writes).as("%s under %s", line.name(), policy).isZero();
            }
        }
    }

    private static void announcedIsSent(Line line, Policy looking) {
        Scene scene = looking(line, looking);
        List<String> plan = scene.status.plan();
        assertThat(shortly(plan)).isEqualTo(line.operations());
        int mark = scene.jobs.sent.mark();
        scene.held = true;
        scene.edit(line.policy());
        scene.approve(Long.toString(scene.generation));
        scene.jobs.moving = true;
        scene.follow(60);
        assertThat(scene.jobs.sent.since(mark)).isEqualTo(plan);
    }

    /** The situation came about while the object might only look, and is known by now. */
    private static Scene looking(Line line, Policy looking) {
        Scene scene = Scene.steady();
        int mark = scene.jobs.sent.mark();
        line.situation().accept(scene);
        scene.held = !looking.observing();
        scene.edit(looking);
        for (int second = 0; second < 20; second++) {
            scene.after(Duration.ofSeconds(10));
        }
        assertThat(scene.jobs.sent.mark()).isEqualTo(mark);
        return scene;
    }

    private static void deletionIsSent(Policy policy, String operation) {
        Scene scene = Scene.steady();
        scene.edit(Policies.suspended(policy));
        scene.delete();
        scene.follow(3);
        List<String> plan = scene.status.plan();
        assertThat(shortly(plan)).containsExactly(operation);
        int mark = scene.jobs.sent.mark();
        scene.jobs.moving = true;
        scene.edit(policy);
        scene.follow(20);
        assertThat(scene.released()).isTrue();
        assertThat(scene.jobs.sent.since(mark)).isEqualTo(plan);
    }

    private static List<String> shortly(List<String> plan) {
        return plan.stream()
                .map(call -> call.substring(call.indexOf(':') + 1, call.indexOf(' ')))
                .map(name -> name.replaceAll("SyncJob|Resource", ""))
                .toList();
    }

    private static void otherRole(Scene scene) {
        scene.roleArn = Scene.OTHER_ROLE;
    }

    private static void owned(Scene scene, Map<String, String> owner) {
        Map<String, String> tags = new HashMap<>(Map.of("team", "blue"));
        tags.putAll(owner);
        scene.retag(tags);
    }

    private static Map<String, String> numbered(String prefix, int count) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put(prefix + i, "x");
        }
        return tags;
    }
}
