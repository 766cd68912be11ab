package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.core.port.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of a job that two clusters ask for never do harm, and come to an end when the faults do. A subclass
 * says what stands in for AWS. A failure names the number of its history and the few moves of it that suffice; this plays
 * that one history again:
 *
 * <pre>./mvnw test -Dtest=HistoriesTest -Dhistories.seed=NUMBER</pre>
 */
public abstract class HistoriesContract {

    private static final int QUIET = 8;
    private static final int PATIENCE = 400;

    /** What stands in for AWS in a new history, on this clock. */
    protected abstract AwsDouble aws(SettableClock clock);

    /** What holds of AWS in the end. */
    protected void inTheEnd(AwsDouble aws) {}

    /** Plays a history, or the one that was asked for. */
    protected final void playOf(long random) {
        long seed = Long.getLong("histories.seed", random);
        List<History.Move> moves = History.of(seed);
        AssertionError failure = play(moves);
        if (failure != null) {
            List<History.Move> few = fewest(moves);
            throw new AssertionError("history " + seed + ", of which suffices " + few, play(few));
        }
    }

    private @Nullable AssertionError play(List<History.Move> moves) {
        SettableClock clock = new SettableClock(Scene.START);
        History history = new History(clock, aws(clock));
        try {
            moves.forEach(history::take);
            converges(history);
            inTheEnd(history.aws);
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    /** Leaves out every move without which it still fails. */
    private List<History.Move> fewest(List<History.Move> failing) {
        List<History.Move> moves = new ArrayList<>(failing);
        for (int i = moves.size() - 1; i >= 0; i--) {
            History.Move move = moves.remove(i);
            if (play(moves) == null) {
                moves.add(i, move);
            }
        }
        return moves;
    }

    private static void converges(History history) {
        history.heal();
        int quiet = 0;
        for (int pass = 0; pass < PATIENCE && quiet < QUIET; pass++) {
            boolean still = true;
            for (Cluster cluster : history.clusters()) {
                SceneSnapshot before = SceneSnapshot.of(cluster.scene);
                int told = cluster.scene.notices.size();
                cluster.follow();
                still &= before.equals(SceneSnapshot.of(cluster.scene)) && told == cluster.scene.notices.size();
            }
            quiet = still && history.clusters().stream().allMatch(cluster -> settled(cluster, history.aws))
                    ? quiet + 1
                    : 0;
        }
        assertThat(quiet)
                .as(
                        "quiet passes in the end: %s",
                        history.clusters().stream()
                                .map(cluster -> cluster.scene.policy + " " + cluster.scene.status)
                                .toList())
                .isEqualTo(QUIET);
    }

    static boolean settled(Cluster cluster, AwsDouble aws) {
        Scene scene = cluster.scene;
        if (cluster.gone) {
            return true;
        }
        Optional<AwsDouble.Actual> job = aws.actual();
        Optional<Owner> owner =
                job.map(AwsDouble.Actual::tags).flatMap(Owner::in).filter(Owner::named);
        if (scene.deleting()) {
            boolean held = scene.policy.suspended() || scene.policy.guarded();
            return job.isPresent() && (held || owner.isEmpty()) && "Stalled DeletionBlocked".equals(scene.third());
        }
        if (scene.policy.readOnly()) {
            return !"-".equals(scene.ready()) && scene.status.observedGeneration() == scene.generation;
        }
        boolean ours = owner.filter(scene.us::equals).isPresent();
        boolean torn = owner.isEmpty()
                && job.filter(there -> there.tags().keySet().stream().anyMatch(Owner::marks))
                        .isPresent();
        return job.isPresent() && (ours ? settledJob(scene, job.get()) : leftAlone(scene, owner, torn));
    }

    private static boolean leftAlone(Scene scene, Optional<Owner> owner, boolean torn) {
        boolean another = owner.filter(named -> !named.cluster().equals(scene.us.cluster()))
                .isPresent();
        return (another || torn || !scene.policy.adopts()) && "Stalled OwnedByAnother".equals(scene.third());
    }

    private static boolean settledJob(Scene scene, AwsDouble.Actual job) {
        boolean tagged =
                job.tags().entrySet().containsAll(scene.wantedAnd(Map.of()).entrySet());
        boolean differs = !scene.roleArn.equals(job.roleArn()) || "ERROR".equals(job.state());
        if (!differs) {
            return tagged && scene.kstatus() == Kstatus.Current && "ACTIVE".equals(job.state());
        }
        boolean asks = scene.policy.replacement() == ReplacementPolicy.ON_APPROVAL && !scene.policy.guarded();
        return tagged
                && (asks
                        ? "Stalled AwaitingApproval".equals(scene.third())
                        : List.of("Stalled ReplacementRequired", "Stalled SyncFailed")
                                .contains(scene.third()));
    }
}
