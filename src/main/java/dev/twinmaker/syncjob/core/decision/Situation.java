package dev.twinmaker.syncjob.core.decision;

/**
 * What a pass found, one constant for each row of the condition table in {@code docs/conditions.md}. {@code Rows} says
 * what a user reads of each, {@code Requeue} when to look again.
 */
public enum Situation {
    /** A defect in the operator ended the pass. */
    OPERATOR_ERROR,
    /** Nothing to show: a wait for the budget, a hiccup on a steady object, an absence that is not confirmed. */
    UNCHANGED,
    /** The finalizer goes. */
    RELEASED,
    /** The spec breaks a rule of the schema; nothing is sent. */
    SPEC_REFUSED,
    ACCOUNT_MISMATCH,
    /** Nothing to show: it is not known yet which accesses there are. */
    ACCESS_UNSEEN,
    ACCESS_NOT_GRANTED,
    ACCESS_AMBIGUOUS,
    DELETION_BLOCKED_BY_PROTECTION,
    DELETION_BLOCKED_BY_SUSPENSION,
    DELETION_BLOCKED_BY_DENIAL,
    DELETION_BLOCKED_BY_OWNERSHIP,
    DELETION_BLOCKED_BY_SPEC,
    DELETION_BLOCKED_BY_ACCESS,
    DELETION_BLOCKED_BY_AMBIGUITY,
    DELETION_WAITS_FOR_OTHERS,
    DELETION_FAILING,
    DELETION_STUCK,
    DELETION,
    DUPLICATE,
    OWNED_BY_ANOTHER,
    VERIFYING_OWNERSHIP,
    /** The owner tags of a job that may be adopted are being written. */
    ADOPTING,
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
    THROTTLED,
    SUSPENDED_MISSING,
    SUSPENDED_UNDONE,
    /** Suspended, and there is nothing to do. */
    SUSPENDED_IDLE,
    OBSERVED_MISSING,
    OBSERVED_DIFFERS,
    REPLACEMENT_PROTECTED,
    ROLE_DIFFERS,
    FAILED,
    AWAITING_APPROVAL,
    AWAITING_APPROVAL_FOR_LONG,
    REPLACING,
    JOB_DELETING,
    ABSENT,
    JOB_CREATING,
    JOB_INITIALIZING,
    UPDATING_TAGS,
    ACTIVE,
    UNKNOWN_STATE
}
