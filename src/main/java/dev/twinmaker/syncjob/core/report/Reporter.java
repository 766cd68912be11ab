package dev.twinmaker.syncjob.core.report;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Composes the whole status of a pass, every time and in one place. Pure. */
public final class Reporter {

    private static final Set<String> PASSING = Set.of(
            Reason.THROTTLED.text(),
            Reason.SERVICE_UNAVAILABLE.text(),
            Reason.CREDENTIALS_UNAVAILABLE.text(),
            Reason.REPLACING.text());
    /** A look that was asked for is answered by these, too. */
    private static final Set<Situation> HANDLED =
            Set.of(Situation.SPEC_REFUSED, Situation.ACCESS_NOT_GRANTED, Situation.ACCESS_AMBIGUOUS);

    private static final Set<String> COUNTED = Set.of(Reason.AWAITING_APPROVAL.text());
    private static final Pattern NUMBER = Pattern.compile("\\b\\d+ (entities|component types)");

    private Reporter() {}

    public static SyncJobStatus status(Findings f, Decision decision, Outcome outcome) {
        Desired desired = f.desired();
        SyncJobStatus before = f.remembered().status();
        Optional<Row> row = Rows.of(decision, f);
        if (row.isEmpty()) {
            return looked(f) ? handled(before, desired) : before;
        }
        JobFacts facts = JobFacts.of(f, decision, outcome);
        return new SyncJobStatus(
                generation(desired, before),
                facts.arn(),
                facts.state(),
                facts.roleArn(),
                pins(desired, decision) ? desired.identity().region() : before.region(),
                facts.accountId(),
                facts.created(),
                tagKeys(f, decision),
                replacement(desired, before, decision),
                looked(f) || HANDLED.contains(decision.situation())
                        ? token(desired, before)
                        : before.lastHandledReconcileAt(),
                decision.failure().isPresent() && decision.drift().isEmpty() ? before.drift() : decision.drift(),
                decision.plan(),
                conditions(row.get(), f));
    }

    private static long generation(Desired desired, SyncJobStatus before) {
        Long observed = before.observedGeneration();
        return observed == null ? desired.generation() : Math.max(observed, desired.generation());
    }

    /** A region that may not be used, or whose job cannot be named, is not pinned. */
    private static boolean pins(Desired desired, Decision decision) {
        return desired.identityFault().isEmpty()
                && decision.situation() != Situation.ACCESS_NOT_GRANTED
                && decision.situation() != Situation.ACCESS_AMBIGUOUS;
    }

    private static boolean looked(Findings f) {
        return f.job().isPresent() || f.absent();
    }

    private static @Nullable String token(Desired desired, SyncJobStatus before) {
        return desired.requests().look().orElse(before.lastHandledReconcileAt());
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
                before.replacement(),
                token(desired, before),
                before.drift(),
                before.plan(),
                before.conditions());
    }

    /** An approval that is older than the first look was not given for what the look showed: it is marked as used. */
    private static @Nullable Replacement replacement(Desired desired, SyncJobStatus before, Decision decision) {
        if (decision.action() instanceof Action.Intent.Replace intent) {
            return intent.record();
        }
        boolean first = before.observedGeneration() == null || before.observedGeneration() < 0;
        return first && before.replacement() == null
                ? desired.requests()
                        .approval()
                        .flatMap(Texts::number)
                        .map(generation -> new Replacement(generation, null, 0))
                        .orElse(null)
                : before.replacement();
    }

    private static List<String> tagKeys(Findings f, Decision decision) {
        SyncJobStatus before = f.remembered().status();
        if (decision.action() instanceof Action.Intent.Remember intent) {
            return List.copyOf(intent.tagKeys());
        }
        boolean compared = f.ownership() == Ownership.OURS
                && !f.desired().deleting()
                && !f.policy().readOnly();
        boolean inSync = compared && decision.drift().isEmpty() && decision.situation() != Situation.REPLACING;
        return inSync ? List.copyOf(new TreeSet<>(f.desired().tags().keySet())) : before.tagKeys();
    }

    private static List<Condition> conditions(Row row, Findings f) {
        Desired desired = f.desired();
        SyncJobStatus before = f.remembered().status();
        Instant now = f.now();
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
        before.conditions().stream().filter(condition -> !condition.ours()).forEach(conditions::add);
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
        String words = previous.filter(old -> sameEpisode(old, reason, message, desired))
                .map(Condition::message)
                .orElse(message);
        return new Condition(type, status, reason, words, since, desired.generation());
    }

    /**
     * Calls fail in many ways while AWS is hard to reach, and a replacement has many steps; what is told is the first of
     * them, and once. What is counted is counted once a generation.
     */
    private static boolean sameEpisode(Condition old, String reason, String message, Desired desired) {
        boolean same = PASSING.contains(reason)
                || (COUNTED.contains(reason) && uncounted(old.message()).equals(uncounted(message)));
        return same
                && old.reason().equals(reason)
                && Long.valueOf(desired.generation()).equals(old.observedGeneration());
    }

    private static String uncounted(String message) {
        return NUMBER.matcher(message).replaceAll("#");
    }
}
