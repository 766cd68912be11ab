package dev.twinmaker.syncjob.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A job put into the world from outside the API, in whatever state is wanted.
 *
 * @param state the state it is in from now on; CREATING and INITIALIZING do not move on by themselves
 */
public record JobSeed(
        JobKey key,
        String role,
        Map<String, String> tags,
        JobState state,
        String errorCode,
        String errorMessage,
        List<SyncResource> resources) {

    /** An untagged ACTIVE job. */
    public static JobSeed active(JobKey key, String role) {
        return new JobSeed(key, role, Map.of(), JobState.ACTIVE, "", "", List.of());
    }

    /** The same job with these tags added. */
    public JobSeed tagged(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(tags);
        all.putAll(more);
        return new JobSeed(key, role, all, state, errorCode, errorMessage, resources);
    }

    /** The same job in another state. */
    public JobSeed in(JobState other) {
        return new JobSeed(key, role, tags, other, errorCode, errorMessage, resources);
    }

    /** The same job in ERROR. */
    public JobSeed failed(String code, String message) {
        return new JobSeed(key, role, tags, JobState.ERROR, code, message, resources);
    }

    /** The same job with these resources. */
    public JobSeed with(List<SyncResource> found) {
        return new JobSeed(key, role, tags, state, errorCode, errorMessage, found);
    }
}
