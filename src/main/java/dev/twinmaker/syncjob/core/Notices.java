package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which events a pass is worth: changes that happened, seen by comparing the status before and after. Pure. */
final class Notices {

    private static final Set<String> PASSING = Set.of(
            Reason.THROTTLED.text(),
            Reason.SERVICE_UNAVAILABLE.text(),
            Reason.CREDENTIALS_UNAVAILABLE.text(),
            Reason.ACCESS_DENIED.text(),
            Reason.QUOTA_EXCEEDED.text(),
            Reason.OPERATOR_ERROR.text());

    private final SyncJobStatus before;
    private final SyncJobStatus after;
    private final List<Notice> notices = new ArrayList<>();

    private Notices(SyncJobStatus before, SyncJobStatus after) {
        this.before = before;
        this.after = after;
    }

    static List<Notice> of(SyncJobStatus before, SyncJobStatus after, Decision decision, Outcome outcome) {
        Notices notices = new Notices(before, after);
        if (outcome instanceof Outcome.Done) {
            notices.done(decision.action());
        }
        notices.vanished(decision);
        notices.conditions();
        return List.copyOf(notices.notices);
    }

    private void done(Action action) {
        if (action instanceof Action.Create) {
            normal("Created", "Created sync job " + after.arn() + ".");
        } else if (action instanceof Action.Tag || action instanceof Action.Untag) {
            normal("TagsUpdated", "Brought the tags of the job back to the spec.");
        }
    }

    /** What to tell once the finalizer is gone. */
    static List<Notice> ofRelease(SyncJobStatus before, Decision decision) {
        Notices notices = new Notices(before, before);
        if (!decision.detail().isEmpty()) {
            notices.warn("Released", "The job was left alone: it belongs to " + decision.detail() + ".");
        } else if (before.arn() != null) {
            notices.normal("Deleted", "AWS has deleted sync job " + before.arn() + ".");
        }
        return List.copyOf(notices.notices);
    }

    private void vanished(Decision decision) {
        if (decision.situation() == Situation.ABSENT && before.arn() != null && after.arn() == null) {
            notices.add(new Notice(
                    true,
                    "JobVanished",
                    "Sync job " + before.arn() + " is gone without the operator's doing; it is created again.",
                    String.valueOf(before.creationDateTime())));
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
                .ifPresent(stalled -> warn(stalled.reason(), stalled.message()));
        after.condition(Condition.SYNCED)
                .filter(synced -> differs(Condition.SYNCED, synced))
                .ifPresent(this::synced);
    }

    private void synced(Condition synced) {
        if (Reason.THROTTLED.text().equals(synced.reason())) {
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
