package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Drift;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses the one action of a pass, as if it were allowed to act; {@link Wall} has the last word. Guards, first match
 * wins:
 *
 * <pre>
 *  before any look
 *   1  deletion, our finalizer is not there          nothing to do
 *   2  deletion, its release is forced               release
 *   3  deletion, the object only observed            release
 *   4  deletion, the spec does not name a job        blocked; released if no job was ever seen
 *   5  deletion, finalizers of others                wait for them
 *   6  the spec breaks a rule                        say so
 *   7  no access allows it, or to another account    say so; a deletion is blocked, see {@link Permits}
 *   8  first pass of this process, all was well      wait for the usual time, so that a restart makes no herd
 *  after the look
 *   9  no room in the budget                         come back
 *  10  the look failed                               say so, by kind
 *  11  deletion                                      see {@link Deletions}
 *  12  absent                                        confirm, record that and the tag keys, create
 *  13  another SyncJob has the better claim          leave the job to it, also where it is absent
 *  14  not ours                                      adopt, wait or leave alone, see {@link Claims}
 *  15  ours, but only a replacement can help         see {@link Replacements}
 *  16  ours, by the state of the job                 wait, or mend tags
 * </pre>
 */
public final class Decider {

    /** How long visible work may wait for the budget before the user is told. */
    private static final Duration BUDGET_PATIENCE = Duration.ofSeconds(30);

    private Decider() {}

    /** Guards 1 to 8: what can be decided without a call. */
    public static Optional<Decision> beforeLooking(Desired desired, Remembered remembered, Grant grant) {
        if (desired.deleting()) {
            return Deletions.beforeLooking(desired, remembered).or(() -> Permits.missing(desired, remembered, grant));
        }
        if (desired.fault().isPresent()) {
            return Optional.of(
                    Decision.idle(Situation.SPEC_REFUSED, desired.fault().get()));
        }
        Optional<Decision> missing = Permits.missing(desired, remembered, grant);
        if (missing.isPresent()) {
            return missing;
        }
        boolean firstPass = remembered.memory().equals(Memory.NONE);
        return firstPass && remembered.steady(desired) && !remembered.requested(desired)
                ? Optional.of(Decision.idle(Situation.UNCHANGED, ""))
                : Optional.empty();
    }

    /** Guards 9 to 16. */
    public static Decision decide(Findings f) {
        if (f.seen() instanceof Observation.NotNow) {
            return waiting(f);
        }
        if (f.seen() instanceof Observation.Unreadable unreadable) {
            return unreadable(f, unreadable.failure());
        }
        if (f.desired().deleting()) {
            return Deletions.decide(f);
        }
        return f.seen() instanceof Observation.Present present ? present(f, present.job()) : absent(f);
    }

    /** What a pass comes to that has a call waiting for the budget. */
    public static Decision waiting(Findings f) {
        Remembered remembered = f.remembered();
        if (f.desired().deleting()) {
            boolean told = remembered
                    .status()
                    .condition(Condition.READY)
                    .filter(ready -> Reason.DELETING.text().equals(ready.reason()))
                    .isPresent();
            return Decision.idle(told ? Situation.UNCHANGED : Situation.DELETION, "");
        }
        boolean tooLong = Absence.elapsed(f.memory().waitingSince(), BUDGET_PATIENCE, f.now());
        if (!remembered.periodic(f.desired()) && tooLong) {
            return Decision.idle(
                    Situation.THROTTLED,
                    "Waiting for a turn: the operator limits its calls of this account and region, and those of STS.");
        }
        return Decision.idle(Situation.UNCHANGED, "");
    }

    private static Decision unreadable(Findings f, Failure failure) {
        boolean quiet = f.remembered().steady(f.desired())
                && Failures.passing(failure)
                && f.memory().failures() < 2
                && !Absence.elapsed(
                        f.memory().failingSince(), f.timing().interval().multipliedBy(2), f.now());
        Decision loud = Failures.of(failure, f);
        return quiet
                ? Decision.idle(Situation.UNCHANGED, "")
                        .because(loud.failure().orElseThrow().reason(), failure)
                : loud;
    }

    private static Decision absent(Findings f) {
        Desired desired = f.desired();
        Remembered remembered = f.remembered();
        Memory memory = f.memory();
        boolean replacing = remembered.replacementBegan(desired);
        Situation situation = replacing ? Situation.REPLACING : Situation.ABSENT;
        if (Absence.createUnsettled(memory, f.timing(), f.now())) {
            return Decision.idle(situation, "The create was sent; AWS does not show the job yet.");
        }
        boolean wasThere = remembered.status().arn() != null;
        if (wasThere && !Absence.elapsed(memory.absentSince(), f.timing().pollInitial(), f.now())) {
            return Decision.idle(Situation.UNCHANGED, "");
        }
        if (f.winner().isPresent()) {
            return Decision.idle(Situation.DUPLICATE, f.winner().get().name());
        }
        boolean vanished = !replacing && (wasThere || memory.vanishedAt() != null);
        String detail = replacing ? "The job is gone; it is created again." : "";
        Decision decision = Decision.of(situation, nextOfAbsent(f, wasThere && !replacing), detail)
                .drifted(vanished ? Drifts.ofMissingJob() : List.of());
        boolean early = decision.action() instanceof Action.Write
                && !Absence.pauseAfterVanishing(memory, f.now()).isZero();
        return early
                ? decision.doing(new Action.None())
                        .in(situation, "The job vanished more than once in a day; waiting before it is created again.")
                : decision;
    }

    private static Action nextOfAbsent(Findings f, boolean forget) {
        Set<String> keys = new TreeSet<>(f.desired().tags().keySet());
        boolean pinned = f.remembered().status().region() != null
                && (f.remembered().status().accountId() != null || f.account().isEmpty());
        boolean recorded = f.remembered().status().tagKeys().containsAll(keys);
        return forget || !pinned || !recorded
                ? new Action.Intent.Remember(f.remembered().keysWith(keys))
                : new Action.Write.Create();
    }

    private static Decision present(Findings f, Job job) {
        if (f.policy().observing()) {
            return ours(f, job);
        }
        if (f.winner().isPresent()) {
            return Decision.idle(Situation.DUPLICATE, f.winner().get().name());
        }
        return switch (f.ownership()) {
            case OURS, UNREAD -> ours(f, job);
            case NOBODYS, TORN, ORPHANED, NEIGHBOURS, ANOTHERS -> Claims.ofUnowned(f, job);
            case SAME_NAME -> throw new IllegalStateException("which object lives must be known before deciding");
        };
    }

    private static Decision ours(Findings f, Job job) {
        Desired desired = f.desired();
        if (job.known() == Job.State.DELETING) {
            return f.remembered().replacing(desired, job)
                    ? Decision.idle(
                            Situation.REPLACING, "AWS is deleting the job; it is created again when it is gone.")
                    : Decision.idle(Situation.JOB_DELETING, "").drifted(Drifts.ofLeavingJob());
        }
        Optional<Tags> tags = job.tags()
                .map(actual -> Tags.compare(desired, f.remembered().status().tagKeys(), actual));
        List<Drift> drift = Drifts.of(desired, job, tags);
        Optional<Tags> differing = tags.filter(Tags::differ);
        if (!desired.policy().observing() && differing.filter(t -> !t.fit()).isPresent()) {
            return tooMany(differing.get()).drifted(drift);
        }
        Action mend = differing.map(t -> mend(f, job, t)).orElseGet(Action.None::new);
        return Replacements.decide(f, job)
                .map(decision -> decision.action() instanceof Action.None && decision.situation() != Situation.REPLACING
                        ? decision.doing(mend)
                        : decision)
                .orElseGet(() -> byState(job, mend))
                .drifted(drift);
    }

    static Decision tooMany(Tags tags) {
        return Decision.idle(
                Situation.INVALID,
                "The job would have " + tags.total() + " tags, " + Tags.LIMIT
                        + " are allowed: take some out of spec.tags, or remove others from the job.");
    }

    private static Decision byState(Job job, Action mend) {
        return switch (job.known()) {
            case CREATING -> Decision.idle(Situation.JOB_CREATING, "");
            case INITIALIZING -> Decision.idle(Situation.JOB_INITIALIZING, "");
            case ACTIVE ->
                Decision.of(mend instanceof Action.None ? Situation.ACTIVE : Situation.UPDATING_TAGS, mend, "");
            case ERROR, UNKNOWN, DELETING -> Decision.idle(Situation.UNKNOWN_STATE, job.state());
        };
    }

    private static Action mend(Findings f, Job job, Tags tags) {
        if (tags.otherOwner()) {
            return new Action.Write.Adopt(job, Claims.ownerTags(tags.missing()));
        }
        Set<String> ofSpec = new TreeSet<>(tags.missing().keySet());
        ofSpec.retainAll(f.desired().tags().keySet());
        if (!f.remembered().status().tagKeys().containsAll(ofSpec)) {
            return new Action.Intent.Remember(
                    f.remembered().keysWith(f.desired().tags().keySet()));
        }
        boolean untagFirst = tags.missing().isEmpty() || tags.crowded();
        return untagFirst ? new Action.Write.Untag(job, tags.surplus()) : new Action.Write.Tag(job, tags.missing());
    }
}
