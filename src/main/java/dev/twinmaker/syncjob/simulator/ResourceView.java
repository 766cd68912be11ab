package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A synced resource with the state it shows at some moment. */
record ResourceView(SyncResource resource, String state, Instant updated) {

    static ResourceView of(SyncResource resource, String state, Instant updated) {
        boolean failed = resource.failure() != null && state.equals("IN_SYNC");
        return new ResourceView(resource, failed ? "ERROR" : state, updated);
    }

    ObjectNode asJson() {
        ObjectNode json = Json.object();
        json.put("resourceType", resource.type());
        json.put("externalId", resource.externalId());
        json.put("resourceId", resource.resourceId());
        ObjectNode status = json.putObject("status");
        status.put("state", state);
        ObjectNode error = status.putObject("error");
        if (state.equals("ERROR")) {
            error.put("code", "SYNC_PROCESSING_ERROR");
            error.put("message", resource.failure());
        }
        json.set("updateDateTime", Json.timestamp(updated));
        return json;
    }
}
