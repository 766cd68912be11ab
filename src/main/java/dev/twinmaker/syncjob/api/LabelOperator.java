package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is asked of a label, in the words of Kubernetes. */
public enum LabelOperator {
    /** The label is there, with one of the values. */
    @JsonProperty("In")
    IN,
    /** The label is not there, or has none of the values. */
    @JsonProperty("NotIn")
    NOT_IN,
    /** The label is there. */
    @JsonProperty("Exists")
    EXISTS,
    /** The label is not there. */
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST
}
