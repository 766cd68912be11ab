package dev.twinmaker.syncjob.core;

/**
 * A change that AWS carried out, for the log.
 *
 * @param operation the operation of the service, such as {@code CreateSyncJob}
 * @param reason why, as a word of the condition
 */
public record Change(String operation, String reason, String requestId) {}
