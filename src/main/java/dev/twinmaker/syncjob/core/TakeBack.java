package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.decision.Absence;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Deletes a job that was made for an object which is gone since: there is nobody left to ask for it. It takes as many
 * attempts as needed, since the create can take effect late, its tags can lag, and the delete can be refused for a
 * while.
 */
public final class TakeBack {

    private final SyncJobs jobs;
    private final Owners owners;
    private final Grants grants;
    private final Timing timing;
    private final InstantSource clock;

    public TakeBack(SyncJobs jobs, Owners owners, Grants grants, Timing timing, InstantSource clock) {
        this.jobs = jobs;
        this.owners = owners;
        this.grants = grants;
        this.timing = timing;
        this.clock = clock;
    }

    /**
     * What one attempt came to.
     *
     * @param settled whether nothing is left to do: the job is being deleted, is not ours, never came to be, or the
     *     object is there after all and its own passes see to it
     */
    public record Attempt(boolean settled, Optional<Change> change) {
        static final Attempt SETTLED = new Attempt(true, Optional.empty());
        static final Attempt AGAIN = new Attempt(false, Optional.empty());
    }

    /** How long to wait for the next attempt after that many: longer and longer, up to the cap of the backoff. */
    public Duration pause(int attempts) {
        Duration doubled = timing.pollInitial().multipliedBy(1L << Math.min(attempts, 10));
        return doubled.compareTo(timing.backoffMax()) > 0 ? timing.backoffMax() : doubled;
    }

    /**
     * Makes one attempt.
     *
     * @param creator as whom the job was made, and in which account as far as that is known
     * @param sent when the create was sent
     */
    public Attempt attempt(Desired desired, SyncJobs.Caller creator, Instant sent) {
        return switch (owners.standing(desired)) {
            case CURRENT, CHANGED -> Attempt.SETTLED;
            case UNREADABLE -> Attempt.AGAIN;
            case GONE, REPLACED -> ofGone(desired, creator, sent);
        };
    }

    /** The same for an object that is known to be gone. Where the right to act for it was withdrawn, it waits for that. */
    Attempt ofGone(Desired desired, SyncJobs.Caller creator, Instant sent) {
        return granted(desired, creator)
                .map(caller -> ofGone(desired, sent, caller))
                .orElse(Attempt.AGAIN);
    }

    /** As whom to act at this moment; empty where nobody may, or only in another account than that of the creator. */
    private Optional<SyncJobs.Caller> granted(Desired desired, SyncJobs.Caller creator) {
        // What a deletion needs, and no more: the role that the job was made with may not be allowed any more.
        return grants.live(desired.leaving(clock.instant())) instanceof Grant.Allowed allowed
                        && allowed.principal()
                                .account()
                                .equals(creator.principal().account())
                ? Optional.of(new SyncJobs.Caller(
                        desired.owner().uid(), SyncJobs.Lane.URGENT, creator.account(), allowed.principal()))
                : Optional.empty();
    }

    private Attempt ofGone(Desired desired, Instant sent, SyncJobs.Caller caller) {
        Observation seen = jobs.look(desired.identity(), true, caller);
        Instant now = clock.instant();
        if (seen instanceof Observation.Present present) {
            return ofJob(desired, present.job(), sent, now, caller);
        }
        boolean neverCame = seen instanceof Observation.Absent && Absence.elapsed(sent, timing.settle(), now);
        return neverCame ? Attempt.SETTLED : Attempt.AGAIN;
    }

    private Attempt ofJob(Desired desired, Job job, Instant sent, Instant now, SyncJobs.Caller caller) {
        return switch (Ownership.of(desired, job.tags())) {
            case ANOTHERS, NEIGHBOURS, ORPHANED, SAME_NAME -> Attempt.SETTLED;
            case UNREAD -> Attempt.AGAIN;
            case NOBODYS, TORN ->
                Absence.elapsed(sent, timing.settle().plus(Timing.PATIENCE), now) ? Attempt.SETTLED : Attempt.AGAIN;
            case OURS -> job.known() == Job.State.DELETING ? Attempt.SETTLED : delete(desired, job, caller);
        };
    }

    private Attempt delete(Desired desired, Job job, SyncJobs.Caller caller) {
        if (!granted(desired, caller).equals(Optional.of(caller))) {
            return Attempt.AGAIN;
        }
        return jobs.delete(desired.identity(), job, caller) instanceof Outcome.Done done
                ? new Attempt(true, Optional.of(Change.of("DeleteSyncJob", Reason.DELETING, done)))
                : Attempt.AGAIN;
    }
}
