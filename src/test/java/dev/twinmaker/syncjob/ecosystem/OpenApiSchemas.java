package dev.twinmaker.syncjob.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinmaker.syncjob.controlplane.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The schemas that an API server itself publishes, its CRDs among them, as kubeconform reads them. */
final class OpenApiSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "_definitions.json";

    private OpenApiSchemas() {}

    /** Writes a file a kind, in which nothing is allowed that it does not know. */
    static void write(ControlPlane plane, Path folder) throws IOException {
        JsonNode published =
                JSON.readTree(plane.kubectl("get", "--raw", "/openapi/v2").output());
        ObjectNode definitions = (ObjectNode) published.path("definitions");
        for (Map.Entry<String, JsonNode> definition : definitions.properties()) {
            close((ObjectNode) definition.getValue());
        }
        Files.writeString(
                folder.resolve(ALL),
                JSON.createObjectNode().set("definitions", definitions).toString());
        for (Map.Entry<String, JsonNode> definition : definitions.properties()) {
            for (JsonNode kind : definition.getValue().path("x-kubernetes-group-version-kind")) {
                String group = kind.path("group").asText();
                String prefix = group.isEmpty() ? "" : group.split("\\.", 2)[0] + "-";
                String name = kind.path("kind").asText().toLowerCase(Locale.ROOT) + "-" + prefix
                        + kind.path("version").asText() + ".json";
                Files.writeString(
                        folder.resolve(name),
                        JSON.createObjectNode()
                                .put("$ref", ALL + "#/definitions/" + definition.getKey())
                                .toString());
            }
        }
    }

    /** What has properties has no others; what is published as an open map stays one. */
    private static void close(ObjectNode schema) {
        if (schema.has("properties")
                && !schema.has("additionalProperties")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            schema.put("additionalProperties", false);
        }
        if ("int-or-string".equals(schema.path("format").asText())) {
            schema.remove("type");
            schema.putArray("type").add("integer").add("string");
        }
        schema.forEach(child -> {
            if (child instanceof ObjectNode object) {
                close(object);
            }
        });
    }
}
