package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the operator may write to AWS at all. */
public enum ManagementPolicy {
    /** It may. */
    @JsonProperty("Full")
    FULL,
    /** It reads and reports, and holds no finalizer. */
    @JsonProperty("ObserveOnly")
    OBSERVE_ONLY
}
