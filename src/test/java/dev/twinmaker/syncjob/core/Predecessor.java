package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Owner;
import java.time.Duration;
import java.time.Instant;

/**
 * The process that led before, and one object. It ends a little later, and until then acts on what it saw last: the API
 * server takes no write of it once the object is another, and its watch tells it nothing any more.
 */
final class Predecessor {

    /** How long a lease is good for. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    /** What it sees and remembers. */
    final Scene view;

    final Instant ends;

    private Predecessor(Scene view, Instant ends) {
        this.view = view;
        this.ends = ends;
    }

    /** The one that goes on beside the process that begins now. */
    static Predecessor of(Scene scene) {
        Scene view = new Scene(scene, scene.clock, scene.jobs);
        return new Predecessor(view, scene.clock.instant().plus(LEASE));
    }

    Predecessor copy(SettableClock clock, InMemorySyncJobs jobs) {
        return new Predecessor(new Scene(view, clock, jobs), ends);
    }

    boolean acts() {
        return view.clock.instant().isBefore(ends);
    }

    /** Makes a pass, and leaves its status on the object if it may; false where it does not come to a pass. */
    boolean passOver(Party object) {
        Scene real = object.scene;
        boolean takes = !object.gone && sees(real);
        if (!acts() || (Pass.needsFinalizer(view.desired(), Grant.OPERATOR) && !takes)) {
            return false;
        }
        finalizer(real);
        SceneSnapshot before = SceneSnapshot.of(view);
        ask(object);
        Laws laws = new Laws(view, new InMemoryAws(view.jobs, view.clock));
        int mark = view.jobs.sent.mark();
        view.pass();
        laws.check();
        for (SentCalls.Call call : view.jobs.sent.callsSince(mark)) {
            assertThat(call.operation() != Operation.CREATE || (sameSpec(real) && !object.gone))
                    .as("a create for an object that is another by now")
                    .isTrue();
            if (object.gone || !real.us.uid().equals(view.us.uid())) {
                assertThat(call.seen().flatMap(Job::tags).flatMap(Owner::in).map(Owner::uid))
                        .as("whose job one writes to that sees an object which is gone: %s", call.text())
                        .contains(view.us.uid());
            }
        }
        if (takes) {
            SceneSnapshot.of(view).restore(real);
        } else {
            before.restore(view);
        }
        return true;
    }

    private void finalizer(Scene real) {
        if (Pass.needsFinalizer(view.desired(), Grant.OPERATOR)) {
            view.held = true;
            view.memory = view.memory.heldByThisProcess();
            real.held = true;
        }
    }

    /** The API server tells every process the same. */
    private void ask(Party object) {
        view.owners.live(object.scene.us.uid(), object.scene.generation, object.scene.deleting());
        if (object.gone) {
            view.owners.gone();
        }
        view.owners.others.clear();
        view.owners.others.addAll(object.scene.owners.others);
    }

    private boolean sees(Scene real) {
        return sameSpec(real) && SceneSnapshot.of(view).equals(SceneSnapshot.of(real));
    }

    private boolean sameSpec(Scene real) {
        return view.us.equals(real.us) && view.generation == real.generation && view.deleting() == real.deleting();
    }
}
