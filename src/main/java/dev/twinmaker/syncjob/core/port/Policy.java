package dev.twinmaker.syncjob.core.port;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.api.DeletionPolicy;
import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.api.TagPolicy;

/**
 * What the operator may do with the job.
 *
 * @param suspended whether nothing may be written to AWS for now
 * @param guarded whether the job may neither be deleted nor replaced
 */
public record Policy(
        DeletionPolicy deletion,
        AdoptionPolicy adoption,
        ReplacementPolicy replacement,
        TagPolicy tags,
        ManagementPolicy management,
        boolean suspended,
        boolean guarded) {

    /** What holds where a spec says nothing. */
    public static final Policy DEFAULT = new Policy(
            DeletionPolicy.DELETE,
            AdoptionPolicy.NEVER,
            ReplacementPolicy.NEVER,
            TagPolicy.OWNED,
            ManagementPolicy.FULL,
            false,
            false);

    /** Whether the operator only ever reads. */
    public boolean observing() {
        return management == ManagementPolicy.OBSERVE_ONLY;
    }

    /** Whether nothing may be written to AWS, for now or ever. */
    public boolean readOnly() {
        return suspended || observing();
    }

    public boolean retains() {
        return deletion == DeletionPolicy.RETAIN;
    }

    public boolean adopts() {
        return adoption == AdoptionPolicy.IF_UNOWNED;
    }
}
