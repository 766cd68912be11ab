package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Composes the whole status of a pass, every time and in one place. Pure. */
final class Reporter {

    private static final Set<String> PASSING =
            Set.of(Reason.THROTTLED.text(), Reason.SERVICE_UNAVAILABLE.text(), Reason.CREDENTIALS_UNAVAILABLE.text());

    private Reporter() {}

    static SyncJobStatus status(
            Desired desired,
            Remembered remembered,
            Observation seen,
            Ownership ownership,
            Decision decision,
            Outcome outcome,
            Instant now) {
        SyncJobStatus before = remembered.status();
        Optional<Row> row = Rows.of(decision, desired, seen);
        if (row.isEmpty()) {
            return looked(seen) ? handled(before, desired) : before;
        }
        JobFacts facts = JobFacts.of(desired, remembered, seen, ownership, decision, outcome);
        return new SyncJobStatus(
                generation(desired, before),
                facts.arn(),
                facts.state(),
                facts.roleArn(),
                desired.identityFault().isPresent()
                        ? before.region()
                        : desired.identity().region(),
                facts.accountId(),
                facts.created(),
                tagKeys(desired, before, seen, ownership, decision),
                looked(seen) || decision.situation() == Situation.SPEC_REFUSED
                        ? token(desired, before)
                        : before.lastHandledReconcileAt(),
                conditions(row.get(), desired, before, now));
    }

    private static long generation(Desired desired, SyncJobStatus before) {
        Long observed = before.observedGeneration();
        return observed == null ? desired.generation() : Math.max(observed, desired.generation());
    }

    private static boolean looked(Observation seen) {
        return seen instanceof Observation.Present || seen instanceof Observation.Absent;
    }

    private static @Nullable String token(Desired desired, SyncJobStatus before) {
        return desired.requestToken().orElse(before.lastHandledReconcileAt());
    }

    private static SyncJobStatus handled(SyncJobStatus before, Desired desired) {
        return new SyncJobStatus(
                before.observedGeneration(),
                before.arn(),
                before.state(),
                before.roleArn(),
                before.region(),
                before.accountId(),
                before.creationDateTime(),
                before.tagKeys(),
                token(desired, before),
                before.conditions());
    }

    private static List<String> tagKeys(
            Desired desired, SyncJobStatus before, Observation seen, Ownership ownership, Decision decision) {
        if (decision.action() instanceof Action.Remember intent) {
            return List.copyOf(intent.tagKeys());
        }
        boolean compared = seen instanceof Observation.Present present
                && present.job().tags().isPresent()
                && ownership == Ownership.OURS
                && !desired.deleting();
        boolean inSync = compared && decision.drift().isEmpty() && decision.situation() != Situation.JOB_DELETING;
        return inSync ? List.copyOf(new TreeSet<>(desired.tags().keySet())) : before.tagKeys();
    }

    private static List<Condition> conditions(Row row, Desired desired, SyncJobStatus before, Instant now) {
        List<Condition> conditions = new ArrayList<>();
        cell(Condition.READY, row.ready(), desired, before, now).ifPresent(conditions::add);
        cell(Condition.SYNCED, row.synced(), desired, before, now).ifPresent(conditions::add);
        row.third()
                .ifPresent(third -> conditions.add(condition(
                        third.stalled() ? Condition.STALLED : Condition.RECONCILING,
                        "True",
                        third.reason().text(),
                        third.message(),
                        desired,
                        before,
                        now)));
        return conditions;
    }

    private static Optional<Condition> cell(
            String type, Row.Cell cell, Desired desired, SyncJobStatus before, Instant now) {
        if (cell instanceof Row.Cell.Says says) {
            return Optional.of(
                    condition(type, says.status(), says.reason().text(), says.message(), desired, before, now));
        }
        Optional<Condition> previous = before.condition(type);
        if (cell instanceof Row.Cell.LastKnown known && (before.arn() == null || previous.isEmpty())) {
            return Optional.of(condition(type, "False", known.reason().text(), known.message(), desired, before, now));
        }
        return previous;
    }

    private static Condition condition(
            String type,
            String status,
            String reason,
            String message,
            Desired desired,
            SyncJobStatus before,
            Instant now) {
        Optional<Condition> previous =
                before.condition(type).filter(old -> old.status().equals(status));
        String since = previous.map(Condition::lastTransitionTime).orElseGet(() -> Texts.seconds(now));
        String words = previous.filter(old -> sameEpisode(old, reason, desired))
                .map(Condition::message)
                .orElse(message);
        return new Condition(type, status, reason, words, since, desired.generation());
    }

    /** Calls fail in many ways while AWS is hard to reach; what is told is the first of them, and once. */
    private static boolean sameEpisode(Condition old, String reason, Desired desired) {
        return PASSING.contains(reason)
                && old.reason().equals(reason)
                && Long.valueOf(desired.generation()).equals(old.observedGeneration());
    }
}
