package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses the one action of a pass. Guards, first match wins:
 *
 * <pre>
 *  before any look
 *   1  deletion, our finalizer is not there          nothing to do
 *   2  deletion, the spec does not name a job        blocked; released if no job was ever seen
 *   3  deletion, finalizers of others                wait for them
 *   4  the spec breaks a rule                        say so
 *   5  first pass of this process, all was well      wait for the usual time, so that a restart makes no herd
 *  after the look
 *   6  no room in the budget                         come back
 *   7  the look failed                               say so, by kind
 *   8  deletion, absent                              release once the absence is confirmed
 *   9  deletion, another's job or nobody's           release; wait or block where it was ours before
 *  10  deletion, ours                                delete, or wait while AWS deletes
 *  11  another's job                                 never touch it
 *  12  nobody's job                                  wait where it may be ours, then as 11
 *  13  absent                                        confirm, record that and the tag keys, create
 *  14  ours, by the state of the job                 wait, mend tags, or say what only a person can change
 * </pre>
 */
final class Decider {

    /** How long AWS may report an error while it deletes, before a person should look at it. */
    private static final Duration DELETION_PATIENCE = Duration.ofHours(1);

    /** How long visible work may wait for the budget before the user is told. */
    private static final Duration BUDGET_PATIENCE = Duration.ofSeconds(30);

    private Decider() {}

    /** Guards 1 to 5: what can be decided without a call. */
    static Optional<Decision> beforeLooking(Desired desired, Remembered remembered) {
        if (desired.deleting()) {
            if (!desired.held()) {
                return Optional.of(Decision.idle(Situation.UNCHANGED, ""));
            }
            if (desired.identityFault().isPresent()) {
                boolean jobPossible =
                        remembered.status().arn() != null || remembered.memory().createSent() != null;
                return Optional.of(
                        jobPossible
                                ? Decision.idle(
                                        Situation.DELETION_BLOCKED_BY_SPEC,
                                        desired.identityFault().get())
                                : release(""));
            }
            if (!desired.otherFinalizers().isEmpty()) {
                return Optional.of(Decision.idle(
                        Situation.DELETION_WAITS_FOR_OTHERS, String.join(", ", desired.otherFinalizers())));
            }
            return Optional.empty();
        }
        if (desired.fault().isPresent()) {
            return Optional.of(
                    Decision.idle(Situation.SPEC_REFUSED, desired.fault().get()));
        }
        boolean firstPass = remembered.memory().equals(Memory.NONE);
        return firstPass && remembered.steady(desired) && !remembered.requested(desired)
                ? Optional.of(Decision.idle(Situation.UNCHANGED, ""))
                : Optional.empty();
    }

    /** Guards 6 to 14. */
    static Decision decide(
            Desired desired, Remembered remembered, Observation seen, Ownership ownership, Timing timing, Instant now) {
        if (seen instanceof Observation.NotNow) {
            return waiting(desired, remembered, now);
        }
        if (seen instanceof Observation.Unreadable unreadable) {
            return unreadable(unreadable.failure(), desired, remembered, timing, now);
        }
        if (seen instanceof Observation.Present present) {
            return desired.deleting()
                    ? deletionOf(present.job(), ownership, remembered, timing, now)
                    : living(desired, remembered, present.job(), ownership, now);
        }
        return desired.deleting()
                ? deletionOfNothing(remembered, timing, now)
                : absent(desired, remembered, timing, now);
    }

    /** What a pass comes to that has a call waiting for the budget. */
    static Decision waiting(Desired desired, Remembered remembered, Instant now) {
        if (desired.deleting()) {
            boolean told = remembered
                    .status()
                    .condition(Condition.READY)
                    .filter(ready -> Reason.DELETING.text().equals(ready.reason()))
                    .isPresent();
            return Decision.idle(told ? Situation.UNCHANGED : Situation.DELETION, "");
        }
        boolean visible = !remembered.steady(desired) || remembered.requested(desired);
        boolean tooLong = Absence.elapsed(remembered.memory().waitingSince(), BUDGET_PATIENCE, now);
        if (visible && tooLong) {
            return Decision.idle(
                    Situation.THROTTLED, "Waiting for the operator's own budget of calls to this account and region.");
        }
        return Decision.idle(Situation.UNCHANGED, "");
    }

    private static Decision unreadable(
            Failure failure, Desired desired, Remembered remembered, Timing timing, Instant now) {
        boolean quiet = remembered.steady(desired)
                && Failures.passing(failure)
                && remembered.memory().failures() < 2
                && !Absence.elapsed(
                        remembered.memory().failingSince(), timing.interval().multipliedBy(2), now);
        Decision loud = Failures.of(failure, desired, remembered, timing, now);
        return quiet
                ? Decision.idle(Situation.UNCHANGED, "")
                        .because(loud.failure().orElseThrow().reason(), failure)
                : loud;
    }

    private static Decision deletionOfNothing(Remembered remembered, Timing timing, Instant now) {
        return Absence.confirmed(remembered, timing, now)
                ? release("")
                : Decision.idle(
                        Situation.DELETION, "AWS shows no job; the finalizer goes when a second look confirms that.");
    }

    private static Decision deletionOf(
            Job job, Ownership ownership, Remembered remembered, Timing timing, Instant now) {
        return switch (ownership) {
            case ANOTHERS -> release(describe(job));
            case NOBODYS -> deletionOfUnclaimed(job, remembered, timing, now);
            case OURS -> deletionOfOurs(job, now);
            case UNREAD -> {
                Decision waiting = deletionOfOurs(job, now);
                if (waiting.action() instanceof Action.None) {
                    yield waiting;
                }
                throw new IllegalStateException("no job is deleted whose tags were not read");
            }
            case SAME_NAME -> throw new IllegalStateException("which object lives must be known before deciding");
        };
    }

    private static Decision deletionOfUnclaimed(Job job, Remembered remembered, Timing timing, Instant now) {
        boolean wasOurs = remembered.knows(job);
        boolean mayBeOfAnEarlierProcess = !remembered.memory().heldHere()
                && !Absence.elapsed(remembered.leadingSince(), timing.settle().plus(Timing.PATIENCE), now);
        if (!wasOurs && !mayBeOfAnEarlierProcess && remembered.memory().createSent() == null) {
            return release(describe(job));
        }
        if (!Absence.elapsed(remembered.memory().unclaimedSince(), Timing.PATIENCE, now)) {
            return Decision.idle(Situation.DELETION, "The job shows no owner tags at the moment; looking again.");
        }
        return wasOurs ? Decision.idle(Situation.DELETION_BLOCKED_BY_OWNERSHIP, describe(job)) : release(describe(job));
    }

    private static Decision deletionOfOurs(Job job, Instant now) {
        if (job.known() != Job.State.DELETING) {
            return Decision.of(Situation.DELETION, new Action.Delete(job), "");
        }
        boolean stuck = job.errorCode() != null && Absence.elapsed(job.updated(), DELETION_PATIENCE, now);
        return stuck ? Decision.idle(Situation.DELETION_STUCK, job.error()) : Decision.idle(Situation.DELETION, "");
    }

    private static Decision living(Desired desired, Remembered remembered, Job job, Ownership ownership, Instant now) {
        return switch (ownership) {
            case ANOTHERS -> Decision.idle(Situation.OWNED_BY_ANOTHER, describe(job));
            case NOBODYS -> unclaimed(remembered, job, now);
            case OURS, UNREAD -> ours(desired, remembered, job);
            case SAME_NAME -> throw new IllegalStateException("which object lives must be known before deciding");
        };
    }

    private static Decision unclaimed(Remembered remembered, Job job, Instant now) {
        boolean mayBeOurs = remembered.knows(job) || remembered.memory().createSent() != null;
        boolean patience = !remembered.stalledBy(Reason.OWNED_BY_ANOTHER)
                && !Absence.elapsed(remembered.memory().unclaimedSince(), Timing.PATIENCE, now);
        return mayBeOurs && patience
                ? Decision.idle(Situation.VERIFYING_OWNERSHIP, describe(job))
                : Decision.idle(Situation.OWNED_BY_ANOTHER, describe(job));
    }

    private static Decision absent(Desired desired, Remembered remembered, Timing timing, Instant now) {
        Memory memory = remembered.memory();
        if (Absence.createUnsettled(memory, timing, now)) {
            return Decision.idle(Situation.ABSENT, "The create was sent; AWS does not show the job yet.");
        }
        boolean wasThere = remembered.status().arn() != null;
        if (wasThere && !Absence.elapsed(memory.absentSince(), timing.pollInitial(), now)) {
            return Decision.idle(Situation.UNCHANGED, "");
        }
        Set<String> keys = new TreeSet<>(desired.tags().keySet());
        if (wasThere || !remembered.status().tagKeys().containsAll(keys)) {
            return Decision.of(Situation.ABSENT, new Action.Remember(union(remembered, keys)), "");
        }
        return Decision.of(Situation.ABSENT, new Action.Create(), "");
    }

    private static Decision ours(Desired desired, Remembered remembered, Job job) {
        if (job.known() == Job.State.DELETING) {
            return Decision.idle(Situation.JOB_DELETING, "");
        }
        Optional<Tags> tags = job.tags()
                .map(actual -> Tags.compare(desired, remembered.status().tagKeys(), actual));
        Optional<String> drift = tags.filter(Tags::differ).map(Decider::describe);
        if (tags.isPresent() && tags.get().differ() && tags.get().total() > Tags.LIMIT) {
            String text = "The job would have " + tags.get().total() + " tags, " + Tags.LIMIT
                    + " are allowed: take some out of spec.tags, or remove others from the job.";
            return Decision.idle(Situation.INVALID, text).drifted(drift);
        }
        Action mend = tags.filter(Tags::differ)
                .map(differing -> mend(desired, remembered, job, differing))
                .orElse(new Action.None());
        return byState(desired, job, mend).drifted(drift);
    }

    private static Decision byState(Desired desired, Job job, Action mend) {
        if (job.roleArn() != null && !desired.roleArn().equals(job.roleArn())) {
            return Decision.of(
                    Situation.ROLE_DIFFERS,
                    mend,
                    "the job has role " + job.roleArn() + ", the spec wants " + desired.roleArn());
        }
        return switch (job.known()) {
            case ERROR -> Decision.of(Situation.FAILED, mend, job.error());
            case CREATING -> Decision.idle(Situation.JOB_CREATING, "");
            case INITIALIZING -> Decision.idle(Situation.JOB_INITIALIZING, "");
            case ACTIVE ->
                Decision.of(mend instanceof Action.None ? Situation.ACTIVE : Situation.UPDATING_TAGS, mend, "");
            case UNKNOWN, DELETING -> Decision.idle(Situation.UNKNOWN_STATE, job.state());
        };
    }

    private static Action mend(Desired desired, Remembered remembered, Job job, Tags tags) {
        Set<String> ofSpec = new TreeSet<>(tags.missing().keySet());
        ofSpec.retainAll(desired.tags().keySet());
        if (!remembered.status().tagKeys().containsAll(ofSpec)) {
            return new Action.Remember(union(remembered, desired.tags().keySet()));
        }
        boolean untagFirst = tags.missing().isEmpty() || tags.crowded();
        return untagFirst ? new Action.Untag(job, tags.surplus()) : new Action.Tag(job, tags.missing());
    }

    private static Set<String> union(Remembered remembered, Set<String> keys) {
        Set<String> union = new TreeSet<>(remembered.status().tagKeys());
        union.addAll(keys);
        return union;
    }

    private static Decision release(String detail) {
        return Decision.of(Situation.RELEASED, new Action.Release(), detail);
    }

    private static String describe(Tags tags) {
        Set<String> parts = new LinkedHashSet<>();
        if (!tags.missing().isEmpty()) {
            parts.add("to be set: " + String.join(", ", tags.missing().keySet()));
        }
        if (!tags.surplus().isEmpty()) {
            parts.add("to be removed: " + String.join(", ", tags.surplus()));
        }
        return "Tags differ; " + String.join("; ", parts) + ".";
    }

    private static String describe(Job job) {
        Map<String, String> tags = job.tags().orElse(Map.of());
        return Owner.in(tags).map(Owner::toString).orElse("nobody: it has no owner tags");
    }
}
