package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every small world, not only random ones: all that can happen in so many moves, in any order. What is rare happens only
 * so often along one path, see {@link Budget}. A failure names the shortest path to it. Deeper, with more of what is rare,
 * or one path again:
 *
 * <pre>
 * ./mvnw test -Dtest=ExplorationTest -Dexplore.depth=9
 * ./mvnw test -Dtest=ExplorationTest -Dexplore.rare=3
 * ./mvnw test -Dtest=ExplorationTest -Dexplore.replay=duplicates:a.pass,moment,b.delete
 * </pre>
 */
class ExplorationTest {

    /** Worlds of each move that are followed until they come to rest: all of the first ones, which have the shortest paths. */
    private static final int AT_REST = 400;

    /** Until the first object has an ACTIVE job and is steady. */
    private static final String ACTIVE =
            "a.pass,a.pass,a.pass,moment,a.pass,moment,a.pass,moment,a.pass,long_while,a.pass";

    @Test
    void nothingThatHappensToTwoClustersBeforeThereIsAJobDoesHarm() {
        explore("clusters", World.ofTwoClusters(budget(2, 1)), 7);
    }

    @Test
    void nothingThatHappensToTwoClustersOnceOneHasItsJobDoesHarm() {
        explore("clusters-active", World.ofTwoClusters(budget(2, 1)).after(ACTIVE), 6);
    }

    @Test
    void nothingThatHappensToTwoObjectsOfOneClusterBeforeThereIsAJobDoesHarm() {
        explore("duplicates", World.ofOneCluster(budget(2, 1)), 7);
    }

    @Test
    void nothingThatHappensToTwoObjectsOfOneClusterOnceOneHasItsJobDoesHarm() {
        explore("duplicates-active", World.ofOneCluster(budget(2, 1)).after(ACTIVE), 6);
    }

    @Test
    void nothingThatTwoOperatorsOfOneObjectDoDoesHarm() {
        explore("handover", World.ofOneObject(budget(2, 2)), 7);
    }

    @Test
    void nothingThatTwoOperatorsOfTwoObjectsDoBeforeThereIsAJobDoesHarm() {
        explore("duplicates-handover", World.ofOneClusterHandedOver(budget(2, 2)), 6);
    }

    @Test
    void nothingThatTwoOperatorsOfTwoObjectsDoOnceOneHasItsJobDoesHarm() {
        explore(
                "duplicates-active-handover",
                World.ofOneClusterHandedOver(budget(2, 2)).after(ACTIVE),
                5);
    }

    @Test
    void twoWorldsWithOneFingerprintDoTheSameAfterEveryMove() {
        for (World start : List.of(
                World.ofTwoClusters(budget(2, 1)),
                World.ofTwoClusters(budget(2, 1)).after(ACTIVE),
                World.ofOneCluster(budget(2, 1)),
                World.ofOneCluster(budget(2, 1)).after(ACTIVE),
                World.ofOneClusterHandedOver(budget(2, 2)),
                World.ofOneClusterHandedOver(budget(2, 2)).after(ACTIVE),
                World.ofOneObject(budget(2, 2)))) {
            assertThat(compared(start)).isGreaterThan(100);
        }
    }

    private static Budget budget(int all, int each) {
        return Budget.of(Integer.getInteger("explore.rare", all), Integer.getInteger("explore.rare", each));
    }

    private static void explore(String name, World start, int depth) {
        String replay = System.getProperty("explore.replay");
        if (replay != null) {
            replay(name, start, replay);
            return;
        }
        long began = System.nanoTime();
        Exploration exploration = new Exploration(name, start);
        for (int move = 0; move < Integer.getInteger("explore.depth", depth); move++) {
            exploration.deeper();
            exploration.comeToRest(AT_REST);
        }
        System.out.printf(
                "%s: %s, %s, in %.1f s%n", name, exploration, start.budget, (System.nanoTime() - began) / 1e9);
    }

    private static void replay(String name, World start, String replay) {
        if (!replay.startsWith(name + ":")) {
            return;
        }
        World world = start;
        for (Move move : Move.path(replay.substring(name.length() + 1))) {
            System.out.printf("%n%s%n", move);
            world = world.after(move.toString());
            System.out.print(world);
        }
        Rest.check(world);
    }

    /** Compares worlds with one fingerprint, and tells how many. */
    private static int compared(World start) {
        Map<String, World> known = new HashMap<>();
        List<World> last = List.of(start);
        int pairs = 0;
        for (int depth = 0; depth < 4; depth++) {
            List<World> next = new ArrayList<>();
            for (World world :
                    last.stream().flatMap(ExplorationTest::afterAnyMove).toList()) {
                World twin = known.putIfAbsent(Fingerprint.of(world) + world.budget, world);
                if (twin == null) {
                    next.add(world);
                } else {
                    pairs++;
                    doTheSame(twin, world);
                }
            }
            last = next;
        }
        return pairs;
    }

    private static void doTheSame(World one, World other) {
        Map<Deed, List<String>> ofOne = afterEveryDeed(one);
        Map<Deed, List<String>> ofOther = afterEveryDeed(other);
        for (Deed deed : Deed.values()) {
            assertThat(ofOne.get(deed))
                    .as("%s in%n%sand in%n%s", deed, one, other)
                    .isEqualTo(ofOther.get(deed));
        }
    }

    private static Stream<World> afterAnyMove(World world) {
        return Move.all(world.parties.size()).stream().flatMap(move -> world.after(move).stream());
    }

    /** What each deed leads to. Whose it is, is left out: two clusters may have changed places. */
    private static Map<Deed, List<String>> afterEveryDeed(World world) {
        Map<Deed, List<String>> after = new EnumMap<>(Deed.class);
        for (Move move : Move.all(world.parties.size())) {
            world.after(move)
                    .map(Fingerprint::of)
                    .ifPresent(print -> after.computeIfAbsent(move.deed(), deed -> new ArrayList<>())
                            .add(print));
        }
        after.values().forEach(Collections::sort);
        return after;
    }
}
