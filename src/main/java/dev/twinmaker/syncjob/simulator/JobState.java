package dev.twinmaker.syncjob.simulator;

/** The states a sync job shows; a job that is gone has none. */
public enum JobState {
    CREATING,
    INITIALIZING,
    ACTIVE,
    DELETING,
    ERROR
}
