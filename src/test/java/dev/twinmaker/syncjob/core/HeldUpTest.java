package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Owners.Standing;
import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that stands still in the middle of a pass, and one that loses sight of the object of a create. */
class HeldUpTest {

    private final SettableClock clock = new SettableClock(Scene.START);
    private final InMemorySyncJobs jobs = new InMemorySyncJobs(clock);
    private final Scene scene = new Scene(clock, Scene.US, new Slow());
    private Duration looking = Duration.ZERO;
    private Duration counting = Duration.ZERO;
    private int counted;

    /** The service, seen by a process that stands still before it has each answer. */
    private final class Slow extends ForwardingSyncJobs {

        Slow() {
            super(jobs);
        }

        @Override
        public Observation look(Identity identity, boolean withTags, Caller caller) {
            Observation seen = super.look(identity, withTags, caller);
            clock.advance(looking);
            return seen;
        }

        @Override
        public Tally tally(Identity identity, Caller caller) {
            counted++;
            clock.advance(counting);
            return super.tally(identity, caller);
        }
    }

    @Test
    void whatWasAskedForTooLongAgoProvesNothingAndNothingIsWrittenOnIt() {
        looking = Timing.DEFAULT.longestLook();
        scene.follow(5);
        assertThat(jobs.count(CREATE)).isZero();
        looking = Timing.DEFAULT.longestLook().minusMillis(1);
        Scene.passUntil(() -> jobs.count(CREATE) == 1, scene::follow);

        scene.delete();
        looking = Timing.DEFAULT.longestLook();
        scene.follow(5);
        assertThat(jobs.count(DELETE)).isZero();
        looking = Duration.ZERO;
        Scene.passUntil(() -> jobs.count(DELETE) == 1, scene::follow);
    }

    @Test
    void whatWasSeenTooLongAgoProvesNothingEither() {
        jobs.moving = true;
        scene.policy = Policies.AUTOMATIC;
        Scene.passUntil(() -> Kstatus.Current == scene.kstatus(), scene::follow);
        counting = Timing.DEFAULT.callTimeout();
        scene.roleArn = Scene.OTHER_ROLE;
        scene.edited();
        Scene.passUntil(() -> counted > 0, scene::follow);
        assertThat(jobs.count(DELETE)).isZero();

        scene.follow();
        assertThat(counted).as("what was counted is remembered").isEqualTo(1);
        assertThat(jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void aJobWhoseObjectIsOutOfSightAfterTheCreateIsReportedAsAbandonedAndNoOtherIs() {
        assertThat(created(Standing.CURRENT).abandoned()).isEmpty();
        assertThat(created(Standing.CHANGED).abandoned()).isEmpty();
        assertThat(created(Standing.UNREADABLE).abandoned()).isPresent();
        assertThat(created(Standing.UNREADABLE).status().arn()).isNotNull();
    }

    @Test
    void aJobThatCouldNotBeTakenBackAtOnceIsReportedAsAbandonedAndOneThatCouldIsNot() {
        assertThat(created(Standing.GONE).abandoned()).isEmpty();
        assertThat(created(Standing.GONE, Fault.refused(Failure.Kind.THROTTLED)).abandoned())
                .isPresent();
    }

    /** The report of the pass that sent the create, after which the API server says this of the object. */
    private static Report created(Standing afterwards, Fault... ofDelete) {
        Scene scene = new Scene();
        scene.jobs.next(DELETE, ofDelete);
        scene.owners.next(Standing.CURRENT, afterwards);
        for (int passes = 0; passes < 10; passes++) {
            Report report = scene.follow();
            if (scene.jobs.count(CREATE) == 1) {
                return report;
            }
        }
        throw new AssertionError("no create was sent");
    }
}
