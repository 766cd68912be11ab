package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.decision.Absence;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One object of a {@link World}, whoever edits it, and the operator that sees to it. */
final class Party {

    /** What the time to settle leaves to readers, after a call has had two timeouts to take effect. */
    static final Duration READERS_LAG =
            Timing.DEFAULT.settle().minus(Timing.DEFAULT.callTimeout().multipliedBy(2));

    final Scene scene;

    /** Whether the object is not there any more. */
    boolean gone;

    /** The process that led before, if it has seen the object and may still act. */
    @Nullable Predecessor predecessor;

    private int incarnations;

    Party(Scene scene) {
        this.scene = scene;
    }

    Party(Party other, Scene copy) {
        this.scene = copy;
        this.gone = other.gone;
        this.incarnations = other.incarnations;
        Predecessor before = other.predecessor;
        this.predecessor = before == null || !before.acts() ? null : before.copy(scene.clock, scene.jobs);
        if (gone) {
            scene.owners.gone();
        }
    }

    /** Another process leads from now on. */
    void handOver() {
        predecessor = gone ? null : Predecessor.of(scene);
        scene.restart();
    }

    void finalizer() {
        if (Pass.needsFinalizer(scene.desired(), Grant.OPERATOR)) {
            scene.held = true;
            scene.memory = scene.memory.heldByThisProcess();
        }
    }

    /** A pass whose status is not taken. */
    void unwritten() {
        SceneSnapshot before = SceneSnapshot.of(scene);
        scene.pass();
        before.restore(scene);
    }

    /**
     * Whether a look of this operator may say "not found" of that job. After the time to settle no reader does any more:
     * decision 0006 builds on this where an operator knows of no job and of no create. One that knows of any does not
     * give up on one word, however old the job is.
     */
    boolean mayMiss(StoredJob job) {
        boolean seenByAll = Absence.elapsed(job.created, READERS_LAG, scene.clock.instant());
        boolean knowsOfNone =
                scene.status.arn() == null && !scene.memory.jobSeen() && scene.memory.createSent() == null;
        return !seenByAll || !knowsOfNone;
    }

    void goes() {
        gone = true;
        scene.owners.gone();
    }

    boolean owns(StoredJob job) {
        return !"DELETING".equals(job.state)
                && Owner.in(job.tags).filter(scene.us::equals).isPresent();
    }

    /** False where the edit changes nothing. */
    boolean edits(Deed deed) {
        if (deed == Deed.RECREATE) {
            return recreate();
        }
        if (gone) {
            return false;
        }
        return switch (deed) {
            case DELETE -> delete();
            case OTHER_ROLE -> {
                scene.editRole(scene.roleArn.equals(Scene.ROLE) ? Scene.OTHER_ROLE : Scene.ROLE);
                yield true;
            }
            case BY_DEFAULT -> edit(Policy.DEFAULT);
            case RETAIN -> edit(Policies.RETAIN);
            case ADOPT -> edit(Policies.ADOPT);
            case REPLACE -> edit(Policies.AUTOMATIC);
            default -> edit(Policies.SUSPENDED);
        };
    }

    private boolean edit(Policy policy) {
        boolean differs = !scene.policy.equals(policy);
        scene.edit(policy);
        return differs;
    }

    private boolean delete() {
        if (scene.deleting()) {
            return false;
        }
        scene.delete();
        if (!scene.held) {
            goes();
        }
        return true;
    }

    private boolean recreate() {
        if (!gone) {
            return false;
        }
        incarnations++;
        scene.recreate(scene.us.namespace() + "-" + incarnations);
        gone = false;
        return true;
    }

    @Override
    public String toString() {
        return gone ? "gone" : (scene.deleting() ? "in deletion " : "") + scene.status + " " + scene.memory;
    }
}
