package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Policy;
import java.util.Optional;

/** One row of the decider's table: what a decision can depend on. */
record DeciderCase(
        Sight sight,
        Claim claim,
        boolean roleDiffers,
        TagDrift drift,
        boolean deleting,
        Told told,
        Approval approval,
        Policy policy) {

    /** What the tags of the job say of its owner. */
    enum Claim {
        OURS(Ownership.OURS),
        SAME_NAME(Ownership.SAME_NAME),
        NEIGHBOURS(Ownership.NEIGHBOURS),
        ORPHANED(Ownership.ORPHANED),
        ANOTHERS(Ownership.ANOTHERS),
        NOBODYS(Ownership.NOBODYS),
        NOBODYS_FOR_LONG(Ownership.NOBODYS),
        TORN(Ownership.TORN),
        TORN_FOR_LONG(Ownership.TORN),
        UNREAD(Ownership.UNREAD);

        final Ownership ownership;

        Claim(Ownership ownership) {
            this.ownership = ownership;
        }
    }

    /** How the tags of the job differ from the spec. */
    enum TagDrift {
        NONE,
        /** A tag of the spec is not there; its key is recorded. */
        MISSING,
        /** The same, and its key is not recorded. */
        UNRECORDED,
        /** A tag that we had set is not in the spec any more. */
        SURPLUS,
        /** A tag that somebody else had set is not in the spec. */
        STRAY,
        /** An owner tag holds another value. */
        OWNER
    }

    /** What the status tells of the job that is there. */
    enum Told {
        NOTHING,
        /** Which job it is, as one to be adopted. */
        CLAIM,
        /** The same, and the call was sent just now. */
        CLAIM_SENT,
        /** What it looked like, as one of the object's own. */
        JOB
    }

    /** Who said yes to a replacement. */
    enum Approval {
        NONE,
        GIVEN,
        OF_ANOTHER_GENERATION,
        /** It is there, and this generation has seen a replacement, of another job. */
        SPENT,
        /** The replacement of this very job was recorded for this generation, and is approved. */
        RECORDED,
        /** It was recorded without an approval, as that of a job with nothing to lose is. */
        RECORDED_UNASKED;

        boolean recorded() {
            return this == RECORDED || this == RECORDED_UNASKED;
        }
    }

    /**
     * What was looked at.
     *
     * @param again whether this is not the first look in a row that showed no job
     */
    record Sight(
            Class<? extends Observation> kind,
            Optional<Job.State> state,
            Optional<Failure.Kind> failure,
            boolean again) {}
}
