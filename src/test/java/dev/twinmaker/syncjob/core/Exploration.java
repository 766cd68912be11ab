package dev.twinmaker.syncjob.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every {@link World} that a number of moves can lead to, breadth first. Of two worlds with one {@link Fingerprint} the
 * one that came first is followed, unless the other may still spend something that the first has spent.
 */
final class Exploration {

    /** A path as its last move and the path before it. */
    private record Path(@Nullable Path before, Move last) {}

    /** A world, and how it came about. */
    private record State(World world, @Nullable Path path) {

        List<Move> moves() {
            Deque<Move> moves = new ArrayDeque<>();
            for (Path step = path; step != null; step = step.before()) {
                moves.addFirst(step.last());
            }
            return List.copyOf(moves);
        }
    }

    /** What a move led to; where that was harm, the world is that before the move. */
    private record Found(
            State state, String fingerprint, @Nullable Throwable harm) {}

    /** No path may take an hour, see {@link Fingerprint}. */
    private static final int DEEPEST = 18;

    /** How many worlds are followed at a time, to bound what is kept of those that are known already. */
    private static final int BATCH = 1000;

    private final Map<String, List<Budget>> known = new HashMap<>();
    private final String name;
    private final List<Move> alphabet;
    private List<State> deepest;
    private int states = 1;
    private long transitions;
    private int atRest;
    private int depth;

    Exploration(String name, World start) {
        this.name = name;
        this.alphabet = Move.all(start.parties.size());
        this.deepest = List.of(new State(start, null));
        known.put(Fingerprint.of(start), new ArrayList<>(List.of(start.budget)));
    }

    /** Makes one more move from each of the worlds that the last move led to for the first time. */
    void deeper() {
        if (depth == DEEPEST) {
            throw new IllegalStateException("no path may be longer than " + DEEPEST + " moves");
        }
        List<State> next = new ArrayList<>();
        for (int from = 0; from < deepest.size(); from += BATCH) {
            List<State> batch = deepest.subList(from, Math.min(from + BATCH, deepest.size()));
            List<List<Found>> found = batch.parallelStream().map(this::follow).toList();
            found.stream().flatMap(List::stream).filter(this::learn).forEach(one -> next.add(one.state()));
        }
        deepest = next;
        depth++;
    }

    private List<Found> follow(State state) {
        List<Found> found = new ArrayList<>();
        for (Move move : alphabet) {
            Path path = new Path(state.path(), move);
            try {
                state.world()
                        .after(move)
                        .ifPresent(world -> found.add(new Found(new State(world, path), Fingerprint.of(world), null)));
            } catch (AssertionError | RuntimeException e) {
                found.add(new Found(new State(state.world(), path), "", e));
            }
        }
        return found;
    }

    private boolean learn(Found found) {
        transitions++;
        if (found.harm() != null) {
            throw violation(found.state(), found.harm());
        }
        List<Budget> budgets = known.computeIfAbsent(found.fingerprint(), key -> new ArrayList<>(1));
        Budget budget = found.state().world().budget;
        if (budgets.stream().anyMatch(had -> had.covers(budget))) {
            return false;
        }
        budgets.add(budget);
        states++;
        return true;
    }

    /** Of the worlds that the last move led to, about so many must come to rest when nothing goes wrong any more. */
    void comeToRest(int sample) {
        int step = Math.max(1, deepest.size() / sample);
        atRest += (deepest.size() + step - 1) / step;
        IntStream.range(0, deepest.size())
                .filter(index -> index % step == 0)
                .mapToObj(deepest::get)
                .toList()
                .parallelStream()
                .forEach(this::comesToRest);
    }

    private void comesToRest(State state) {
        try {
            Rest.check(state.world());
        } catch (AssertionError | RuntimeException e) {
            throw violation(state, e);
        }
    }

    /** What no world may come to, with the shortest path to it. */
    private AssertionError violation(State state, Throwable harm) {
        List<Move> moves = state.moves();
        String path = moves.stream().map(Move::toString).collect(Collectors.joining(","));
        return new AssertionError(
                harm.getMessage() + "\nafter " + moves.size() + " moves; see them by -Dexplore.replay=" + name + ":"
                        + path,
                harm);
    }

    @Override
    public String toString() {
        return "explored " + states + " states, " + transitions + " transitions, depth " + depth + ", " + atRest
                + " states followed to rest";
    }
}
