package dev.twinmaker.syncjob.core.port;

/**
 * What a sync job is known by within an AWS account. There can be one job of an identity at a time, and creating a
 * second one is refused by AWS.
 */
public record Identity(String region, String workspaceId, String syncSource) {}
