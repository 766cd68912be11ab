package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.core.port.Job;
import java.util.Map;
import java.util.Set;

/** The one thing that a pass does. */
public sealed interface Action {

    /** Nothing. */
    record None() implements Action {}

    /** The finalizer goes. No call to AWS. */
    record Release(Cause cause) implements Action {}

    /** Why an object may go. */
    enum Cause {
        /** There is no job any more, or there never was one. */
        GONE,
        /** The job is not this object's. */
        FOREIGN,
        /** The job stays, without its owner tags. */
        RETAINED,
        /** A person asked for it without a look at AWS. */
        FORCED,
        /** The object only observed. */
        OBSERVED
    }

    /** An intent that must survive a crash: it is written to the status, and the next pass acts on what was written. */
    sealed interface Intent extends Action {

        /** These keys are about to be set on the job; an earlier job that is gone is forgotten. */
        record Remember(Set<String> tagKeys) implements Intent {}

        /** The job is about to be adopted: which one it is outlives the process that adopts it. */
        record Claim(Job job) implements Intent {}

        /** The job is about to be replaced. */
        record Replace(Replacement record) implements Intent {}
    }

    /** A write to AWS. */
    sealed interface Write extends Action {

        /** CreateSyncJob with the tags of the spec and the owner tags. */
        record Create() implements Write {}

        /** TagResource: the owner tags of an object that takes the job over. */
        record Adopt(Job job, Map<String, String> tags) implements Write {}

        /** TagResource. */
        record Tag(Job job, Map<String, String> tags) implements Write {}

        /** UntagResource. */
        record Untag(Job job, Set<String> keys) implements Write {}

        /** UntagResource: the owner tags of a job that stays. */
        record Disown(Job job, Set<String> keys) implements Write {}

        /** DeleteSyncJob. */
        record Delete(Job job) implements Write {}
    }
}
