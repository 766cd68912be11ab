package dev.twinmaker.syncjob.core;

/** What a fault can strike. */
public enum Operation {
    LOOK,
    TALLY,
    CREATE,
    TAG,
    UNTAG,
    DELETE
}
