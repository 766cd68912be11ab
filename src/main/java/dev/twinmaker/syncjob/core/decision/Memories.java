package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pass leaves behind for the next one. */
public final class Memories {

    private final Findings findings;
    private final Decision decision;
    private final Outcome outcome;
    private final Memory.Builder next;

    private Memories(Findings findings, Decision decision, Outcome outcome) {
        this.findings = findings;
        this.decision = decision;
        this.outcome = outcome;
        this.next = findings.memory().toBuilder();
    }

    public static Memory after(Findings findings, Decision decision, Outcome outcome) {
        if (decision.situation() == Situation.ACCESS_UNSEEN) {
            // Nothing happened: the first pass of this process is still to come.
            return findings.memory();
        }
        Memories memories = new Memories(findings, decision, outcome);
        memories.waits();
        memories.releases();
        if (!(findings.seen() instanceof Observation.NotNow)) {
            memories.looked();
            memories.failures();
            memories.writes();
            memories.approvals();
            memories.polls();
        }
        return memories.next.build();
    }

    private void waits() {
        next.jobSeen = next.jobSeen || findings.remembered().status().arn() != null;
        boolean waits = findings.seen() instanceof Observation.NotNow || outcome instanceof Outcome.NotNow;
        next.waitingSince = waits ? since(next.waitingSince) : null;
    }

    private void looked() {
        if (findings.ownership() == Ownership.OURS
                || findings.remembered().status().arn() == null) {
            next.observed = false;
        }
        if (findings.ownership() == Ownership.OURS) {
            next.adoptSent = null;
        }
        if (findings.absent() && Absence.settled(next.createSent, findings.timing(), findings.now())) {
            next.absentSince = since(next.absentSince);
        }
        findings.job().ifPresent(job -> {
            next.absentSince = null;
            next.conflictSince = null;
            if (findings.ownership().namesNobody()) {
                next.unclaimedSince = since(next.unclaimedSince);
            } else if (findings.ownership() != Ownership.UNREAD) {
                next.unclaimedSince = null;
                next.createSent = null;
                next.createMayRun = false;
            }
            next.looksSinceTags = job.tags().isPresent() ? 0 : next.looksSinceTags + 1;
        });
    }

    private void failures() {
        Remembered remembered = findings.remembered();
        Optional<Failure> failure = decision.failure().map(Decision.FailureReason::failure);
        if (failure.isPresent()) {
            // After a restart the backoff goes on from its second step.
            boolean restarted = remembered.memory().equals(Memory.NONE)
                    && !remembered.status().conditions().isEmpty();
            next.failures = next.failures + (restarted ? 2 : 1);
            next.failingSince = since(next.failingSince);
        } else if (decision.situation() != Situation.OPERATOR_ERROR) {
            next.failures = 0;
            next.failingSince = null;
        }
        boolean denied = failure.filter(f -> f.kind() == Failure.Kind.DENIED).isPresent();
        Instant shown = Failures.shownDenied(remembered);
        next.deniedSince = denied ? since(next.deniedSince == null ? shown : next.deniedSince) : null;
    }

    private void writes() {
        if (decision.action() instanceof Action.Write.Create) {
            created();
        }
        if (decision.action() instanceof Action.Write.Disown && outcome instanceof Outcome.Done) {
            next.disowned = true;
        }
        if (decision.action() instanceof Action.Write.Adopt && mayHaveWritten()) {
            next.adoptSent = findings.now();
        }
        boolean vanished = findings.remembered().tellsOfState()
                && Absence.established(findings, decision)
                && !findings.remembered().replacementBegan(findings.desired());
        String job = findings.remembered().status().creationDateTime();
        if (vanished && !Objects.equals(job, next.vanishedJob)) {
            next.vanishedJob = job;
            boolean again =
                    next.vanishedAt != null && !Absence.elapsed(next.vanishedAt, Absence.VANISHING, findings.now());
            next.vanishes = again ? next.vanishes + 1 : 1;
            next.vanishedAt = findings.now();
        }
    }

    private boolean mayHaveWritten() {
        return outcome instanceof Outcome.Done
                || (outcome instanceof Outcome.Rejected rejected
                        && rejected.failure().effect() != Failure.Effect.NONE);
    }

    private void created() {
        if (outcome instanceof Outcome.Done) {
            next.createSent = findings.now();
            next.createMayRun = true;
            next.absentSince = null;
            next.conflictSince = null;
        } else if (outcome instanceof Outcome.Rejected rejected) {
            Failure failure = rejected.failure();
            if (failure.effect() != Failure.Effect.NONE) {
                next.createSent = findings.now();
                next.absentSince = null;
                next.createMayRun = failure.effect() == Failure.Effect.UNDER_WAY;
            }
            next.conflictSince = failure.kind() == Failure.Kind.CONFLICT ? since(next.conflictSince) : null;
        }
    }

    private void approvals() {
        boolean awaiting = decision.situation() == Situation.AWAITING_APPROVAL
                || decision.situation() == Situation.AWAITING_APPROVAL_FOR_LONG;
        boolean edited = !Long.valueOf(findings.desired().generation())
                .equals(findings.remembered().status().observedGeneration());
        if (!awaiting) {
            next.awaitingSince = null;
        } else if (edited) {
            next.awaitingSince = findings.now();
        } else if (next.awaitingSince == null) {
            next.awaitingSince = since(findings.remembered().shownAwaiting(findings.desired()));
        }
    }

    /** Told with every pass, also with one that could not look. */
    private void releases() {
        if (findings.desired().deleting()) {
            next.ignoredRelease = findings.desired().requests().forceRelease().orElse(null);
        }
    }

    private void polls() {
        String state = decision.situation().name();
        next.polls = state.equals(next.pollState) ? next.polls + 1 : 1;
        next.pollState = state;
    }

    private Instant since(@Nullable Instant before) {
        return before == null ? findings.now() : before;
    }
}
