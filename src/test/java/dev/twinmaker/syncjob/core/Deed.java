package dev.twinmaker.syncjob.core;

/** What can happen in a small {@link World}, and which part of its budget that takes. */
enum Deed {
    PASS(Cost.NONE, Doer.OPERATOR),

    /** A pass whose process dies before anything of its result is written. */
    CRASH(Cost.FAULT, Doer.OPERATOR),

    /** A pass whose status the API server does not take; the process remembers what it did. */
    UNWRITTEN(Cost.FAULT, Doer.OPERATOR),

    /** A pass whose write is carried out, and nobody answers. */
    LOST(Cost.FAULT, Doer.OPERATOR),

    /** A pass whose first look says "not found" of a job that is there. */
    BLIND(Cost.BLIND, Doer.OPERATOR),

    /** A pass whose create is not answered, and takes effect later. */
    LATE(Cost.FAULT, Doer.OPERATOR),

    /** The same, and the process dies. */
    LATE_CRASH(Cost.FAULT, Doer.OPERATOR),

    /** A pass of the process that led before, over what it saw last. */
    OUTGOING(Cost.NONE, Doer.OPERATOR),

    /** The same, whose create is not answered, and takes effect later. */
    OUTGOING_LATE(Cost.FAULT, Doer.OPERATOR),

    /** Another process leads, and the one before goes on for a little. */
    HANDOVER(Cost.FAULT, Doer.LEASE),

    /** Time for AWS to make one step of a new job. */
    MOMENT(Cost.NONE, Doer.TIME),

    /** Time for a deletion to be carried out. */
    WHILE(Cost.NONE, Doer.TIME),

    /** Longer than anything of a single pass is waited for. */
    LONG_WHILE(Cost.NONE, Doer.TIME),

    /** New jobs, states and tags are seen later, from now on. */
    LAG(Cost.FAULT, Doer.SERVICE),

    JOB_STRIPPED(Cost.FOREIGN, Doer.SERVICE),
    JOB_SEIZED(Cost.FOREIGN, Doer.SERVICE),
    JOB_DELETED(Cost.FOREIGN, Doer.SERVICE),
    JOB_FAILS(Cost.FOREIGN, Doer.SERVICE),
    STRANGER_CREATES(Cost.FOREIGN, Doer.SERVICE),

    DELETE(Cost.NONE, Doer.PERSON),
    RECREATE(Cost.EDIT, Doer.PERSON),
    OTHER_ROLE(Cost.EDIT, Doer.PERSON),
    BY_DEFAULT(Cost.EDIT, Doer.PERSON),
    RETAIN(Cost.EDIT, Doer.PERSON),
    ADOPT(Cost.EDIT, Doer.PERSON),
    REPLACE(Cost.EDIT, Doer.PERSON),
    SUSPEND(Cost.EDIT, Doer.PERSON);

    /** What is rare, so that a path has only so many of it. */
    enum Cost {
        NONE,
        FAULT,
        BLIND,
        FOREIGN,
        EDIT
    }

    /** Whose deed it is. Those of operators and persons are about one object. */
    enum Doer {
        OPERATOR,
        PERSON,
        LEASE,
        TIME,
        SERVICE
    }

    final Cost cost;
    final Doer doer;

    Deed(Cost cost, Doer doer) {
        this.cost = cost;
        this.doer = doer;
    }

    boolean aboutOneObject() {
        return doer == Doer.OPERATOR || doer == Doer.PERSON;
    }
}
