package dev.twinmaker.syncjob.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A SiteWise asset or model that a job copies.
 *
 * @param type ENTITY or COMPONENT_TYPE
 * @param externalId the SiteWise id
 * @param resourceId the TwinMaker id
 * @param failure the message of a lasting error of this resource alone, null if it can be copied
 */
public record SyncResource(
        String type,
        String externalId,
        String resourceId,
        @Nullable String failure) {

    /** A healthy asset, whose entity has the same id. */
    public static SyncResource asset(String assetId) {
        return new SyncResource("ENTITY", assetId, assetId, null);
    }

    /** A healthy asset model, whose component type is named after it. */
    public static SyncResource model(String modelId) {
        return new SyncResource("COMPONENT_TYPE", modelId, "iotsitewise.assetmodel:" + modelId, null);
    }

    /** The same resource, failing for good with this message while its job may be ACTIVE. */
    public SyncResource failing(String message) {
        return new SyncResource(type, externalId, resourceId, message);
    }
}
