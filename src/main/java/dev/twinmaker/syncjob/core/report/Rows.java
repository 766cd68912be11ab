package dev.twinmaker.syncjob.core.report;

import static dev.twinmaker.syncjob.core.report.Row.no;
import static dev.twinmaker.syncjob.core.report.Row.reconciling;
import static dev.twinmaker.syncjob.core.report.Row.refused;
import static dev.twinmaker.syncjob.core.report.Row.settled;
import static dev.twinmaker.syncjob.core.report.Row.stalled;
import static dev.twinmaker.syncjob.core.report.Row.underWay;
import static dev.twinmaker.syncjob.core.report.Row.unknown;
import static dev.twinmaker.syncjob.core.report.Row.yes;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Drifts;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import java.util.Optional;

/** The condition table: from a situation to what a user reads. Total over {@link Situation}. */
public final class Rows {

    private static final Row.Cell IN_SYNC = yes(Reason.IN_SYNC, "The job matches the spec.");

    private Rows() {}

    /** Empty where the conditions stay as they are. */
    public static Optional<Row> of(Decision decision, Findings f) {
        String detail = decision.detail();
        return switch (decision.situation()) {
            case UNCHANGED, RELEASED, ACCESS_UNSEEN -> Optional.empty();
            case OPERATOR_ERROR ->
                Optional.of(reconciling(
                        unknown(Reason.OPERATOR_ERROR, detail),
                        unknown(Reason.OPERATOR_ERROR, detail),
                        Reason.OPERATOR_ERROR,
                        detail));
            case DELETION_BLOCKED_BY_PROTECTION,
                    DELETION_BLOCKED_BY_SUSPENSION,
                    DELETION_BLOCKED_BY_DENIAL,
                    DELETION_BLOCKED_BY_OWNERSHIP,
                    DELETION_BLOCKED_BY_SPEC,
                    DELETION_BLOCKED_BY_ACCESS,
                    DELETION_BLOCKED_BY_AMBIGUITY,
                    DELETION_WAITS_FOR_OTHERS,
                    DELETION_FAILING,
                    DELETION_STUCK,
                    DELETION -> Optional.of(DeletionRows.of(decision));
            case DUPLICATE, OWNED_BY_ANOTHER, VERIFYING_OWNERSHIP, ADOPTING -> Optional.of(ofAnother(decision, f));
            case SUSPENDED_MISSING, SUSPENDED_UNDONE, SUSPENDED_IDLE, OBSERVED_MISSING, OBSERVED_DIFFERS ->
                Optional.of(looking(decision, f));
            case REPLACEMENT_PROTECTED,
                    ROLE_DIFFERS,
                    FAILED,
                    AWAITING_APPROVAL,
                    AWAITING_APPROVAL_FOR_LONG,
                    REPLACING -> Optional.of(replacement(decision, f));
            case ABSENT, JOB_DELETING, JOB_CREATING, JOB_INITIALIZING, UPDATING_TAGS, ACTIVE, UNKNOWN_STATE ->
                Optional.of(ofOurs(decision, f));
            case SPEC_REFUSED,
                    ACCOUNT_MISMATCH,
                    ACCESS_NOT_GRANTED,
                    ACCESS_AMBIGUOUS,
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
                    THROTTLED -> Optional.of(failed(decision, f));
        };
    }

    private static Row ofAnother(Decision decision, Findings f) {
        String detail = decision.detail();
        Identity identity = f.desired().identity();
        return switch (decision.situation()) {
            case DUPLICATE ->
                refused(
                        Reason.DUPLICATE,
                        "SyncJob " + detail + " asks for the same job, source " + identity.syncSource()
                                + " of workspace " + identity.workspaceId() + " in " + identity.region()
                                + ", and has the better claim. This one does nothing until that one is gone.");
            case OWNED_BY_ANOTHER ->
                refused(
                        Reason.OWNED_BY_ANOTHER,
                        "Workspace " + identity.workspaceId() + " has a sync job that belongs to " + detail
                                + ". It is left alone." + adoption(f));
            case ADOPTING -> underWay(Reason.VERIFYING_OWNERSHIP, detail);
            default ->
                underWay(Reason.VERIFYING_OWNERSHIP, "The job shows no owner tags yet; looking again before acting.");
        };
    }

    private static String adoption(Findings f) {
        if (f.policy().adopts()) {
            return "";
        }
        return switch (f.ownership()) {
            case NOBODYS -> " Set spec.adoptionPolicy to IfUnowned to adopt it.";
            case TORN -> " To have it adopted, take its twinmaker.dev/ tags off.";
            case NEIGHBOURS -> " Set spec.adoptionPolicy to IfUnowned to adopt it once that SyncJob is gone.";
            default -> "";
        };
    }

    /** An object that may not write, for now or ever. */
    private static Row looking(Decision decision, Findings f) {
        String detail = decision.detail();
        Row.Cell ready = byState(f);
        Row.Cell missing = no(Reason.NOT_FOUND, "There is no such job.");
        return switch (decision.situation()) {
            case SUSPENDED_MISSING -> stalled(missing, no(Reason.SUSPENDED, detail), Reason.SUSPENDED, detail);
            case SUSPENDED_UNDONE -> stalled(ready, no(Reason.SUSPENDED, detail), Reason.SUSPENDED, detail);
            case OBSERVED_MISSING ->
                reconciling(
                        missing,
                        missing,
                        Reason.NOT_FOUND,
                        "There is no such job; this object only observes. Looking" + " again from time to time.");
            case OBSERVED_DIFFERS -> settled(ready, no(Reason.DRIFTED, Drifts.sentence(decision.drift())));
            default -> settled(ready, IN_SYNC);
        };
    }

    private static Row replacement(Decision decision, Findings f) {
        String detail = decision.detail();
        Row.Cell ready = byState(f);
        return switch (decision.situation()) {
            case FAILED -> stalled(ready, compared(decision), Reason.SYNC_FAILED, detail);
            case AWAITING_APPROVAL ->
                reconciling(ready, no(Reason.AWAITING_APPROVAL, detail), Reason.AWAITING_APPROVAL, detail);
            case AWAITING_APPROVAL_FOR_LONG ->
                stalled(ready, no(Reason.AWAITING_APPROVAL, detail), Reason.AWAITING_APPROVAL, detail);
            case REPLACING -> underWay(Reason.REPLACING, detail);
            default -> stalled(ready, no(Reason.REPLACEMENT_REQUIRED, detail), Reason.REPLACEMENT_REQUIRED, detail);
        };
    }

    private static Row ofOurs(Decision decision, Findings f) {
        String detail = decision.detail();
        Row.Cell ready = byState(f);
        Row.Cell compared = compared(decision);
        return switch (decision.situation()) {
            case ABSENT -> underWay(Reason.CREATING, detail.isEmpty() ? "The job is about to be created." : detail);
            case JOB_DELETING ->
                reconciling(
                        no(Reason.DELETING, "AWS is deleting the job, which was not asked for here."),
                        no(Reason.DRIFTED, "AWS is deleting the job, which was not asked for here."),
                        Reason.DELETING,
                        "The job is created again when AWS has deleted it.");
            case JOB_CREATING -> reconciling(ready, compared, Reason.CREATING, "AWS is creating the job.");
            case JOB_INITIALIZING ->
                reconciling(
                        ready, compared, Reason.INITIALIZING, "AWS is importing the assets and models of the source.");
            case UPDATING_TAGS ->
                reconciling(
                        ready,
                        compared,
                        Reason.UPDATING_TAGS,
                        "The tags of the job are being brought back to the spec.");
            case UNKNOWN_STATE ->
                reconciling(ready, compared, Reason.UNKNOWN_STATE, "AWS reports state " + detail + "; looking again.");
            default -> settled(ready, compared);
        };
    }

    private static Row.Cell compared(Decision decision) {
        return decision.drift().isEmpty() ? IN_SYNC : no(Reason.DRIFTED, Drifts.sentence(decision.drift()));
    }

    /** Ready comes from the state of the job alone. */
    private static Row.Cell byState(Findings f) {
        return f.job().map(Rows::byState).orElseGet(Row.Cell.AsBefore::new);
    }

    private static Row.Cell byState(Job job) {
        return switch (job.known()) {
            case ACTIVE -> yes(Reason.ACTIVE, "The job is active.");
            case CREATING -> no(Reason.CREATING, "AWS is creating the job.");
            case INITIALIZING -> no(Reason.INITIALIZING, "AWS is importing the assets and models of the source.");
            case DELETING -> no(Reason.DELETING, "AWS is deleting the job.");
            case ERROR -> no(Reason.SYNC_FAILED, "AWS reports the job as ERROR: " + Texts.sentence(job.error()));
            case UNKNOWN ->
                unknown(
                        Reason.UNKNOWN_STATE,
                        "AWS reports state " + job.state() + ", which this version does not know.");
        };
    }

    private static Row failed(Decision decision, Findings f) {
        String detail = decision.detail();
        return switch (decision.situation()) {
            case ACCOUNT_MISMATCH -> failing(f, true, Reason.ACCOUNT_MISMATCH, detail);
            case ACCESS_NOT_GRANTED -> failing(f, true, Reason.ACCESS_NOT_GRANTED, detail);
            case ACCESS_AMBIGUOUS -> failing(f, true, Reason.ACCESS_AMBIGUOUS, detail);
            case NO_CREDENTIALS -> failing(f, false, Reason.CREDENTIALS_UNAVAILABLE, detail);
            case DENIED -> failing(f, false, Reason.ACCESS_DENIED, detail);
            case DENIED_FOR_LONG -> failing(f, true, Reason.ACCESS_DENIED, detail);
            case CREATE_QUOTA -> refused(Reason.QUOTA_EXCEEDED, detail);
            case QUOTA -> failing(f, true, Reason.QUOTA_EXCEEDED, detail);
            case WORKSPACE_MISSING -> underWay(Reason.WORKSPACE_NOT_FOUND, detail);
            case SOURCE_IN_USE ->
                refused(
                        Reason.SOURCE_IN_USE,
                        "Source " + f.desired().identity().syncSource() + " is connected to another workspace of this"
                                + " account and region, and a source can be connected to one only: " + detail);
            case CREATE_INVALID -> refused(Reason.INVALID_SPEC, detail);
            case SPEC_REFUSED, INVALID -> failing(f, true, Reason.INVALID_SPEC, detail);
            case THROTTLED -> failing(f, false, Reason.THROTTLED, detail);
            default -> failing(f, false, Reason.SERVICE_UNAVAILABLE, detail);
        };
    }

    /** The last look or call failed: Ready is what this look still showed, else it stands; Synced says why. */
    private static Row failing(Findings f, boolean stalled, Reason reason, String message) {
        Row.Cell ready = f.job().isPresent() ? byState(f) : new Row.Cell.LastKnown(reason, message);
        return new Row(ready, no(reason, message), Optional.of(new Row.Third(stalled, reason, message)));
    }
}
