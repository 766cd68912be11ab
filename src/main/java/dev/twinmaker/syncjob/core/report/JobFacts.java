package dev.twinmaker.syncjob.core.report;

import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Absence;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Claims;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the status says of the job itself. */
record JobFacts(
        @Nullable String arn,
        @Nullable String state,
        @Nullable String roleArn,
        @Nullable String accountId,
        @Nullable String created) {

    public static JobFacts of(Findings f, Decision decision, Outcome outcome) {
        SyncJobStatus before = f.remembered().status();
        if (decision.action() instanceof Action.Intent.Claim claim) {
            return claimed(claim.job(), before, f);
        }
        Optional<Job> replied = outcome instanceof Outcome.Done done ? done.job() : Optional.empty();
        if (decision.action() instanceof Action.Write.Create) {
            return replied.map(job -> of(job, before, f.desired().roleArn())).orElseGet(() -> gone(before, f));
        }
        if (Absence.established(f, decision)) {
            return nothing(before, f);
        }
        if (f.job().isEmpty()) {
            return of(before, f);
        }
        Job seen = f.job().get();
        Job job = replied.orElse(seen);
        if (f.policy().observing()) {
            return of(job, before, seen.roleArn());
        }
        return switch (f.ownership()) {
            case OURS, UNREAD -> of(job, before, seen.roleArn());
            case NOBODYS, TORN, ANOTHERS, NEIGHBOURS, ORPHANED, SAME_NAME -> ofAnother(job, f, decision);
        };
    }

    /** A job that is not ours tells nothing of ours, but that ours is gone where another incarnation stands there. */
    private static JobFacts ofAnother(Job job, Findings f, Decision decision) {
        SyncJobStatus before = f.remembered().status();
        if (f.remembered().claims(job)) {
            boolean given = decision.situation() == Situation.OWNED_BY_ANOTHER && !Claims.mayBecomeOurs(f, job);
            return given ? nothing(before, f) : of(before, f);
        }
        if (f.remembered().knows(job)) {
            return new JobFacts(
                    before.arn(), job.state(), job.roleArn(), before.accountId(), before.creationDateTime());
        }
        return before.arn() == null ? of(before, f) : nothing(before, f);
    }

    private static JobFacts of(Job job, SyncJobStatus before, @Nullable String roleArn) {
        return new JobFacts(
                job.arn(),
                job.state(),
                job.roleArn() == null ? roleArn : job.roleArn(),
                job.accountId().orElse(before.accountId()),
                Texts.precise(job.created()));
    }

    private static JobFacts of(SyncJobStatus before, Findings f) {
        return new JobFacts(
                before.arn(), before.state(), before.roleArn(), account(before, f), before.creationDateTime());
    }

    /** Which job is to be adopted. Its state and role are told once it is ours. */
    private static JobFacts claimed(Job job, SyncJobStatus before, Findings f) {
        return new JobFacts(job.arn(), null, null, account(before, f), Texts.precise(job.created()));
    }

    /** There is no job; when that was made which is being replaced stays, so that its successor is known as one. */
    private static JobFacts gone(SyncJobStatus before, Findings f) {
        return new JobFacts(null, null, null, account(before, f), before.creationDateTime());
    }

    private static JobFacts nothing(SyncJobStatus before, Findings f) {
        return new JobFacts(null, null, null, account(before, f), null);
    }

    /** Once pinned, the account stays: it is what a credential of another account is told by. */
    private static @Nullable String account(SyncJobStatus before, Findings f) {
        return before.accountId() == null ? f.account().orElse(null) : before.accountId();
    }
}
