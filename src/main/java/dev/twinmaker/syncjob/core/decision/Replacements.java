package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job may be deleted and created again, because it has the wrong role or AWS reports it as ERROR, and AWS can
 * change neither. Every pass decides anew; the only thing that is carried from one to the next is the record in the
 * status, which names the generation and the very job that is to go. Pure.
 */
public final class Replacements {

    /** Replacements of one generation that nobody is asked for. */
    static final int MOST = 3;

    /** How old the job must be before the second and the third of them. */
    private static final List<Duration> PAUSES = List.of(Duration.ZERO, Duration.ofMinutes(5), Duration.ofMinutes(20));

    private Replacements() {}

    /** Empty where the job needs no replacement. */
    public static Optional<Decision> decide(Findings f, Job job) {
        if (!needed(f.desired(), job)) {
            return Optional.empty();
        }
        if (f.policy().guarded()) {
            return Optional.of(Decision.idle(
                    Situation.REPLACEMENT_PROTECTED,
                    cause(f, job) + " Only a replacement can change that, and spec.deletionProtection forbids it."));
        }
        if (f.policy().replacement() == ReplacementPolicy.NEVER) {
            return Optional.of(never(f, job, advice(f, job)));
        }
        if (f.remembered().replaces(f.desired(), job) && agreed(f, job)) {
            boolean proven = f.ownership() == Ownership.OURS;
            Action next = proven ? new Action.Write.Delete(job) : new Action.None();
            return Optional.of(Decision.of(Situation.REPLACING, next, announcement(f, job)));
        }
        return Optional.of(
                f.policy().replacement() == ReplacementPolicy.AUTOMATIC ? automatic(f, job) : onApproval(f, job));
    }

    /** A yes must still stand when the delete is sent: the job may have become ACTIVE since it was recorded. */
    private static boolean agreed(Findings f, Job job) {
        return f.policy().replacement() == ReplacementPolicy.AUTOMATIC || nothingToLose(f, job) || approved(f);
    }

    /** Whether nothing but a replacement brings the job to what the spec asks for. */
    public static boolean needed(Desired desired, Job job) {
        return job.known() != Job.State.DELETING
                && (Drifts.roleDiffers(desired, job) || job.known() == Job.State.ERROR);
    }

    /** Whether a replacement may come to pass, so that it should be known what it destroys. */
    public static boolean considered(Desired desired, Job job) {
        return needed(desired, job)
                && !desired.policy().guarded()
                && desired.policy().replacement() != ReplacementPolicy.NEVER;
    }

    private static Decision automatic(Findings f, Job job) {
        int used = used(f);
        return used < MOST
                ? next(f, job, used)
                : never(
                        f,
                        job,
                        " It was replaced " + MOST + " times for this generation of the spec already; change the"
                                + " spec to allow it again.");
    }

    private static Decision onApproval(Findings f, Job job) {
        int used = used(f);
        if (nothingToLose(f, job) && used < MOST) {
            return next(f, job, used);
        }
        String generation = Long.toString(f.desired().generation());
        Optional<String> given = f.desired().requests().approval();
        boolean usedUp = recorded(f).isPresent() && !f.remembered().replaces(f.desired(), job);
        boolean spent = usedUp || Long.valueOf(f.desired().generation()).equals(voidApproval(f));
        if (!spent && approved(f)) {
            return record(f, job, used);
        }
        String how = spent
                ? " The approval of this generation is used up or void: change the spec, then approve its new"
                        + " generation."
                : " To approve it, annotate this SyncJob with twinmaker.dev/approve-replacement=" + generation + "."
                        + (given.isPresent() ? " The approval that is there names another generation." : "");
        boolean forLong = f.remembered().awaitedFor(f);
        return Decision.idle(
                        forLong ? Situation.AWAITING_APPROVAL_FOR_LONG : Situation.AWAITING_APPROVAL,
                        announcement(f, job) + how)
                .planning(Plan.ofReplacement(f.desired()));
    }

    private static boolean approved(Findings f) {
        String generation = Long.toString(f.desired().generation());
        return f.desired().requests().approval().equals(Optional.of(generation));
    }

    private static Decision next(Findings f, Job job, int used) {
        boolean due = Absence.elapsed(job.created(), PAUSES.get(used), f.now());
        return due
                ? record(f, job, used)
                : Decision.idle(
                        Situation.REPLACING,
                        announcement(f, job) + " It was replaced for this generation before; waiting before the next"
                                + " time.");
    }

    private static Decision record(Findings f, Job job, int used) {
        Replacement record =
                new Replacement(f.desired().generation(), Texts.precise(job.created()), used + 1, voidApproval(f));
        return Decision.of(Situation.REPLACING, new Action.Intent.Replace(record), announcement(f, job));
    }

    private static Decision never(Findings f, Job job, String advice) {
        Situation situation = Drifts.roleDiffers(f.desired(), job) ? Situation.ROLE_DIFFERS : Situation.FAILED;
        return Decision.idle(situation, cause(f, job) + advice);
    }

    /**
     * A job that never was ACTIVE has synced nothing that its successor does not sync as well. That a failed one never
     * was shows in a Ready that has been False since before it was made, and in nothing that it has synced.
     */
    private static boolean nothingToLose(Findings f, Job job) {
        return switch (job.known()) {
            case CREATING, INITIALIZING -> true;
            case ERROR -> new Tally.Known(0, 0, false).equals(f.memory().tally()) && neverReady(f, job);
            case ACTIVE, DELETING, UNKNOWN -> false;
        };
    }

    private static boolean neverReady(Findings f, Job job) {
        return f.remembered()
                .status()
                .condition(Condition.READY)
                .filter(ready -> !ready.holds())
                .flatMap(ready -> Texts.instant(ready.lastTransitionTime()))
                .filter(since -> !since.isAfter(job.created()))
                .isPresent();
    }

    private static Optional<Replacement> recorded(Findings f) {
        return Optional.ofNullable(f.remembered().status().replacement())
                .filter(record -> record.generation() == f.desired().generation());
    }

    /** The generation whose approval is older than the first look, as long as it can be reached. */
    private static @Nullable Long voidApproval(Findings f) {
        Replacement before = f.remembered().status().replacement();
        if (before == null) {
            return null;
        }
        Long marked = before.jobCreated() == null ? Long.valueOf(before.generation()) : before.voidApproval();
        return marked == null || marked < f.desired().generation() ? null : marked;
    }

    private static int used(Findings f) {
        return recorded(f).map(Replacement::count).orElse(0);
    }

    private static String cause(Findings f, Job job) {
        return Drifts.roleDiffers(f.desired(), job)
                ? "AWS cannot change the role of a sync job: the job has role " + job.roleArn() + ", the spec wants "
                        + f.desired().roleArn() + "."
                : "AWS reports the job as ERROR: " + Texts.sentence(job.error());
    }

    private static String advice(Findings f, Job job) {
        return Drifts.roleDiffers(f.desired(), job)
                ? " Put the old role back, or set spec.replacementPolicy, which deletes every synced entity and imports"
                        + " it anew."
                : " AWS does not repair a job: mend the cause, then set spec.replacementPolicy to have it replaced.";
    }

    private static String announcement(Findings f, Job job) {
        return cause(f, job) + " " + loss(f.memory().tally());
    }

    private static String loss(@Nullable Tally tally) {
        if (tally instanceof Tally.Known known) {
            return "A replacement deletes "
                    + (known.more()
                            ? "more than " + (known.entities() + known.componentTypes())
                                    + " entities and component types"
                            : known.entities() + " entities and " + known.componentTypes() + " component types")
                    + " that the job has synced and imports them anew.";
        }
        String why = tally instanceof Tally.Unreadable unreadable
                ? ": " + unreadable.failure().text()
                : ".";
        return "A replacement deletes all that the job has synced and imports it anew; how much that is could not be"
                + " counted" + why;
    }
}
