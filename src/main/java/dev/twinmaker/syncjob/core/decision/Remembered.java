package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What flows back from earlier passes.
 *
 * @param status what was last written to the object; it may have been edited or restored by others, so it is a hint
 *     and never a proof
 * @param memory what this process knows besides
 * @param leadingSince since when this process alone acts on objects
 */
public record Remembered(SyncJobStatus status, Memory memory, Instant leadingSince) {

    /** Whether the last pass found everything as specified, for this generation. */
    public boolean steady(Desired desired) {
        return !desired.deleting()
                && Long.valueOf(desired.generation()).equals(status.observedGeneration())
                && holds(Condition.READY)
                && holds(Condition.SYNCED)
                && status.condition(Condition.RECONCILING).isEmpty()
                && status.condition(Condition.STALLED).isEmpty();
    }

    /** Whether a look at this object is one of many, and nobody waits for it. */
    public boolean periodic(Desired desired) {
        return !desired.deleting()
                && !requested(desired)
                && Long.valueOf(desired.generation()).equals(status.observedGeneration())
                && status.condition(Condition.RECONCILING).isEmpty();
    }

    /** Whether the last look of this process found our job in the hands of AWS, with nothing to do but wait. */
    public boolean inTransition(Desired desired) {
        String before = memory.pollState();
        boolean waited = desired.deleting()
                ? Situation.DELETION.name().equals(before)
                : (holds(Condition.SYNCED)
                                && (Situation.JOB_CREATING.name().equals(before)
                                        || Situation.JOB_INITIALIZING.name().equals(before)))
                        || (Situation.REPLACING.name().equals(before)
                                && Job.State.DELETING.name().equals(status.state()));
        return waited
                && status.arn() != null
                && Long.valueOf(desired.generation()).equals(status.observedGeneration());
    }

    /** Whether a look was asked for that has not been made. */
    public boolean requested(Desired desired) {
        return desired.requests().look().isPresent()
                && !desired.requests().look().equals(Optional.ofNullable(status.lastHandledReconcileAt()));
    }

    /** Whether this is the very job, the same incarnation, that the status speaks of as the object's own. */
    public boolean knows(Job job) {
        return !memory.observed() && tellsOfState() && names(job);
    }

    /** Whether this is the very job that the status names as one to be adopted: what state it is in is not told then. */
    public boolean claims(Job job) {
        return !tellsOfState() && names(job);
    }

    /** Whether the status tells of a job that was looked at as one of the object's own, not of a mere claim. */
    public boolean tellsOfState() {
        return status.arn() != null && status.state() != null;
    }

    /** Whether this very job goes because it is being replaced. */
    boolean replacing(Desired desired, Job job) {
        return replaces(desired, job) || (replacementBegan(desired) && names(job));
    }

    private boolean names(Job job) {
        return job.arn().equals(status.arn()) && Texts.precise(job.created()).equals(status.creationDateTime());
    }

    /** Whether the replacement that was recorded for this generation is that of this very job. */
    public boolean replaces(Desired desired, Job job) {
        return recorded(desired, Texts.precise(job.created()));
    }

    /**
     * Whether the job that the status speaks of went, or goes, because it was being replaced. A record of another
     * generation alone does not say so, since an edit may have come before the delete; that AWS was seen to delete the job,
     * or that it is known to be gone, does.
     */
    public boolean replacementBegan(Desired desired) {
        Replacement record = status.replacement();
        return record != null
                && record.jobCreated() != null
                && record.jobCreated().equals(status.creationDateTime())
                && (record.generation() == desired.generation()
                        || status.arn() == null
                        || Job.State.DELETING.name().equals(status.state()));
    }

    private boolean recorded(Desired desired, @Nullable String created) {
        Replacement record = status.replacement();
        return record != null
                && record.generation() == desired.generation()
                && record.jobCreated() != null
                && record.jobCreated().equals(created);
    }

    /** Whether it is certain, without a look, that nothing in AWS was ever made or taken over for this object. */
    boolean madeNothing() {
        return memory.heldHere()
                && memory.createSent() == null
                && memory.adoptSent() == null
                && !memory.jobSeen()
                && status.arn() == null
                && status.accountId() == null;
    }

    /** The recorded tag keys and these. */
    Set<String> keysWith(Set<String> keys) {
        Set<String> union = new TreeSet<>(status.tagKeys());
        union.addAll(keys);
        return union;
    }

    /** Since when the status says that it waits for an approval, which outlives this process. */
    @Nullable Instant shownAwaiting(Desired desired) {
        return status.condition(Condition.RECONCILING)
                .filter(waiting -> Reason.AWAITING_APPROVAL.text().equals(waiting.reason()))
                .filter(waiting -> Long.valueOf(desired.generation()).equals(waiting.observedGeneration()))
                .flatMap(waiting -> Texts.instant(waiting.lastTransitionTime()))
                .orElse(null);
    }

    /** Whether an approval of this generation has been waited for longer than counts as work under way. */
    boolean awaitedFor(Findings f) {
        Instant since = memory.awaitingSince() == null ? shownAwaiting(f.desired()) : memory.awaitingSince();
        boolean told = stalledBy(Reason.AWAITING_APPROVAL)
                && Long.valueOf(f.desired().generation()).equals(status.observedGeneration());
        return told || Absence.elapsed(since, f.timing().approvalWindow(), f.now());
    }

    /** Whether the object already told that it is stalled for this reason, which outlives this process. */
    boolean stalledBy(Reason reason) {
        return status.condition(Condition.STALLED)
                .filter(stalled -> reason.text().equals(stalled.reason()))
                .isPresent();
    }

    private boolean holds(String type) {
        return status.condition(type).filter(Condition::holds).isPresent();
    }
}
