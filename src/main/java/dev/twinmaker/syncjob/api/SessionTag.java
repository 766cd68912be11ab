package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the sessions of a role are tagged with. */
public enum SessionTag {
    /** {@code twinmaker.dev/namespace}: the namespace of the SyncJob that a call is made for. */
    @JsonProperty("Namespace")
    NAMESPACE,
    /** {@code twinmaker.dev/name}: its name. Each SyncJob has a session of its own then. */
    @JsonProperty("Name")
    NAME
}
