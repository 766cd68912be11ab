package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static dev.twinmaker.syncjob.core.Operation.TAG;
import static dev.twinmaker.syncjob.core.Operation.UNTAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Sibling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A small world: two objects that ask for one job, their operators, the service, and what may still go wrong. A move
 * leads to another world and leaves this one as it is. Every pass is checked by {@link Laws} and {@link StatusLaws}, and
 * every release of an object by what it leaves behind.
 */
final class World {

    static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Duration LATER = Duration.ofSeconds(15);
    private static final Duration ALL_SEEN = Duration.ofSeconds(60);
    private static final Owner OTHER_CLUSTER = new Owner("cluster-c", "plant", "factory", "uid-c");

    final SettableClock clock;
    final InMemorySyncJobs jobs;
    final List<Party> parties = new ArrayList<>();
    final Budget budget;

    /** Whether both objects are of one cluster, whose operator sees both. */
    final boolean oneCluster;

    /** Whether another process may take the lead over. */
    private final boolean replicas;

    private World(Scene first, Optional<Owner> second, boolean replicas, Budget budget) {
        this.clock = first.clock;
        this.jobs = first.jobs;
        this.budget = budget;
        this.oneCluster =
                second.map(Owner::cluster).filter(first.us.cluster()::equals).isPresent();
        this.replicas = replicas;
        jobs.moving = true;
        parties.add(new Party(first));
        second.ifPresent(owner -> parties.add(new Party(new Scene(first, owner))));
        parties.forEach(party -> party.scene.held = false);
    }

    private World(World other, Budget budget) {
        this.clock = new SettableClock(other.clock.instant());
        this.jobs = new InMemorySyncJobs(other.jobs, clock);
        this.budget = budget;
        this.oneCluster = other.oneCluster;
        this.replicas = other.replicas;
        other.parties.forEach(party -> parties.add(new Party(party, new Scene(party.scene, clock, jobs))));
    }

    /** Two objects in two clusters. */
    static World ofTwoClusters(Budget budget) {
        return new World(new Scene(), Optional.of(Scene.STRANGER), false, budget);
    }

    /** Two objects of one cluster. */
    static World ofOneCluster(Budget budget) {
        return new World(new Scene(), Optional.of(Scene.NEIGHBOUR), false, budget);
    }

    /** Two objects of one cluster, and two operators that act on them for a while. */
    static World ofOneClusterHandedOver(Budget budget) {
        return new World(new Scene(), Optional.of(Scene.NEIGHBOUR), true, budget);
    }

    /** One object, and two operators that act on it for a while. */
    static World ofOneObject(Budget budget) {
        return new World(new Scene(), Optional.empty(), true, budget);
    }

    /** The world after these moves, each of which must be possible. */
    World after(String path) {
        World world = this;
        for (Move move : Move.path(path)) {
            world = world.after(move).orElseThrow(() -> new IllegalArgumentException("not possible: " + move));
        }
        return world;
    }

    World copy() {
        return new World(this, budget);
    }

    /** The world after that move; empty where the move is not possible, or would change nothing. */
    Optional<World> after(Move move) {
        return budget.after(move.deed().cost).map(left -> new World(this, left)).filter(next -> next.take(move));
    }

    private boolean take(Move move) {
        Party party = parties.get(move.object());
        return switch (move.deed().doer) {
            case OPERATOR -> passes(party, move.deed());
            case PERSON -> party.edits(move.deed());
            case LEASE -> handover();
            case TIME -> passes(move.deed());
            case SERVICE -> changes(move.deed());
        };
    }

    private boolean passes(Deed span) {
        clock.advance(
                switch (span) {
                    case MOMENT -> Duration.ofSeconds(5);
                    case WHILE -> Duration.ofSeconds(30);
                    default -> LONGEST;
                });
        return true;
    }

    private boolean passes(Party party, Deed deed) {
        return switch (deed) {
            case PASS -> passing(party, party.scene::pass);
            case CRASH -> passing(party, party.scene::passAndCrash);
            case UNWRITTEN -> passing(party, party::unwritten);
            case LOST -> {
                List.of(CREATE, TAG, UNTAG, DELETE).forEach(op -> jobs.next(op, new Fault.After(Fault.noAnswer())));
                yield passing(party, party.scene::pass) && jobs.sent.mark() > 0;
            }
            case BLIND -> {
                boolean possible =
                        jobs.at(Scene.IDENTITY).filter(party::mayMiss).isPresent();
                jobs.next(LOOK, new Fault.Blind());
                yield possible && passing(party, party.scene::pass) && jobs.calls.contains(LOOK);
            }
            case LATE -> late() && passing(party, party.scene::pass) && jobs.calls.contains(CREATE);
            case LATE_CRASH -> late() && passing(party, party.scene::passAndCrash) && jobs.calls.contains(CREATE);
            case OUTGOING -> outgoing(party);
            default -> late() && outgoing(party) && jobs.calls.contains(CREATE);
        };
    }

    private boolean handover() {
        boolean possible = replicas
                && parties.stream().anyMatch(party -> !party.gone)
                && parties.stream().allMatch(party -> party.predecessor == null);
        if (possible) {
            parties.forEach(Party::handOver);
        }
        return possible;
    }

    private boolean outgoing(Party party) {
        Desired before = party.scene.desired();
        meet(party);
        boolean passed = party.predecessor != null && party.predecessor.passOver(party);
        if (passed) {
            released(party, before);
        }
        return passed;
    }

    private boolean late() {
        jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), LATER));
        return true;
    }

    /** As the reconciler does it: the finalizer, the pass, and what the API server makes of the finalizer's end. */
    private boolean passing(Party party, Runnable pass) {
        Scene scene = party.scene;
        if (party.gone) {
            return false;
        }
        party.finalizer();
        meet(party);
        Laws laws = new Laws(scene, new InMemoryAws(jobs, clock));
        Desired before = scene.desired();
        pass.run();
        laws.check();
        released(party, before);
        return true;
    }

    private void released(Party party, Desired before) {
        if (!party.gone && party.scene.deleting() && !party.scene.held) {
            party.goes();
            leavesNothing(party, before);
        }
    }

    /** What the API server of that object's cluster says about the other one, and what the watches have shown of it. */
    private void meet(Party party) {
        if (!oneCluster) {
            return;
        }
        Party other = parties.get(parties.get(0) == party ? 1 : 0);
        Optional<Scene> there = Optional.of(other.scene).filter(scene -> !other.gone);
        party.scene.owners.others.clear();
        there.ifPresent(scene -> party.scene.owners.others.add(scene.us));
        party.scene.rivals = rivals(there);
        if (party.predecessor != null) {
            party.predecessor.view.rivals =
                    rivals(Optional.ofNullable(other.predecessor).map(before -> before.view));
        }
    }

    private static List<Sibling> rivals(Optional<Scene> other) {
        return other.map(Scene::desired).filter(Desired::competes).map(Sibling::of).stream()
                .toList();
    }

    private void leavesNothing(Party party, Desired before) {
        if (before.policy().observing() || before.requests().forceRelease().isPresent()) {
            return;
        }
        World later = copy();
        later.clock.advance(ALL_SEEN);
        assertThat(later.jobs.at(Scene.IDENTITY).filter(party::owns))
                .as("a job that is left behind")
                .isEmpty();
    }

    /** Another pass when it is due, for a world that comes to rest. */
    void follow(Party party) {
        passing(party, party.scene::follow);
    }

    private boolean changes(Deed deed) {
        Instant now = clock.instant();
        return switch (deed) {
            case LAG -> {
                boolean already = !jobs.lag.isZero();
                jobs.lag = Duration.ofSeconds(25);
                jobs.tagLag = Duration.ofSeconds(40);
                yield !already;
            }
            case JOB_STRIPPED -> job(job -> retag(job, Map.of(), now));
            case JOB_SEIZED -> job(job -> retag(job, OTHER_CLUSTER.tags(), now));
            case JOB_DELETED -> job(job -> job.enter("DELETING", now, Duration.ZERO));
            case JOB_FAILS -> job(job -> job.enter("ERROR", now, Duration.ZERO));
            default -> {
                boolean free = jobs.at(Scene.IDENTITY).isEmpty();
                if (free) {
                    jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, Map.of());
                }
                yield free;
            }
        };
    }

    private boolean job(Consumer<StoredJob> change) {
        Optional<StoredJob> job = jobs.at(Scene.IDENTITY).filter(there -> !"DELETING".equals(there.state));
        job.ifPresent(change);
        return job.isPresent();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        jobs.at(Scene.IDENTITY)
                .ifPresent(job -> text.append("  job ")
                        .append(job.state)
                        .append(' ')
                        .append(job.tags)
                        .append('\n'));
        parties.forEach(party -> text.append("  ").append(party).append('\n'));
        return text.toString();
    }

    private static void retag(StoredJob job, Map<String, String> owner, Instant now) {
        job.change(
                tags -> {
                    tags.keySet().removeIf(Owner::marks);
                    tags.putAll(owner);
                },
                now,
                Duration.ZERO);
    }
}
