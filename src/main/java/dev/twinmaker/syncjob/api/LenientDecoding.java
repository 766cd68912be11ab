package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decoders that never fail on a JSON value: what does not fit becomes an empty spec or status.
 *
 * <p>A spec is taken whole or not at all. Taking the parts that fit would turn a broken {@code tags} into "no tags",
 * and the operator would remove the tags it had set.
 */
final class LenientDecoding {

    private static final SyncJobSpec UNREADABLE = SyncJobSpec.of(null, null, null, null, null);

    private static final ObjectMapper JSON = new ObjectMapper();

    private LenientDecoding() {}

    static final class OfSpec extends JsonDeserializer<SyncJobSpec> {
        @Override
        public SyncJobSpec deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            try {
                return new SyncJobSpec(
                        text(node, "workspaceId"),
                        text(node, "syncSource"),
                        text(node, "roleArn"),
                        texts(node.get("tags")),
                        text(node, "region"),
                        word(node, "deletionPolicy", DeletionPolicy.class),
                        word(node, "adoptionPolicy", AdoptionPolicy.class),
                        word(node, "replacementPolicy", ReplacementPolicy.class),
                        word(node, "tagPolicy", TagPolicy.class),
                        word(node, "managementPolicy", ManagementPolicy.class),
                        flag(node, "suspend"),
                        flag(node, "deletionProtection"),
                        integer(node, "reconcileIntervalSeconds"));
            } catch (Misfit misfit) {
                return UNREADABLE;
            }
        }
    }

    static final class OfStatus extends JsonDeserializer<SyncJobStatus> {
        @Override
        public SyncJobStatus deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            try {
                return new SyncJobStatus(
                        number(node, "observedGeneration"),
                        text(node, "arn"),
                        text(node, "state"),
                        text(node, "roleArn"),
                        text(node, "region"),
                        text(node, "accountId"),
                        text(node, "creationDateTime"),
                        list(node.get("tagKeys")),
                        replacement(node.get("replacement")),
                        text(node, "lastHandledReconcileAt"),
                        records(node.get("drift"), Drift.class, context),
                        list(node.get("plan")),
                        records(node.get("conditions"), Condition.class, context));
            } catch (Misfit misfit) {
                return SyncJobStatus.EMPTY;
            }
        }

        private static @Nullable Replacement replacement(@Nullable JsonNode node) throws Misfit {
            if (node == null || node.isNull()) {
                return null;
            }
            Long generation = number(node, "generation");
            Integer count = integer(node, "count");
            if (generation == null || count == null) {
                throw new Misfit(null);
            }
            return new Replacement(generation, text(node, "jobCreated"), count, number(node, "voidApproval"));
        }
    }

    static <T> List<T> records(@Nullable JsonNode node, Class<T> type, DeserializationContext context)
            throws IOException, Misfit {
        List<T> result = new ArrayList<>();
        for (JsonNode item : items(node)) {
            try {
                result.add(context.readTreeAsValue(item, type));
            } catch (JsonProcessingException e) {
                throw new Misfit(e);
            }
        }
        return result;
    }

    static @Nullable String text(JsonNode object, String field) throws Misfit {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        return text(node);
    }

    static String text(JsonNode node) throws Misfit {
        if (!node.isTextual()) {
            throw new Misfit(null);
        }
        return node.textValue();
    }

    static @Nullable Long number(JsonNode object, String field) throws Misfit {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new Misfit(null);
        }
        return node.longValue();
    }

    static @Nullable Integer integer(JsonNode object, String field) throws Misfit {
        Long number = number(object, field);
        if (number == null) {
            return null;
        }
        if (number.intValue() != number) {
            throw new Misfit(null);
        }
        return number.intValue();
    }

    static @Nullable Boolean flag(JsonNode object, String field) throws Misfit {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isBoolean()) {
            throw new Misfit(null);
        }
        return node.booleanValue();
    }

    static <E extends Enum<E>> @Nullable E word(JsonNode object, String field, Class<E> type) throws Misfit {
        String word = text(object, field);
        if (word == null) {
            return null;
        }
        try {
            return JSON.convertValue(word, type);
        } catch (IllegalArgumentException e) {
            throw new Misfit(e);
        }
    }

    static @Nullable Map<String, String> texts(@Nullable JsonNode node) throws Misfit {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isObject()) {
            throw new Misfit(null);
        }
        Map<String, String> result = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            result.put(property.getKey(), text(property.getValue()));
        }
        return result;
    }

    static List<String> list(@Nullable JsonNode node) throws Misfit {
        List<String> result = new ArrayList<>();
        for (JsonNode item : items(node)) {
            result.add(text(item));
        }
        return result;
    }

    static Iterable<JsonNode> items(@Nullable JsonNode node) throws Misfit {
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw new Misfit(null);
        }
        return node;
    }

    static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        Misfit(@Nullable Throwable cause) {
            super("not of the expected JSON type", cause, false, false);
        }
    }
}
