package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Sibling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who may lay claim to a job: among the SyncJobs of this cluster, and towards others. Pure. */
public final class Claims {

    /**
     * The age from which a job without owner tags is not one whose tags are still on their way from its create. Nobody
     * knows how long the service's lists lag; the longest known lag of such a service is well below.
     */
    private static final Duration GROWN = Duration.ofHours(1);

    private Claims() {}

    /**
     * Who of this cluster has a better claim than this object: whom the owner tags name if it lives, else the oldest.
     */
    public static Optional<Sibling> winner(
            Desired desired, Observation seen, Ownership ownership, List<Sibling> rivals) {
        boolean claims = !desired.deleting() && !desired.policy().observing();
        if (!claims || ownership == Ownership.OURS || !proven(seen)) {
            return Optional.empty();
        }
        Optional<Owner> named = seen instanceof Observation.Present present
                ? present.job().tags().flatMap(Owner::in).filter(owner -> desired.ownCluster(owner.cluster()))
                : Optional.empty();
        Optional<Sibling> holder = rivals.stream()
                .filter(rival -> named.filter(rival.owner()::sameNameAs).isPresent())
                .findFirst();
        return holder.or(() -> rivals.stream()
                .min(Sibling.BY_AGE)
                .filter(oldest -> Sibling.BY_AGE.compare(oldest, Sibling.of(desired)) < 0));
    }

    /** Whether the look told whether there is a job, and whose. */
    private static boolean proven(Observation seen) {
        return seen instanceof Observation.Absent
                || (seen instanceof Observation.Present present
                        && present.job().tags().isPresent());
    }

    /** A job that is not this object's, whose identity no sibling claims with better right. */
    static Decision ofUnowned(Findings f, Job job) {
        boolean adoptable =
                f.policy().adopts() && (f.ownership() == Ownership.NOBODYS || f.ownership() == Ownership.ORPHANED);
        if (adoptable && job.known() == Job.State.DELETING) {
            return Decision.idle(Situation.JOB_DELETING, "").drifted(Drifts.ofLeavingJob());
        }
        if (adoptable && f.ownership() == Ownership.ORPHANED) {
            return adopt(f, job);
        }
        return f.ownership().namesNobody()
                ? unclaimed(f, job)
                : Decision.idle(Situation.OWNED_BY_ANOTHER, describe(job));
    }

    private static Decision unclaimed(Findings f, Job job) {
        boolean patient = !Absence.elapsed(f.memory().unclaimedSince(), Timing.PATIENCE, f.now());
        if (f.policy().adopts() && f.ownership() == Ownership.NOBODYS) {
            boolean sure = !patient
                    || (Absence.elapsed(job.created(), GROWN, f.now())
                            && Absence.elapsed(
                                    f.memory().unclaimedSince(), f.timing().pollInitial(), f.now()));
            return sure ? adopt(f, job) : Decision.idle(Situation.VERIFYING_OWNERSHIP, describe(job));
        }
        boolean mayBeOurs = f.remembered().knows(job)
                || f.remembered().claims(job)
                || f.memory().createSent() != null;
        return mayBeOurs && patient && !f.remembered().stalledBy(Reason.OWNED_BY_ANOTHER)
                ? Decision.idle(Situation.VERIFYING_OWNERSHIP, describe(job))
                : Decision.idle(Situation.OWNED_BY_ANOTHER, describe(job));
    }

    private static Decision adopt(Findings f, Job job) {
        Tags owner = Tags.ofOwner(f.desired(), job.tags().orElse(Map.of()));
        if (!owner.fit()) {
            return Decider.tooMany(owner);
        }
        boolean recorded = f.remembered().claims(job) || f.remembered().knows(job);
        Action action = recorded ? new Action.Write.Adopt(job, owner.missing()) : new Action.Intent.Claim(job);
        return Decision.of(Situation.ADOPTING, action, "Adopting the job; it belonged to " + describe(job) + ".");
    }

    /** Whether tags of ours may be on their way to a job that shows none: it was being adopted a short time ago. */
    public static boolean mayBecomeOurs(Findings f, Job job) {
        Instant sent = f.memory().adoptSent();
        boolean byThisProcess = sent != null && !Absence.elapsed(sent, Timing.PATIENCE, f.now());
        return byThisProcess || (f.remembered().claims(job) && mayBeOfAnEarlierProcess(f));
    }

    /** Whether a call may matter still that a process before this one has sent for the object. */
    static boolean mayBeOfAnEarlierProcess(Findings f) {
        Duration settled = f.timing().settle().plus(Timing.PATIENCE);
        return !f.memory().heldHere() && !Absence.elapsed(f.remembered().leadingSince(), settled, f.now());
    }

    /** Those of these tags that name an owner. */
    static Map<String, String> ownerTags(Map<String, String> tags) {
        Map<String, String> owner = new TreeMap<>(tags);
        owner.keySet().removeIf(key -> !Owner.marks(key));
        return owner;
    }

    public static String describe(Job job) {
        Map<String, String> tags = job.tags().orElse(Map.of());
        return Owner.in(tags).map(Owner::toString).orElse("nobody: it has no owner tags");
    }
}
