package dev.twinmaker.syncjob.core;

import java.util.Map;
import java.util.Set;

/** The one thing that a pass does. */
public sealed interface Action {

    /** Nothing. */
    record None() implements Action {}

    /**
     * Write status first: these keys are about to be set on the job, and an earlier job that is gone is forgotten. The
     * next pass acts on what was written.
     */
    record Remember(Set<String> tagKeys) implements Action {}

    /** CreateSyncJob with the spec's tags and the owner tags. */
    record Create() implements Action {}

    /** TagResource. */
    record Tag(Job job, Map<String, String> tags) implements Action {}

    /** UntagResource. */
    record Untag(Job job, Set<String> keys) implements Action {}

    /** DeleteSyncJob. */
    record Delete(Job job) implements Action {}

    /** No call to AWS: the finalizer goes. */
    record Release() implements Action {}
}
