package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the status says of the job itself. */
record JobFacts(
        @Nullable String arn,
        @Nullable String state,
        @Nullable String roleArn,
        @Nullable String accountId,
        @Nullable String created) {

    static JobFacts of(
            Desired desired,
            Remembered remembered,
            Observation seen,
            Ownership ownership,
            Decision decision,
            Outcome outcome) {
        SyncJobStatus before = remembered.status();
        Optional<Job> replied = outcome instanceof Outcome.Done done ? done.job() : Optional.empty();
        if (decision.action() instanceof Action.Create && replied.isPresent()) {
            return of(replied.get(), before, desired.roleArn());
        }
        if (decision.situation() == Situation.ABSENT && !(decision.action() instanceof Action.None)) {
            return new JobFacts(null, null, null, before.accountId(), null);
        }
        if (!(seen instanceof Observation.Present present)) {
            return of(before);
        }
        Job job = replied.orElse(present.job());
        return switch (ownership) {
            case OURS, UNREAD -> of(job, before, present.job().roleArn());
            case NOBODYS, ANOTHERS, SAME_NAME -> ofAnother(job, remembered);
        };
    }

    /** A job that is not ours tells nothing of ours, but that ours is gone where another incarnation stands there. */
    private static JobFacts ofAnother(Job job, Remembered remembered) {
        SyncJobStatus before = remembered.status();
        if (remembered.knows(job)) {
            return new JobFacts(
                    before.arn(), job.state(), job.roleArn(), before.accountId(), before.creationDateTime());
        }
        return before.arn() == null ? of(before) : new JobFacts(null, null, null, before.accountId(), null);
    }

    private static JobFacts of(Job job, SyncJobStatus before, @Nullable String roleArn) {
        return new JobFacts(
                job.arn(),
                job.state(),
                job.roleArn() == null ? roleArn : job.roleArn(),
                job.accountId().orElse(before.accountId()),
                Texts.precise(job.created()));
    }

    private static JobFacts of(SyncJobStatus before) {
        return new JobFacts(
                before.arn(), before.state(), before.roleArn(), before.accountId(), before.creationDateTime());
    }
}
