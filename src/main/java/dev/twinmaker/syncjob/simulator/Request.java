package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call whose caller and operation are known and whose body was parsed; members of a wrong type are refused. */
record Request(Call call, Principal principal, Route route, ObjectNode body) {

    static ObjectNode parse(String body) {
        if (body.isEmpty()) {
            return Json.object();
        }
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw serialization("The body is not JSON: " + e.getOriginalMessage());
        }
        throw serialization("The body is not a JSON object.");
    }

    Operation operation() {
        return route.operation();
    }

    Place place() {
        return principal.place();
    }

    String workspaceId() {
        return call.workspaceId();
    }

    String syncSource() {
        return call.syncSource();
    }

    JobKey key() {
        return place().job(workspaceId(), syncSource());
    }

    /** The ARN that a tag operation names. */
    String resourceArn() {
        return operation() == Operation.UNTAG_RESOURCE
                ? call.queryValue("resourceARN").orElse("")
                : text("resourceARN").orElse("");
    }

    Optional<String> text(String member) {
        JsonNode node = body.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw serialization("The member '" + member + "' is not a string.");
        }
        return Optional.of(node.textValue());
    }

    Optional<Integer> number(String member) {
        JsonNode node = body.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.canConvertToInt() || !node.isIntegralNumber()) {
            throw serialization("The member '" + member + "' is not an integer.");
        }
        return Optional.of(node.intValue());
    }

    Optional<Map<String, String>> map(String member) {
        JsonNode node = body.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw serialization("The member '" + member + "' is not a map.");
        }
        Map<String, String> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw serialization("A value of '" + member + "' is not a string.");
            }
            map.put(entry.getKey(), entry.getValue().textValue());
        });
        return Optional.of(map);
    }

    /** A list of unions, as name and value of the one member each must have. */
    List<Map.Entry<String, String>> unions(String member) {
        JsonNode node = body.path(member);
        List<Map.Entry<String, String>> unions = new ArrayList<>();
        if (node.isMissingNode() || node.isNull()) {
            return unions;
        }
        if (!node.isArray()) {
            throw serialization("The member '" + member + "' is not a list.");
        }
        for (JsonNode element : node) {
            if (!element.isObject() || element.size() != 1) {
                throw serialization("An element of '" + member + "' is not a union with one member.");
            }
            Map.Entry<String, JsonNode> only = element.properties().iterator().next();
            if (!only.getValue().isTextual()) {
                throw serialization("A value of '" + member + "' is not a string.");
            }
            unions.add(Map.entry(only.getKey(), only.getValue().textValue()));
        }
        return unions;
    }

    private static Refusal serialization(String message) {
        return new Refusal(400, "SerializationException", message);
    }
}
