package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object by type. What is absent or null is null; what is of another type is a {@link Misfit}. */
final class JsonMembers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonMembers() {}

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
