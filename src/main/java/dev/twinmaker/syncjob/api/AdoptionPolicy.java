package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do with a job that exists already and is not this SyncJob's. */
public enum AdoptionPolicy {
    /** Leave it alone and say so. */
    @JsonProperty("Never")
    NEVER,
    /** Adopt it if it has no owner tags, or those of an object of this cluster that is gone. */
    @JsonProperty("IfUnowned")
    IF_UNOWNED
}
