package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Absence;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Claims;
import dev.twinmaker.syncjob.core.decision.Decider;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Failures;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Memories;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.decision.Replacements;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.decision.Wall;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.Principal;
import dev.twinmaker.syncjob.core.port.Sibling;
import dev.twinmaker.syncjob.core.port.Siblings;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.Tally;
import dev.twinmaker.syncjob.core.report.Notice;
import dev.twinmaker.syncjob.core.report.Notices;
import dev.twinmaker.syncjob.core.report.Reporter;
import dev.twinmaker.syncjob.core.report.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One pass over one object: observe, decide, act, report. The finalizer must be on the object before a pass over a
 * living one.
 */
public final class Pass {

    private final SyncJobs jobs;
    private final Owners owners;
    private final Siblings siblings;
    private final Grants grants;
    private final Timing timing;
    private final InstantSource clock;

    public Pass(SyncJobs jobs, Owners owners, Siblings siblings, Grants grants, Timing timing, InstantSource clock) {
        this.jobs = jobs;
        this.owners = owners;
        this.siblings = siblings;
        this.grants = grants;
        this.timing = timing;
        this.clock = clock;
    }

    /**
     * Whether the object must carry the finalizer before a pass. A spec that names no valid job needs none, and neither
     * does an object that only observes, or for which nothing may be done.
     */
    public static boolean needsFinalizer(Desired desired, Grant grant) {
        return grant instanceof Grant.Allowed
                && !desired.deleting()
                && !desired.held()
                && desired.fault().isEmpty()
                && !desired.policy().observing();
    }

    /** Whether the object must lose the finalizer before a pass: it only observes now, and it lives. */
    public static boolean needsNoFinalizer(Desired desired) {
        return !desired.deleting() && desired.held() && desired.policy().observing();
    }

    /**
     * What may be done for that object. As long as no account stands in its status, the API server is asked itself: what a
     * watch that is behind lets it see or make would bind it to an account that no admin led it to, and what it does not let
     * it do yet must not be told at once as final. What was told stands until the watch tells otherwise.
     */
    public static Grant grant(Grants grants, Desired desired, SyncJobStatus status) {
        Grant seen = grants.of(desired);
        return status.accountId() != null || (seen instanceof Grant.Refused && refusalTold(desired, status))
                ? seen
                : grants.live(desired);
    }

    private static boolean refusalTold(Desired desired, SyncJobStatus status) {
        return Long.valueOf(desired.generation()).equals(status.observedGeneration())
                && status.condition(Condition.STALLED)
                        .map(Condition::reason)
                        .filter(reason -> reason.equals(Reason.ACCESS_NOT_GRANTED.text())
                                || reason.equals(Reason.ACCESS_AMBIGUOUS.text()))
                        .isPresent();
    }

    /** Makes one pass, as whom and where {@link #grant} allows it now. */
    public Report run(Desired desired, Remembered remembered) {
        return run(desired, remembered, grant(grants, desired, remembered.status()));
    }

    /**
     * Makes one pass. An exception is a defect: report it with {@link #defect}.
     *
     * @param grant of this object, which its finalizer was decided by, too
     */
    public Report run(Desired desired, Remembered remembered, Grant grant) {
        Optional<Decision> early = Decider.beforeLooking(desired, remembered, grant);
        if (early.isPresent() || !(grant instanceof Grant.Allowed allowed)) {
            Findings nothing = findings(desired, remembered, new Observation.Unasked(), Ownership.UNREAD);
            return report(nothing, early.orElseThrow(), new Outcome.Idle(), Execution.Deeds.NONE);
        }
        SyncJobs.Caller caller = caller(desired, remembered, allowed.principal());
        Execution execution = new Execution(jobs, owners, grants, timing, clock, desired, allowed, caller);
        Instant asked = clock.instant();
        Observation seen = jobs.look(desired.identity(), Looks.wantTags(desired, remembered), caller);
        if (Looks.unproven(seen, desired, remembered)) {
            asked = clock.instant();
            seen = jobs.look(desired.identity(), true, caller);
        }
        Instant looked = clock.instant();
        Ownership ownership = ownership(desired, seen);
        if (ownership == Ownership.SAME_NAME) {
            switch (owners.standing(desired)) {
                case CURRENT, CHANGED -> ownership = Ownership.OURS;
                case GONE, REPLACED -> {
                    return outdated(remembered, Execution.Deeds.NONE);
                }
                case UNREADABLE -> seen = new Observation.Unreadable(Execution.unreadableObject());
            }
        }
        Findings findings = counted(findings(desired, remembered, seen, ownership), caller);
        Decision decision = pinned(findings, allowed, Wall.behind(findings, Decider.decide(findings)));
        boolean stale = !(decision.action() instanceof Action.None) && stale(asked, looked);
        Outcome outcome = stale ? new Outcome.NotNow(Duration.ZERO) : execution.of(decision.action());
        if (outcome instanceof Outcome.Outdated) {
            return outdated(remembered, execution.deeds());
        }
        Findings after = findings.at(clock.instant());
        return report(after, verdict(decision, outcome, after), outcome, execution.deeds());
    }

    /**
     * An object that is kept in the account of a role has that account in its status before anything is written there:
     * what comes to pass there would be forgotten if an admin led the access elsewhere before the status was written.
     */
    private static Decision pinned(Findings f, Grant.Allowed allowed, Decision decision) {
        SyncJobStatus status = f.remembered().status();
        boolean early = status.accountId() == null
                && allowed.principal().account().isPresent()
                && decision.action() instanceof Action.Write;
        return early ? decision.doing(new Action.Intent.Remember(new TreeSet<>(status.tagKeys()))) : decision;
    }

    /** What the user reads when a pass ended with an exception. */
    public Report defect(Desired desired, Remembered remembered, String what) {
        Remembered counted =
                new Remembered(remembered.status(), remembered.memory().failedOnceMore(), remembered.leadingSince());
        Observation nothing = new Observation.Unreadable(Failure.refused(Failure.Kind.UNKNOWN, what));
        return report(
                findings(desired, counted, nothing, Ownership.UNREAD),
                Decision.idle(Situation.OPERATOR_ERROR, what),
                new Outcome.Idle(),
                Execution.Deeds.NONE);
    }

    private Findings findings(Desired desired, Remembered remembered, Observation seen, Ownership ownership) {
        boolean looked = seen instanceof Observation.Present || seen instanceof Observation.Absent;
        Optional<Sibling> winner =
                looked ? Claims.winner(desired, seen, ownership, siblings.rivals(desired)) : Optional.empty();
        return new Findings(desired, remembered, seen, ownership, winner, timing, clock.instant());
    }

    /**
     * What a replacement would destroy is counted once for a generation, a job and a state of it, before it is decided on.
     * A failure that will pass is that of the look, so that nothing is destroyed for want of an answer.
     */
    private Findings counted(Findings f, SyncJobs.Caller caller) {
        Optional<Job> job = f.job()
                .filter(seen -> f.ownership() == Ownership.OURS && f.winner().isEmpty())
                .filter(seen -> !f.desired().deleting() && !f.policy().readOnly())
                .filter(seen -> Replacements.considered(f.desired(), seen));
        if (job.isEmpty()) {
            return f;
        }
        String key = f.desired().generation() + "/" + Texts.precise(job.get().created()) + "/"
                + job.get().state();
        if (key.equals(f.memory().tallyOf())) {
            return f;
        }
        Tally tally = jobs.tally(f.desired().identity(), caller);
        return tally instanceof Tally.Unreadable unreadable && Failures.passing(unreadable.failure())
                ? f.seeing(new Observation.Unreadable(unreadable.failure()))
                : f.remembering(f.memory().counted(tally, key));
    }

    private static SyncJobs.Caller caller(Desired desired, Remembered remembered, Principal principal) {
        return new SyncJobs.Caller(
                desired.owner().uid(),
                remembered.periodic(desired) ? SyncJobs.Lane.PERIODIC : SyncJobs.Lane.URGENT,
                Optional.ofNullable(remembered.status().accountId()).or(principal::account),
                principal);
    }

    /** An object that may adopt, or would, asks whether the owner lives; all others need not know. */
    private Ownership ownership(Desired desired, Observation seen) {
        if (!(seen instanceof Observation.Present present)) {
            return Ownership.UNREAD;
        }
        Ownership ownership = Ownership.of(desired, present.job().tags());
        boolean asks = ownership == Ownership.NEIGHBOURS && desired.policy().adopts() && !desired.deleting();
        return asks && owners.gone(Owner.in(present.job().tags().orElseThrow()).orElseThrow())
                ? Ownership.ORPHANED
                : ownership;
    }

    /** A process that was held up within its look, or between that and its write, has no proof of ownership any more. */
    private boolean stale(Instant asked, Instant looked) {
        Instant now = clock.instant();
        return Absence.elapsed(looked, timing.callTimeout(), now) || Absence.elapsed(asked, timing.longestLook(), now);
    }

    private Decision verdict(Decision decision, Outcome outcome, Findings f) {
        if (outcome instanceof Outcome.NotNow) {
            Decision waiting = Decider.waiting(f);
            return waiting.situation() == Situation.THROTTLED ? waiting : decision;
        }
        boolean create = decision.action() instanceof Action.Write.Create;
        if (!(outcome instanceof Outcome.Rejected rejected)) {
            return create
                    ? decision.in(Situation.ABSENT, "AWS is creating the job.").drifted(List.of())
                    : decision;
        }
        Decision failed = create ? ofCreate(rejected.failure(), f) : Failures.of(rejected.failure(), f);
        return failed.doing(decision.action()).drifted(decision.drift());
    }

    private Decision ofCreate(Failure failure, Findings f) {
        Decision failed = Failures.ofCreate(failure, f);
        if (failed.situation() != Situation.SOURCE_IN_USE) {
            return failed;
        }
        return siblings.holder(f.desired())
                .map(holder -> failed.in(
                        failed.situation(),
                        "SyncJob " + holder.name() + " holds it for workspace "
                                + holder.identity().workspaceId() + "."))
                .orElse(failed);
    }

    private Report report(Findings f, Decision decision, Outcome outcome, Execution.Deeds deeds) {
        Memory memory = Memories.after(f, decision, outcome);
        SyncJobStatus status = Reporter.status(f, decision, outcome);
        Duration next = Requeue.after(f, decision, outcome, memory);
        Optional<Action.Release> release =
                decision.action() instanceof Action.Release asked && outcome instanceof Outcome.Idle
                        ? Optional.of(asked)
                        : Optional.empty();
        List<Notice> notices = release.map(asked -> Notices.ofRelease(f, asked, decision))
                .orElseGet(() -> Notices.of(f, status, decision, outcome));
        return new Report(
                status, release.isPresent(), false, notices, deeds.changes(), deeds.abandoned(), next, memory);
    }

    private Report outdated(Remembered remembered, Execution.Deeds deeds) {
        return new Report(
                remembered.status(),
                false,
                true,
                List.of(),
                deeds.changes(),
                deeds.abandoned(),
                timing.backoffInitial(),
                remembered.memory());
    }
}
