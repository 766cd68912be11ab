package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass over one object: observe, decide, act, report. The finalizer must be on the object before a pass over a
 * living one.
 */
public final class Pass {

    private final SyncJobs jobs;
    private final Owners owners;
    private final Timing timing;
    private final InstantSource clock;

    /** What a pass leaves to tell besides its outcome. */
    private static final class Trace {
        final List<Change> changes = new ArrayList<>();
        boolean abandoned;
    }

    public Pass(SyncJobs jobs, Owners owners, Timing timing, InstantSource clock) {
        this.jobs = jobs;
        this.owners = owners;
        this.timing = timing;
        this.clock = clock;
    }

    /** Whether the object must carry the finalizer before a pass. A spec that names no valid job needs none. */
    public static boolean needsFinalizer(Desired desired) {
        return !desired.deleting() && !desired.held() && desired.fault().isEmpty();
    }

    /** Makes one pass. An exception is a defect: report it with {@link #defect}. */
    public Report run(Desired desired, Remembered remembered) {
        Optional<Decision> early = Decider.beforeLooking(desired, remembered);
        if (early.isPresent()) {
            return report(
                    desired,
                    remembered,
                    new Observation.Unasked(),
                    Ownership.UNREAD,
                    early.get(),
                    new Outcome.Idle(),
                    new Trace());
        }
        SyncJobs.Caller caller = caller(desired, remembered);
        Observation seen = jobs.look(desired.identity(), wantsTags(desired, remembered), caller);
        if (unproven(seen, desired, remembered)) {
            seen = jobs.look(desired.identity(), true, caller);
        }
        Instant looked = clock.instant();
        Ownership ownership = ownership(desired, seen);
        if (ownership == Ownership.SAME_NAME) {
            switch (owners.standing(desired)) {
                case CURRENT, CHANGED -> ownership = Ownership.OURS;
                case GONE, REPLACED -> {
                    return outdated(remembered, new Trace());
                }
                case UNREADABLE -> seen = new Observation.Unreadable(unreadableObject());
            }
        }
        Decision decision = Decider.decide(desired, remembered, seen, ownership, timing, clock.instant());
        Trace trace = new Trace();
        Outcome outcome =
                stale(decision, looked) ? new Outcome.NotNow(Duration.ZERO) : act(decision, desired, caller, trace);
        if (outcome instanceof Outcome.Outdated) {
            return outdated(remembered, trace);
        }
        Decision verdict = verdict(decision, outcome, desired, remembered);
        return report(desired, remembered, seen, ownership, verdict, outcome, trace);
    }

    /** What the user reads when a pass ended with an exception. */
    public Report defect(Desired desired, Remembered remembered, String what) {
        Memory.Builder memory = remembered.memory().toBuilder();
        memory.failures++;
        Decision decision = Decision.idle(Situation.OPERATOR_ERROR, what);
        Remembered counted = new Remembered(remembered.status(), memory.build(), remembered.leadingSince());
        return report(
                desired,
                counted,
                new Observation.Unreadable(Failure.refused(Failure.Kind.UNKNOWN, what)),
                Ownership.UNREAD,
                decision,
                new Outcome.Idle(),
                new Trace());
    }

    private SyncJobs.Caller caller(Desired desired, Remembered remembered) {
        boolean periodic = remembered.steady(desired) && !remembered.requested(desired);
        return new SyncJobs.Caller(desired.owner().uid(), periodic ? SyncJobs.Lane.PERIODIC : SyncJobs.Lane.URGENT);
    }

    /**
     * A steady job's tags are read on every fourth look, and so are those of a job of ours that AWS works on. In all
     * other cases they decide what may be done.
     */
    private static boolean wantsTags(Desired desired, Remembered remembered) {
        boolean waiting = remembered.steady(desired) || remembered.inTransition(desired);
        return !waiting
                || remembered.requested(desired)
                || remembered.memory().looksSinceTags() >= Memory.LOOKS_WITHOUT_TAGS;
    }

    /** Another incarnation than the one whose owner is known, or a state in which there may be something to do. */
    private static boolean unproven(Observation seen, Desired desired, Remembered remembered) {
        if (!(seen instanceof Observation.Present present)
                || present.job().tags().isPresent()) {
            return false;
        }
        return !remembered.knows(present.job()) || !(remembered.steady(desired) || awsWorksOn(present.job(), desired));
    }

    private static boolean awsWorksOn(Job job, Desired desired) {
        return switch (job.known()) {
            case CREATING, INITIALIZING -> !desired.deleting();
            case DELETING -> desired.deleting();
            case ACTIVE, ERROR, UNKNOWN -> false;
        };
    }

    private static Ownership ownership(Desired desired, Observation seen) {
        return seen instanceof Observation.Present present
                ? Ownership.of(desired.owner(), present.job().tags())
                : Ownership.UNREAD;
    }

    /** A process that was held up between its look and its write has no proof of ownership any more. */
    private boolean stale(Decision decision, Instant looked) {
        return !(decision.action() instanceof Action.None)
                && Absence.elapsed(looked, timing.callTimeout(), clock.instant());
    }

    private Outcome act(Decision decision, Desired desired, SyncJobs.Caller caller, Trace trace) {
        Action action = decision.action();
        Identity identity = desired.identity();
        if (action instanceof Action.Create) {
            return create(desired, caller, trace);
        }
        if (action instanceof Action.Tag tag) {
            return done("TagResource", Reason.UPDATING_TAGS, jobs.tag(identity, tag.job(), tag.tags(), caller), trace);
        }
        if (action instanceof Action.Untag untag) {
            return done(
                    "UntagResource",
                    Reason.UPDATING_TAGS,
                    jobs.untag(identity, untag.job(), untag.keys(), caller),
                    trace);
        }
        if (action instanceof Action.Delete delete) {
            return done("DeleteSyncJob", Reason.DELETING, jobs.delete(identity, delete.job(), caller), trace);
        }
        return action instanceof Action.Remember ? new Outcome.Done(Optional.empty(), "") : new Outcome.Idle();
    }

    /**
     * Creates, with the API server's own word before and after. An object that went while the job was made leaves
     * nobody to delete it, so this does.
     */
    private Outcome create(Desired desired, SyncJobs.Caller caller, Trace trace) {
        switch (owners.standing(desired)) {
            case CURRENT -> {}
            case CHANGED, GONE, REPLACED -> {
                return new Outcome.Outdated();
            }
            case UNREADABLE -> {
                return new Outcome.Rejected(unreadableObject());
            }
        }
        Outcome outcome = jobs.create(desired.identity(), desired.roleArn(), Tags.wanted(desired), caller);
        record("CreateSyncJob", Reason.CREATING, outcome, trace);
        boolean mayExist = outcome instanceof Outcome.Done
                || (outcome instanceof Outcome.Rejected rejected
                        && rejected.failure().effect() != Failure.Effect.NONE);
        return mayExist ? checked(desired, outcome, trace) : outcome;
    }

    private Outcome checked(Desired desired, Outcome outcome, Trace trace) {
        switch (owners.standing(desired)) {
            case CURRENT, CHANGED -> {
                return outcome;
            }
            case UNREADABLE -> {
                trace.abandoned = true;
                return outcome;
            }
            case GONE, REPLACED -> {
                TakeBack.Attempt attempt = new TakeBack(jobs, owners, timing, clock).ofGone(desired, clock.instant());
                attempt.change().ifPresent(trace.changes::add);
                trace.abandoned = !attempt.settled();
                return new Outcome.Outdated();
            }
        }
        throw new IllegalStateException("every standing is handled");
    }

    private static Outcome done(String operation, Reason reason, Outcome outcome, Trace trace) {
        record(operation, reason, outcome, trace);
        return outcome;
    }

    private static void record(String operation, Reason reason, Outcome outcome, Trace trace) {
        if (outcome instanceof Outcome.Done done) {
            trace.changes.add(Change.of(operation, reason, done));
        }
    }

    private Decision verdict(Decision decision, Outcome outcome, Desired desired, Remembered remembered) {
        Instant now = clock.instant();
        if (outcome instanceof Outcome.NotNow) {
            Decision waiting = Decider.waiting(desired, remembered, now);
            return waiting.situation() == Situation.THROTTLED ? waiting : decision;
        }
        if (!(outcome instanceof Outcome.Rejected rejected)) {
            boolean created = outcome instanceof Outcome.Done && decision.action() instanceof Action.Create;
            return created ? decision.saying("AWS is creating the job.") : decision;
        }
        Decision failed = decision.action() instanceof Action.Create
                ? Failures.ofCreate(rejected.failure(), desired, remembered, timing, now)
                : Failures.of(rejected.failure(), desired, remembered, timing, now);
        return new Decision(failed.situation(), decision.action(), failed.detail(), decision.drift(), failed.failure());
    }

    private Report report(
            Desired desired,
            Remembered remembered,
            Observation seen,
            Ownership ownership,
            Decision decision,
            Outcome outcome,
            Trace trace) {
        Instant now = clock.instant();
        Memory memory = Memories.after(remembered, seen, ownership, decision, outcome, now);
        SyncJobStatus status = Reporter.status(desired, remembered, seen, ownership, decision, outcome, now);
        boolean release = decision.action() instanceof Action.Release;
        Duration next = Requeue.after(desired, remembered, seen, decision, outcome, memory, timing, now);
        List<Notice> notices = release
                ? Notices.ofRelease(remembered.status(), decision)
                : Notices.of(remembered.status(), status, decision, outcome);
        return new Report(status, release, false, notices, List.copyOf(trace.changes), trace.abandoned, next, memory);
    }

    private Report outdated(Remembered remembered, Trace trace) {
        return new Report(
                remembered.status(),
                false,
                true,
                List.of(),
                List.copyOf(trace.changes),
                trace.abandoned,
                timing.backoffInitial(),
                remembered.memory());
    }

    private static Failure unreadableObject() {
        return Failure.refused(
                Failure.Kind.UNAVAILABLE, "The API server could not be asked about this object before acting.");
    }
}
