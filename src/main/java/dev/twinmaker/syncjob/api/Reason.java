package dev.twinmaker.syncjob.api;

/** The closed set of reasons in conditions. What a user reads of each is {@link #sentence()}. */
public enum Reason {
    ACCESS_AMBIGUOUS("AccessAmbiguous", "More than one AwsAccess is for this namespace; nothing is written."),
    ACCESS_DENIED("AccessDenied", "AWS refuses the call to the operator's identity; the message names the action."),
    ACCESS_NOT_GRANTED(
            "AccessNotGranted", "No AwsAccess allows what this object asks for; the message says what is missing."),
    ACCOUNT_MISMATCH(
            "AccountMismatch", "The credentials belong to another AWS account than the job; nothing is written."),
    ACTIVE("Active", "AWS reports the job as ACTIVE."),
    AWAITING_APPROVAL("AwaitingApproval", "The job can only be replaced, and that waits for an approval."),
    CREATING("Creating", "The job is about to be created, or AWS is creating it."),
    CREDENTIALS_UNAVAILABLE("CredentialsUnavailable", "The operator has no AWS credentials at the moment."),
    DELETING("Deleting", "The job, or this object, is being deleted."),
    DELETION_BLOCKED("DeletionBlocked", "The deletion cannot go on until a person acts; the message says how."),
    DRIFTED("Drifted", "The job differs from the spec; status.drift says how."),
    DUPLICATE("Duplicate", "Another SyncJob of this cluster has the same identity and wins."),
    INITIALIZING("Initializing", "AWS is importing the source's assets and models for the first time."),
    INVALID_SPEC("InvalidSpec", "The spec is not acceptable to the service; the message says why."),
    IN_SYNC("InSync", "The job matches the spec."),
    NOT_FOUND("NotFound", "There is no such job, and this object may not create it."),
    OPERATOR_ERROR("OperatorError", "A defect in the operator; its log has the details."),
    OWNED_BY_ANOTHER("OwnedByAnother", "The job belongs to somebody else and is never touched."),
    QUOTA_EXCEEDED("QuotaExceeded", "A service quota of the AWS account is used up."),
    REPLACEMENT_REQUIRED("ReplacementRequired", "The role differs, and the policy does not allow a replacement."),
    REPLACING("Replacing", "The job is deleted and then created again, as the policy or an approval allows."),
    SERVICE_UNAVAILABLE("ServiceUnavailable", "AWS did not answer, or not in a way that can be read."),
    SOURCE_IN_USE("SourceInUse", "The source is connected to another workspace of this account and region."),
    SUSPENDED("Suspended", "spec.suspend is true and something is left undone; status.plan says what."),
    SYNC_FAILED("SyncFailed", "AWS reports the job as ERROR; the message has its code and text."),
    THROTTLED("Throttled", "AWS throttles the calls, or they wait for the operator's own budget."),
    UNKNOWN_STATE("UnknownState", "AWS reports a state that this version of the operator does not know."),
    UPDATING_TAGS("UpdatingTags", "The tags of the job are being brought back to the spec."),
    VERIFYING_OWNERSHIP("VerifyingOwnership", "The job shows no owner tags yet; the operator waits and looks again."),
    WORKSPACE_NOT_FOUND("WorkspaceNotFound", "The workspace does not exist in this account and region.");

    private final String text;
    private final String sentence;

    Reason(String text, String sentence) {
        this.text = text;
        this.sentence = sentence;
    }

    /** The word as it stands in a condition. */
    public String text() {
        return text;
    }

    /** One sentence for the documentation. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return text;
    }
}
