package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Owner;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What becomes of an object in deletion and of its job. Pure. */
final class Deletions {

    /** How long AWS may report an error while it deletes, before a person should look at it. */
    private static final Duration DELETION_PATIENCE = Duration.ofHours(1);

    private Deletions() {}

    /** Guards 1 to 5 of {@link Decider}. */
    public static Optional<Decision> beforeLooking(Desired desired, Remembered remembered) {
        if (!desired.held()) {
            return Optional.of(Decision.idle(Situation.UNCHANGED, ""));
        }
        if (desired.requests().forceRelease().equals(Optional.of(desired.owner().uid()))) {
            return Optional.of(Decision.release(Action.Cause.FORCED, ""));
        }
        if (desired.policy().observing()) {
            return Optional.of(Decision.release(Action.Cause.OBSERVED, ""));
        }
        boolean jobPossible = remembered.status().creationDateTime() != null
                || remembered.memory().createSent() != null;
        if (desired.identityFault().isPresent()) {
            String fault = desired.identityFault().get();
            return Optional.of(
                    jobPossible
                            ? Decision.idle(Situation.DELETION_BLOCKED_BY_SPEC, fault)
                            : Decision.release(Action.Cause.GONE, ""));
        }
        if (desired.otherFinalizers().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(jobPossible ? blocked(desired).orElseGet(() -> waiting(desired)) : waiting(desired));
    }

    private static Decision waiting(Desired desired) {
        return Decision.idle(Situation.DELETION_WAITS_FOR_OTHERS, String.join(", ", desired.otherFinalizers()));
    }

    /** What the spec itself puts in the way of the deletion of a job of ours. */
    public static Optional<Decision> blocked(Desired desired) {
        if (desired.policy().guarded() && !desired.policy().retains()) {
            return Optional.of(Decision.idle(Situation.DELETION_BLOCKED_BY_PROTECTION, ""));
        }
        return desired.policy().suspended()
                ? Optional.of(Decision.idle(Situation.DELETION_BLOCKED_BY_SUSPENSION, ""))
                : Optional.empty();
    }

    public static Decision decide(Findings f) {
        return f.seen() instanceof Observation.Present present ? ofJob(f, present.job()) : ofNothing(f);
    }

    private static Decision ofNothing(Findings f) {
        return Absence.confirmed(f.desired(), f.remembered(), f.timing(), f.now())
                ? Decision.release(Action.Cause.GONE, "")
                : Decision.idle(
                        Situation.DELETION, "AWS shows no job; the finalizer goes when a second look confirms that.");
    }

    private static Decision ofJob(Findings f, Job job) {
        boolean settled = f.ownership() == Ownership.OURS || f.ownership() == Ownership.UNREAD;
        if (!settled && Claims.mayBecomeOurs(f, job)) {
            return Decision.idle(
                    Situation.DELETION, "The job was being adopted; looking again whether it carries our owner tags.");
        }
        return switch (f.ownership()) {
            case ANOTHERS, NEIGHBOURS, ORPHANED -> Decision.release(Action.Cause.FOREIGN, Claims.describe(job));
            case NOBODYS, TORN -> ofUnclaimed(f, job);
            case OURS -> ofOurs(f, job);
            case UNREAD -> {
                Decision waiting = ofOurs(f, job);
                if (waiting.action() instanceof Action.None) {
                    yield waiting;
                }
                throw new IllegalStateException("no job is deleted whose tags were not read");
            }
            case SAME_NAME -> throw new IllegalStateException("which object lives must be known before deciding");
        };
    }

    private static Decision ofUnclaimed(Findings f, Job job) {
        Remembered remembered = f.remembered();
        boolean wasOurs = remembered.knows(job);
        boolean forLong = Absence.elapsed(f.memory().unclaimedSince(), Timing.PATIENCE, f.now());
        if (f.policy().retains() && wasOurs && (forLong || f.memory().disowned())) {
            return Decision.release(Action.Cause.RETAINED, "");
        }
        boolean neverOurs =
                !wasOurs && !Claims.mayBeOfAnEarlierProcess(f) && f.memory().createSent() == null;
        if (neverOurs || (forLong && !wasOurs)) {
            return Decision.release(Action.Cause.FOREIGN, Claims.describe(job));
        }
        return forLong
                ? Decision.idle(Situation.DELETION_BLOCKED_BY_OWNERSHIP, Claims.describe(job))
                : Decision.idle(
                        Situation.DELETION, "The job does not show its owner tags at the moment; looking again.");
    }

    private static Decision ofOurs(Findings f, Job job) {
        if (job.known() == Job.State.DELETING) {
            boolean stuck = job.errorCode() != null && Absence.elapsed(job.updated(), DELETION_PATIENCE, f.now());
            return stuck ? Decision.idle(Situation.DELETION_STUCK, job.error()) : Decision.idle(Situation.DELETION, "");
        }
        if (f.policy().guarded() && !f.policy().retains()) {
            return blocked(f.desired()).orElseThrow();
        }
        Action action = f.policy().retains() ? new Action.Write.Disown(job, marks(job)) : new Action.Write.Delete(job);
        return Decision.of(
                Situation.DELETION, action, f.policy().retains() ? "Taking the owner tags off the job." : "");
    }

    private static Set<String> marks(Job job) {
        Set<String> keys = new TreeSet<>(job.tags().orElse(Map.of()).keySet());
        keys.removeIf(key -> !Owner.marks(key));
        return keys;
    }
}
