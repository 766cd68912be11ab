package dev.twinmaker.syncjob.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One request the API server has answered in full. What does not apply to a request is empty.
 *
 * @param user the name it was made under, such as {@code system:serviceaccount:<namespace>:<name>}
 * @param verb such as {@code get}, {@code list}, {@code watch}, {@code patch}
 * @param resource the plural, such as {@code syncjobs}
 * @param code the HTTP status of the answer
 * @param time when the request came in
 */
public record AuditEvent(
        String user,
        String verb,
        String apiGroup,
        String resource,
        String subresource,
        String namespace,
        String name,
        String uri,
        int code,
        Instant time) {

    static AuditEvent of(JsonNode event) {
        var object = event.path("objectRef");
        return new AuditEvent(
                event.path("user").path("username").asText(),
                event.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText(),
                object.path("subresource").asText(),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.path("requestURI").asText(),
                event.path("responseStatus").path("code").asInt(),
                Instant.parse(event.path("requestReceivedTimestamp").asText()));
    }
}
