package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.port.Outcome;

/**
 * A change that AWS carried out, for the log.
 *
 * @param operation the operation of the service, such as {@code CreateSyncJob}
 * @param reason why, as a word of the condition
 */
public record Change(String operation, String reason, String requestId) {

    static Change of(String operation, Reason reason, Outcome.Done done) {
        return new Change(operation, reason.text(), done.requestId());
    }
}
