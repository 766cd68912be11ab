package dev.twinmaker.syncjob.core.report;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Claims;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which events a pass is worth: changes that happened, seen by comparing the status before and after. Pure. */
public final class Notices {

    private static final Set<String> PASSING = Set.of(
            Reason.THROTTLED.text(),
            Reason.SERVICE_UNAVAILABLE.text(),
            Reason.CREDENTIALS_UNAVAILABLE.text(),
            Reason.ACCESS_DENIED.text(),
            Reason.QUOTA_EXCEEDED.text(),
            Reason.OPERATOR_ERROR.text());

    /** Told when Synced begins to say so: who reads events learns what is about to be lost before it is. */
    private static final Set<String> ANNOUNCED =
            Set.of(Reason.THROTTLED.text(), Reason.AWAITING_APPROVAL.text(), Reason.REPLACING.text());

    private final Findings findings;
    private final SyncJobStatus before;
    private final SyncJobStatus after;
    private final List<Notice> notices = new ArrayList<>();

    private Notices(Findings findings, SyncJobStatus after) {
        this.findings = findings;
        this.before = findings.remembered().status();
        this.after = after;
    }

    public static List<Notice> of(Findings findings, SyncJobStatus after, Decision decision, Outcome outcome) {
        Notices notices = new Notices(findings, after);
        if (outcome instanceof Outcome.Done) {
            notices.done(decision.action());
        }
        notices.creation(decision);
        notices.incarnations();
        notices.requests();
        notices.conditions();
        return List.copyOf(notices.notices);
    }

    private void done(Action action) {
        if (action instanceof Action.Write.Adopt adopt) {
            notices.add(new Notice(
                    false,
                    "Adopted",
                    "Adopted sync job " + adopt.job().arn() + ", which belonged to " + Claims.describe(adopt.job())
                            + ".",
                    Texts.precise(adopt.job().created())));
        } else if (action instanceof Action.Write.Tag || action instanceof Action.Write.Untag) {
            normal("TagsUpdated", "Brought the tags of the job back to the spec.");
        }
    }

    /** What to tell once the finalizer is gone. */
    public static List<Notice> ofRelease(Findings findings, Action.Release release, Decision decision) {
        Notices notices = new Notices(findings, findings.remembered().status());
        notices.released(release.cause(), decision.detail());
        return List.copyOf(notices.notices);
    }

    private void released(Action.Cause cause, String owner) {
        String job = before.arn() == null ? "the job" : "sync job " + before.arn();
        switch (cause) {
            case FOREIGN -> warn("Released", "The job was left alone: it belongs to " + owner + ".");
            case RETAINED -> normal("Retained", "Took the owner tags off " + job + " and left it in place.");
            case FORCED ->
                warn(
                        "ForceReleased",
                        "The SyncJob was released by force, without asking AWS; " + job + " may be left behind.");
            case GONE -> {
                if (findings.remembered().tellsOfState()) {
                    normal("Deleted", "AWS has deleted sync job " + before.arn() + ".");
                }
            }
            case OBSERVED -> {}
        }
    }

    /** Told when the job is first recorded: the status of the pass that sent the create may not have come to stand. */
    private void creation(Decision decision) {
        boolean sent = decision.action() instanceof Action.Write.Create
                || (findings.memory().createSent() != null && findings.ownership() == Ownership.OURS);
        if (sent && before.creationDateTime() == null && after.creationDateTime() != null) {
            normal("Created", "Created sync job " + after.arn() + ".");
        }
    }

    private void incarnations() {
        Replacement record = after.replacement();
        boolean replaced = record != null
                && record.jobCreated() != null
                && record.jobCreated().equals(before.creationDateTime());
        boolean vanished = findings.remembered().tellsOfState() && after.arn() == null && findings.absent();
        if (vanished && !findings.remembered().replacementBegan(findings.desired())) {
            String then = findings.policy().readOnly() ? "." : "; it is created again.";
            notices.add(new Notice(
                    true,
                    "JobVanished",
                    "Sync job " + before.arn() + " is gone without the operator's doing" + then,
                    String.valueOf(before.creationDateTime())));
        }
        boolean anew = after.creationDateTime() != null
                && before.creationDateTime() != null
                && !after.creationDateTime().equals(before.creationDateTime());
        if (anew && replaced) {
            normal("Replaced", "Replaced the job by " + after.arn() + "; AWS imports everything anew.");
        }
    }

    private void requests() {
        Replacement record = after.replacement();
        if (record != null && record.jobCreated() == null && !record.equals(before.replacement())) {
            warn(
                    "ApprovalVoid",
                    "The annotation " + SyncJob.APPROVE_REPLACEMENT + " was there before the first look, so it approves"
                            + " nothing. Approve a replacement when the status asks for it.");
        }
        Desired desired = findings.desired();
        Optional<String> release = desired.requests().forceRelease();
        boolean ignored = desired.deleting()
                && release.isPresent()
                && !release.get().equals(desired.owner().uid())
                && !release.get().equals(findings.memory().ignoredRelease());
        if (ignored) {
            warn(
                    "ForceReleaseIgnored",
                    "The annotation " + SyncJob.FORCE_RELEASE + " does not hold the uid of this SyncJob, "
                            + desired.owner().uid() + ", so it is ignored.");
        }
    }

    private void conditions() {
        Optional<Condition> ready = after.condition(Condition.READY);
        boolean wasReady =
                before.condition(Condition.READY).filter(Condition::holds).isPresent();
        if (ready.filter(Condition::holds).isPresent() && !wasReady) {
            normal("Active", "The job is active.");
        }
        after.condition(Condition.STALLED)
                .filter(stalled -> differs(Condition.STALLED, stalled))
                .filter(stalled -> !ANNOUNCED.contains(stalled.reason()))
                .ifPresent(stalled -> warn(stalled.reason(), stalled.message()));
        after.condition(Condition.SYNCED)
                .filter(synced -> differs(Condition.SYNCED, synced))
                .ifPresent(this::synced);
    }

    private void synced(Condition synced) {
        if (ANNOUNCED.contains(synced.reason())) {
            warn(synced.reason(), synced.message());
        } else if (Reason.DRIFTED.text().equals(synced.reason())) {
            warn("DriftDetected", synced.message());
        } else if (synced.holds()
                && before.condition(Condition.SYNCED)
                        .filter(previous -> PASSING.contains(previous.reason()))
                        .isPresent()) {
            normal("Recovered", "The last look succeeded again.");
        }
    }

    private boolean differs(String type, Condition now) {
        return before.condition(type)
                .filter(previous -> previous.reason().equals(now.reason()))
                .isEmpty();
    }

    private void normal(String reason, String note) {
        notices.add(new Notice(false, reason, note, String.valueOf(after.creationDateTime())));
    }

    private void warn(String reason, String note) {
        notices.add(new Notice(true, reason, note, String.valueOf(after.creationDateTime())));
    }
}
