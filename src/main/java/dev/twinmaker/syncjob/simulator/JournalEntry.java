package dev.twinmaker.syncjob.simulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as the simulator saw it.
 *
 * @param begun a number that grows over the journal, taken when the head arrived; with STS, the body
 * @param ended a number of the same series, taken when the exchange was over; null while it is not
 * @param time of the simulated clock, taken then
 * @param operation null if there was none at the path
 * @param key the place, and the workspace and source as far as the path names them, empty strings for the rest
 * @param resource the ARN a permission was asked for, empty if the request was not looked at so far
 * @param invocationId the same for all attempts of one call of an SDK
 * @param principal the access key of the signature
 * @param effect whether the world was changed
 * @param status the HTTP status sent, 0 if none was
 * @param errorCode the error code sent, empty if none was
 * @param liveJobs how many jobs of the source were live in the account and region afterwards
 * @param tagsBefore the tags of the addressed job or workspace before the request, empty if there was none
 */
public record JournalEntry(
        long begun,
        @Nullable Long ended,
        Instant time,
        @Nullable Operation operation,
        JobKey key,
        String resource,
        String invocationId,
        int attempt,
        String principal,
        String userAgent,
        boolean effect,
        int status,
        String errorCode,
        ConnectionFate fate,
        int liveJobs,
        Map<String, String> tagsBefore) {

    boolean overlaps(JournalEntry later) {
        return ended == null || ended > later.begun();
    }
}
