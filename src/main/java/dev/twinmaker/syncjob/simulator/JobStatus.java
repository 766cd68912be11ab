package dev.twinmaker.syncjob.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A state of a job with the error it shows, if any, and the moment it was entered. */
public record JobStatus(
        JobState state,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant since) {

    static JobStatus healthy(JobState state, Instant since) {
        return new JobStatus(state, null, null, since);
    }

    static JobStatus failed(String code, String message, Instant since) {
        return new JobStatus(JobState.ERROR, code, message, since);
    }
}
