package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Whose tags were read moments ago, without which the port sends no write to a job. */
final class Proofs {

    private static final Duration MOMENTS = Duration.ofSeconds(30);

    private final Map<String, Instant> read = new HashMap<>();

    /** The tags of this job were shown to somebody. */
    void read(StoredJob job, Instant now) {
        read.put(job.arn + job.created, now);
    }

    /**
     * Whether the tags of this incarnation were read lately.
     *
     * @throws IllegalArgumentException if the caller does not even have them
     */
    boolean hold(Job job, Instant now) {
        if (job.tags().isEmpty()) {
            throw new IllegalArgumentException("no write without the tags that prove whose job it is");
        }
        Instant proof = read.get(job.arn() + job.created());
        return proof != null && !proof.plus(MOMENTS).isBefore(now);
    }
}
