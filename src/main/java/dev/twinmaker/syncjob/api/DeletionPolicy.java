package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the job when its SyncJob is deleted. */
public enum DeletionPolicy {
    /** It is deleted, and so is every entity that it synced. */
    @JsonProperty("Delete")
    DELETE,
    /** It stays and loses its owner tags, so that somebody else may adopt it. */
    @JsonProperty("Retain")
    RETAIN
}
