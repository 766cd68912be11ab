package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Tags;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out the one action of a pass, and keeps what there is to tell of it besides its outcome. */
final class Execution {

    private final SyncJobs jobs;
    private final Owners owners;
    private final Grants grants;
    private final Timing timing;
    private final InstantSource clock;
    private final Desired desired;
    private final Grant.Allowed granted;
    private final SyncJobs.Caller caller;
    private final List<Change> changes = new ArrayList<>();
    private boolean abandoned;

    Execution(
            SyncJobs jobs,
            Owners owners,
            Grants grants,
            Timing timing,
            InstantSource clock,
            Desired desired,
            Grant.Allowed granted,
            SyncJobs.Caller caller) {
        this.jobs = jobs;
        this.owners = owners;
        this.grants = grants;
        this.granted = granted;
        this.timing = timing;
        this.clock = clock;
        this.desired = desired;
        this.caller = caller;
    }

    /**
     * What there is to tell of a pass besides its outcome.
     *
     * @param changes what AWS carried out
     * @param abandoned as whom a job was made that may be no object's any more
     */
    record Deeds(List<Change> changes, Optional<SyncJobs.Caller> abandoned) {
        static final Deeds NONE = new Deeds(List.of(), Optional.empty());
    }

    Deeds deeds() {
        return new Deeds(List.copyOf(changes), abandoned ? Optional.of(caller) : Optional.empty());
    }

    Outcome of(Action action) {
        if (action instanceof Action.Write write) {
            // What is written for an object must find its finalizer there, or nobody would delete it.
            if (!desired.held()) {
                return new Outcome.Outdated();
            }
            return unlessCurrent().or(this::unlessGranted).orElseGet(() -> write(write));
        }
        return action instanceof Action.Intent ? new Outcome.Done(Optional.empty(), "") : new Outcome.Idle();
    }

    /**
     * The API server's own word before each write: what the watch shows may be an object that is gone, or a spec from
     * before an edit, for as long as the watch is behind. Empty where the object is as the decision saw it.
     */
    private Optional<Outcome> unlessCurrent() {
        return switch (owners.standing(desired)) {
            case CURRENT -> Optional.empty();
            case CHANGED, GONE, REPLACED -> Optional.of(new Outcome.Outdated());
            case UNREADABLE -> Optional.of(new Outcome.Rejected(unreadableObject()));
        };
    }

    /** The same of the right to write: it may have been withdrawn, or lead to another account, since the watch told. */
    private Optional<Outcome> unlessGranted() {
        Grant now = grants.live(desired);
        if (now.equals(granted)) {
            return Optional.empty();
        }
        return Optional.of(
                now instanceof Grant.Unseen
                        ? new Outcome.Rejected(Failure.refused(
                                Failure.Kind.UNAVAILABLE,
                                "The API server could not be asked about the AwsAccess of this object before acting."))
                        : new Outcome.Outdated());
    }

    private Outcome write(Action.Write write) {
        Identity identity = desired.identity();
        if (write instanceof Action.Write.Create) {
            return create();
        }
        if (write instanceof Action.Write.Adopt adopt) {
            return done(
                    "TagResource", Reason.VERIFYING_OWNERSHIP, jobs.tag(identity, adopt.job(), adopt.tags(), caller));
        }
        if (write instanceof Action.Write.Tag tag) {
            return done("TagResource", Reason.UPDATING_TAGS, jobs.tag(identity, tag.job(), tag.tags(), caller));
        }
        if (write instanceof Action.Write.Untag untag) {
            return done("UntagResource", Reason.UPDATING_TAGS, jobs.untag(identity, untag.job(), untag.keys(), caller));
        }
        if (write instanceof Action.Write.Disown disown) {
            return done("UntagResource", Reason.DELETING, jobs.untag(identity, disown.job(), disown.keys(), caller));
        }
        Action.Write.Delete delete = (Action.Write.Delete) write;
        Reason why = desired.deleting() ? Reason.DELETING : Reason.REPLACING;
        return done("DeleteSyncJob", why, jobs.delete(identity, delete.job(), caller));
    }

    /**
     * Creates, and asks for the API server's word after it, too. An object that went while the job was made leaves nobody
     * to delete it, so this does.
     */
    private Outcome create() {
        Outcome outcome = jobs.create(desired.identity(), desired.roleArn(), Tags.wanted(desired), caller);
        record("CreateSyncJob", Reason.CREATING, outcome);
        boolean mayExist = outcome instanceof Outcome.Done
                || (outcome instanceof Outcome.Rejected rejected
                        && rejected.failure().effect() != Failure.Effect.NONE);
        return mayExist ? checked(outcome) : outcome;
    }

    private Outcome checked(Outcome outcome) {
        switch (owners.standing(desired)) {
            case CURRENT, CHANGED -> {
                return outcome;
            }
            case UNREADABLE -> {
                abandoned = true;
                return outcome;
            }
            case GONE, REPLACED -> {
                TakeBack.Attempt attempt =
                        new TakeBack(jobs, owners, grants, timing, clock).ofGone(desired, caller, clock.instant());
                attempt.change().ifPresent(changes::add);
                abandoned = !attempt.settled();
                return new Outcome.Outdated();
            }
        }
        throw new IllegalStateException("every standing is handled");
    }

    private Outcome done(String operation, Reason reason, Outcome outcome) {
        record(operation, reason, outcome);
        return outcome;
    }

    private void record(String operation, Reason reason, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            changes.add(Change.of(operation, reason, done));
        }
    }

    static Failure unreadableObject() {
        return Failure.refused(
                Failure.Kind.UNAVAILABLE, "The API server could not be asked about this object before acting.");
    }
}
