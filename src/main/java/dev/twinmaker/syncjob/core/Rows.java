package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Row.no;
import static dev.twinmaker.syncjob.core.Row.reconciling;
import static dev.twinmaker.syncjob.core.Row.refused;
import static dev.twinmaker.syncjob.core.Row.settled;
import static dev.twinmaker.syncjob.core.Row.stalled;
import static dev.twinmaker.syncjob.core.Row.underWay;
import static dev.twinmaker.syncjob.core.Row.unknown;
import static dev.twinmaker.syncjob.core.Row.yes;

import dev.twinmaker.syncjob.api.Reason;
import java.util.Optional;

/** The condition table: from a situation to what a user reads. Total over {@link Situation}. */
final class Rows {

    private static final String BEING_DELETED = "The SyncJob is being deleted.";

    private Rows() {}

    /** Empty where the conditions stay as they are. */
    static Optional<Row> of(Decision decision, Desired desired, Observation seen) {
        String detail = decision.detail();
        return switch (decision.situation()) {
            case UNCHANGED, RELEASED -> Optional.empty();
            case OPERATOR_ERROR ->
                Optional.of(reconciling(
                        unknown(Reason.OPERATOR_ERROR, detail),
                        unknown(Reason.OPERATOR_ERROR, detail),
                        Reason.OPERATOR_ERROR,
                        detail));
            case DELETION_BLOCKED_BY_DENIAL,
                    DELETION_BLOCKED_BY_OWNERSHIP,
                    DELETION_BLOCKED_BY_SPEC,
                    DELETION_WAITS_FOR_OTHERS,
                    DELETION_FAILING,
                    DELETION_STUCK,
                    DELETION -> Optional.of(deletion(decision));
            case OWNED_BY_ANOTHER,
                    VERIFYING_OWNERSHIP,
                    ABSENT,
                    JOB_DELETING,
                    JOB_CREATING,
                    JOB_INITIALIZING,
                    ROLE_DIFFERS,
                    FAILED,
                    UPDATING_TAGS,
                    ACTIVE,
                    UNKNOWN_STATE -> Optional.of(seen(decision, desired, seen));
            case SPEC_REFUSED,
                    NO_CREDENTIALS,
                    DENIED,
                    DENIED_FOR_LONG,
                    CREATE_QUOTA,
                    QUOTA,
                    WORKSPACE_MISSING,
                    SOURCE_IN_USE,
                    CREATE_INVALID,
                    INVALID,
                    UNAVAILABLE,
                    THROTTLED -> Optional.of(failed(decision, desired, seen));
        };
    }

    private static Row deletion(Decision decision) {
        String detail = decision.detail();
        Row.Cell ready = no(Reason.DELETING, BEING_DELETED);
        return switch (decision.situation()) {
            case DELETION_BLOCKED_BY_DENIAL ->
                stalled(
                        ready,
                        no(Reason.ACCESS_DENIED, detail),
                        Reason.DELETION_BLOCKED,
                        detail + " Allow the action, or delete the job by hand and allow reading it.");
            case DELETION_BLOCKED_BY_OWNERSHIP ->
                stalled(
                        ready,
                        no(Reason.OWNED_BY_ANOTHER, "The job was made for this SyncJob, but its owner tags are gone."),
                        Reason.DELETION_BLOCKED,
                        "The job was made for this SyncJob, but its owner tags are gone, so it may not be deleted."
                                + " Put the owner tags back, or delete the job by hand.");
            case DELETION_BLOCKED_BY_SPEC ->
                stalled(
                        ready,
                        no(Reason.INVALID_SPEC, detail),
                        Reason.DELETION_BLOCKED,
                        detail + " The job cannot be named without it. Correct the spec, or delete the job by hand"
                                + " and remove the finalizer twinmaker.dev/sync-job.");
            case DELETION_WAITS_FOR_OTHERS ->
                reconciling(
                        ready,
                        new Row.Cell.AsBefore(),
                        Reason.DELETING,
                        "Waiting for other finalizers: " + detail + ".");
            case DELETION_FAILING -> {
                Reason reason = reason(decision);
                yield reconciling(ready, no(reason, detail), Reason.DELETING, detail);
            }
            case DELETION_STUCK ->
                stalled(
                        ready,
                        yes(Reason.DELETING, "AWS is deleting the job."),
                        Reason.DELETION_BLOCKED,
                        "AWS has been deleting the job for over an hour and reports " + detail
                                + ". Deleting the entities that it names by hand lets AWS go on.");
            default ->
                reconciling(
                        ready,
                        yes(Reason.DELETING, "The job is on its way out, as asked."),
                        Reason.DELETING,
                        detail.isEmpty() ? "Deleting the job and the entities it synced." : detail);
        };
    }

    private static Row seen(Decision decision, Desired desired, Observation seen) {
        String detail = decision.detail();
        Row.Cell compared = decision.drift()
                .map(how -> no(Reason.DRIFTED, how))
                .orElseGet(() -> yes(Reason.IN_SYNC, "The job matches the spec."));
        return switch (decision.situation()) {
            case OWNED_BY_ANOTHER ->
                refused(
                        Reason.OWNED_BY_ANOTHER,
                        "Workspace " + desired.identity().workspaceId() + " has a sync job that belongs to " + detail
                                + ". It is left alone.");
            case VERIFYING_OWNERSHIP ->
                underWay(Reason.VERIFYING_OWNERSHIP, "The job shows no owner tags yet; looking again before acting.");
            case ABSENT -> underWay(Reason.CREATING, detail.isEmpty() ? "The job is about to be created." : detail);
            case JOB_DELETING ->
                reconciling(
                        no(Reason.DELETING, "AWS is deleting the job, which was not asked for here."),
                        no(Reason.DRIFTED, "AWS is deleting the job, which was not asked for here."),
                        Reason.DELETING,
                        "The job is created again when AWS has deleted it.");
            case JOB_CREATING -> reconciling(byState(seen), compared, Reason.CREATING, "AWS is creating the job.");
            case JOB_INITIALIZING ->
                reconciling(
                        byState(seen),
                        compared,
                        Reason.INITIALIZING,
                        "AWS is importing the assets and models of the source.");
            case ROLE_DIFFERS -> roleDiffers(detail, byState(seen));
            case FAILED ->
                stalled(byState(seen), compared, Reason.SYNC_FAILED, "AWS reports the job as ERROR: " + detail);
            case UPDATING_TAGS ->
                reconciling(
                        byState(seen),
                        compared,
                        Reason.UPDATING_TAGS,
                        "The tags of the job are being brought back to the spec.");
            case UNKNOWN_STATE ->
                reconciling(
                        byState(seen),
                        compared,
                        Reason.UNKNOWN_STATE,
                        "AWS reports state " + detail + "; looking again.");
            default -> settled(byState(seen), compared);
        };
    }

    /** Ready comes from the state of the job alone. */
    private static Row.Cell byState(Observation seen) {
        if (!(seen instanceof Observation.Present present)) {
            return new Row.Cell.AsBefore();
        }
        Job job = present.job();
        return switch (job.known()) {
            case ACTIVE -> yes(Reason.ACTIVE, "The job is active.");
            case CREATING -> no(Reason.CREATING, "AWS is creating the job.");
            case INITIALIZING -> no(Reason.INITIALIZING, "AWS is importing the assets and models of the source.");
            case DELETING -> no(Reason.DELETING, "AWS is deleting the job.");
            case ERROR -> no(Reason.SYNC_FAILED, "AWS reports the job as ERROR: " + job.error());
            case UNKNOWN ->
                unknown(
                        Reason.UNKNOWN_STATE,
                        "AWS reports state " + job.state() + ", which this version does not know.");
        };
    }

    private static Row roleDiffers(String detail, Row.Cell ready) {
        String text = "AWS cannot change the role of a sync job: " + detail
                + ". Put the old role back, or delete this SyncJob and create it again, which deletes every synced"
                + " entity and imports it anew.";
        return stalled(ready, no(Reason.REPLACEMENT_REQUIRED, text), Reason.REPLACEMENT_REQUIRED, text);
    }

    private static Row failed(Decision decision, Desired desired, Observation seen) {
        String detail = decision.detail();
        return switch (decision.situation()) {
            case NO_CREDENTIALS -> failing(seen, false, Reason.CREDENTIALS_UNAVAILABLE, detail);
            case DENIED -> failing(seen, false, Reason.ACCESS_DENIED, detail);
            case DENIED_FOR_LONG -> failing(seen, true, Reason.ACCESS_DENIED, detail);
            case CREATE_QUOTA -> refused(Reason.QUOTA_EXCEEDED, detail);
            case QUOTA -> failing(seen, true, Reason.QUOTA_EXCEEDED, detail);
            case WORKSPACE_MISSING -> underWay(Reason.WORKSPACE_NOT_FOUND, detail);
            case SOURCE_IN_USE ->
                refused(
                        Reason.SOURCE_IN_USE,
                        "Source " + desired.identity().syncSource() + " is connected to another workspace of this"
                                + " account and region, and a source can be connected to one only: " + detail);
            case CREATE_INVALID -> refused(Reason.INVALID_SPEC, detail);
            case SPEC_REFUSED, INVALID -> failing(seen, true, Reason.INVALID_SPEC, detail);
            case THROTTLED -> failing(seen, false, Reason.THROTTLED, detail);
            default -> failing(seen, false, Reason.SERVICE_UNAVAILABLE, detail);
        };
    }

    /** The last look or call failed: Ready is what this look still showed, else it stands; Synced says why. */
    private static Row failing(Observation seen, boolean stalled, Reason reason, String message) {
        Row.Cell ready = seen instanceof Observation.Present ? byState(seen) : new Row.Cell.LastKnown(reason, message);
        return new Row(ready, no(reason, message), Optional.of(new Row.Third(stalled, reason, message)));
    }

    private static Reason reason(Decision decision) {
        return decision.failure()
                .map(Decision.FailureReason::reason)
                .orElseThrow(() -> new IllegalStateException("a failing deletion has a failure behind it"));
    }
}
