package dev.twinmaker.syncjob.core.port;

/** Whether something may be done for an object, and as whom. */
public sealed interface Grant {

    /** The operator's own identity, without any bounds. */
    Grant OPERATOR = new Allowed("", Principal.OPERATOR);

    /** It is not known yet which accesses there are. Nothing may be decided. */
    record Unseen() implements Grant {}

    /**
     * It may.
     *
     * @param access name of the access that says so; empty where none was needed
     */
    record Allowed(String access, Principal principal) implements Grant {}

    /**
     * It may not.
     *
     * @param text what is missing and the way out, in sentences for a person
     */
    record Refused(Cause cause, String text) implements Grant {}

    /** Why it may not. */
    enum Cause {
        /** No access is for that namespace, or the one that is does not reach so far. */
        NOT_GRANTED,
        /** More than one access is for that namespace. */
        AMBIGUOUS
    }
}
