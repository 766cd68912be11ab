package dev.twinmaker.syncjob.core.port;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sync jobs in AWS. No method throws for what AWS said or did not say, none waits for the budget, and each makes one
 * try: trying again is the caller's decision. Safe for use by many threads.
 */
public interface SyncJobs {

    /**
     * Who asks.
     *
     * @param uid for a fair share of the budget
     * @param account the account that the job is known to be in. A call that would be signed with a credential of
     *     another one is not sent and fails with {@link Failure.Kind#OTHER_ACCOUNT}, and so is one where that cannot be
     *     told. Empty as long as none is known.
     * @param principal as whom the call is made
     */
    record Caller(String uid, Lane lane, Optional<String> account, Principal principal) {

        /** One who calls as the operator itself. */
        public Caller(String uid, Lane lane, Optional<String> account) {
            this(uid, lane, account, Principal.OPERATOR);
        }
    }

    /** Which queue for the budget. */
    enum Lane {
        /** An edit, a deletion, or a job in transition: somebody waits for it. */
        URGENT,
        /** A periodic look at a job that is as it should be. */
        PERIODIC
    }

    /**
     * Reads the job.
     *
     * @param withTags also read every tag; then the job's tags are there, or the whole look is unreadable
     */
    Observation look(Identity identity, boolean withTags, Caller caller);

    /** Counts what the job has synced, up to a limit. Right behind a {@link #look}, whose turn in the budget it shares. */
    Tally tally(Identity identity, Caller caller);

    /**
     * Creates the job with these tags. A {@link Outcome.Done} carries the new job. A refusal because the workspace is
     * not there has kind {@link Failure.Kind#NOT_FOUND}.
     */
    Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller);

    /**
     * Adds or overwrites tags. The job must be one that a {@link #look} with tags returned moments ago, since those tags
     * are the proof that it is ours. The same holds for {@link #untag} and {@link #delete}.
     */
    Outcome tag(Identity identity, Job job, Map<String, String> tags, Caller caller);

    /** Removes tags. */
    Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller);

    /**
     * Deletes the job and every entity it synced. A {@link Outcome.Done} carries the job in its new state, which is
     * {@code DELETING} also where AWS answers that the job went since the look.
     */
    Outcome delete(Identity identity, Job job, Caller caller);
}
