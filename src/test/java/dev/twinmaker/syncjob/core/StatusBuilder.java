package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status with some of its parts changed, without the passes that lead there. */
final class StatusBuilder {

    private final SyncJobStatus before;

    private @Nullable Long generation;
    private @Nullable String arn;
    private @Nullable String state;
    private @Nullable String accountId;
    private List<Condition> conditions;

    StatusBuilder(SyncJobStatus before) {
        this.before = before;
        this.generation = before.observedGeneration();
        this.arn = before.arn();
        this.state = before.state();
        this.accountId = before.accountId();
        this.conditions = before.conditions();
    }

    StatusBuilder at(long other) {
        generation = other;
        return this;
    }

    StatusBuilder arn(@Nullable String other) {
        arn = other;
        return this;
    }

    StatusBuilder state(@Nullable String other) {
        state = other;
        return this;
    }

    StatusBuilder account(@Nullable String other) {
        accountId = other;
        return this;
    }

    /** These conditions and no others. */
    StatusBuilder saying(Condition... others) {
        conditions = List.of(others);
        return this;
    }

    SyncJobStatus build() {
        return new SyncJobStatus(
                generation,
                arn,
                state,
                before.roleArn(),
                before.region(),
                accountId,
                before.creationDateTime(),
                before.tagKeys(),
                before.replacement(),
                before.lastHandledReconcileAt(),
                before.drift(),
                before.plan(),
                conditions);
    }

    static Condition condition(String type, boolean holds, Reason reason, Instant since, long generation) {
        return new Condition(type, holds ? "True" : "False", reason.text(), "Words.", since.toString(), generation);
    }
}
