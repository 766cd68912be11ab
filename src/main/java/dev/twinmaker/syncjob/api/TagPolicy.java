package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which tags of the job are the business of the spec. */
public enum TagPolicy {
    /** The keys of the spec are set, and removed again when they leave it. Other keys are not touched. */
    @JsonProperty("Owned")
    OWNED,
    /** Every key that is not in the spec goes, but for those of AWS and the owner tags. */
    @JsonProperty("Authoritative")
    AUTHORITATIVE
}
