package dev.twinmaker.syncjob.core.report;

import static dev.twinmaker.syncjob.core.report.Row.no;
import static dev.twinmaker.syncjob.core.report.Row.reconciling;
import static dev.twinmaker.syncjob.core.report.Row.stalled;
import static dev.twinmaker.syncjob.core.report.Row.yes;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.decision.Decision;

/** The rows of the condition table for an object on its way out. Ready is always False there. */
final class DeletionRows {

    private static final String BEING_DELETED = "The SyncJob is being deleted.";

    private static final String ACCESS_WAYS_OUT =
            " Then the deletion goes on. Or delete the job by hand and release this"
                    + " SyncJob by the annotation twinmaker.dev/force-release.";

    private DeletionRows() {}

    static Row of(Decision decision) {
        String detail = decision.detail();
        Row.Cell ready = no(Reason.DELETING, BEING_DELETED);
        return switch (decision.situation()) {
            case DELETION_BLOCKED_BY_PROTECTION ->
                stalled(
                        ready,
                        no(Reason.DELETION_BLOCKED, "spec.deletionProtection is true."),
                        Reason.DELETION_BLOCKED,
                        "spec.deletionProtection is true, so the job is not deleted. Set it to false to delete the job"
                                + " and every entity that it synced, or set spec.deletionPolicy to Retain to keep it.");
            case DELETION_BLOCKED_BY_SUSPENSION ->
                stalled(
                        ready,
                        no(Reason.SUSPENDED, "spec.suspend is true."),
                        Reason.DELETION_BLOCKED,
                        "spec.suspend is true, so nothing is written to AWS. Set it to false to go on.");
            case DELETION_BLOCKED_BY_DENIAL ->
                stalled(
                        ready,
                        no(Reason.ACCESS_DENIED, detail),
                        Reason.DELETION_BLOCKED,
                        detail + " Allow the action, or delete the job by hand and release this SyncJob by the"
                                + " annotation twinmaker.dev/force-release.");
            case DELETION_BLOCKED_BY_OWNERSHIP ->
                stalled(
                        ready,
                        no(Reason.OWNED_BY_ANOTHER, "The job was made for this SyncJob, but its owner tags are gone."),
                        Reason.DELETION_BLOCKED,
                        "The job was made for this SyncJob, but its owner tags are gone, so it may not be deleted."
                                + " Put the owner tags back, delete the job by hand, or set spec.deletionPolicy to"
                                + " Retain to leave it.");
            case DELETION_BLOCKED_BY_SPEC ->
                stalled(
                        ready,
                        no(Reason.INVALID_SPEC, detail),
                        Reason.DELETION_BLOCKED,
                        detail + " The job cannot be named without it. Correct the spec, or delete the job by hand"
                                + " and release this SyncJob by the annotation twinmaker.dev/force-release.");
            case DELETION_BLOCKED_BY_ACCESS ->
                stalled(
                        ready,
                        no(Reason.ACCESS_NOT_GRANTED, detail),
                        Reason.DELETION_BLOCKED,
                        detail + ACCESS_WAYS_OUT);
            case DELETION_BLOCKED_BY_AMBIGUITY ->
                stalled(ready, no(Reason.ACCESS_AMBIGUOUS, detail), Reason.DELETION_BLOCKED, detail + ACCESS_WAYS_OUT);
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

    private static Reason reason(Decision decision) {
        return decision.failure()
                .map(Decision.FailureReason::reason)
                .orElseThrow(() -> new IllegalStateException("a failing deletion has a failure behind it"));
    }
}
