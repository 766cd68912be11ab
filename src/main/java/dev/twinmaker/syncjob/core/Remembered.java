package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.time.Instant;
import java.util.Optional;

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

    /** Whether the last look of this process found our job in the hands of AWS, with nothing to do but wait. */
    boolean inTransition(Desired desired) {
        String before = memory.pollState();
        boolean waited = desired.deleting()
                ? Situation.DELETION.name().equals(before)
                : holds(Condition.SYNCED)
                        && (Situation.JOB_CREATING.name().equals(before)
                                || Situation.JOB_INITIALIZING.name().equals(before));
        return waited
                && status.arn() != null
                && Long.valueOf(desired.generation()).equals(status.observedGeneration());
    }

    /** Whether a look was asked for that has not been made. */
    public boolean requested(Desired desired) {
        return desired.requestToken().isPresent()
                && !desired.requestToken().equals(Optional.ofNullable(status.lastHandledReconcileAt()));
    }

    /** Whether this is the very job, the same incarnation, that the status speaks of. */
    public boolean knows(Job job) {
        return job.arn().equals(status.arn()) && Texts.precise(job.created()).equals(status.creationDateTime());
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
