package dev.twinmaker.syncjob.api;

/** The closed set of reasons in the conditions of an {@link AwsAccess}. */
public enum AccessReason {
    ACCESS_DENIED("AccessDenied", "AWS does not let the operator assume the role; the message names it."),
    ACCOUNT_MISMATCH("AccountMismatch", "The session of the role belongs to another account than the one in its ARN."),
    ASSUMED("Assumed", "The role can be assumed, and the account is the one in its ARN."),
    CREDENTIALS_UNAVAILABLE("CredentialsUnavailable", "The operator has no credentials to ask with, or STS fails."),
    IN_USE("InUse", "Its deletion was asked for, and SyncJobs still use it."),
    INVALID_SPEC("InvalidSpec", "The stored spec does not fit the schema; nothing is granted by it."),
    OPERATOR_IDENTITY("OperatorIdentity", "No role is named: calls are made as the operator itself.");

    private final String text;
    private final String sentence;

    AccessReason(String text, String sentence) {
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
