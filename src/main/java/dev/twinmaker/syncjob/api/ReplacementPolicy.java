package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do when the job has another role than the spec, or AWS reports it as ERROR. */
public enum ReplacementPolicy {
    /** Say so. */
    @JsonProperty("Never")
    NEVER,
    /** Wait for an approval; a job that never was ACTIVE needs none. */
    @JsonProperty("OnApproval")
    ON_APPROVAL,
    /** Replace it, at most three times a generation. */
    @JsonProperty("Automatic")
    AUTOMATIC
}
