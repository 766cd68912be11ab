package dev.twinmaker.syncjob.core.port;

import java.time.Duration;
import java.util.Optional;

/** What became of an action. */
public sealed interface Outcome {

    /** There was nothing to do in AWS. */
    record Idle() implements Outcome {}

    /**
     * AWS carried it out.
     *
     * @param job the job as the reply shows it, where it shows one
     * @param requestId what AWS calls the request, for the log alone
     */
    record Done(Optional<Job> job, String requestId) implements Outcome {}

    /** AWS did not, or did not say so: see {@link Failure.Effect}. */
    record Rejected(Failure failure) implements Outcome {}

    /** The budget has no room for this call before that time has passed. No call was made. */
    record NotNow(Duration delay) implements Outcome {}

    /** The object is gone from the API server or is not what this pass began with. No call was made. */
    record Outdated() implements Outcome {}
}
