package dev.twinmaker.syncjob.api;

import static dev.twinmaker.syncjob.api.JsonMembers.flag;
import static dev.twinmaker.syncjob.api.JsonMembers.integer;
import static dev.twinmaker.syncjob.api.JsonMembers.items;
import static dev.twinmaker.syncjob.api.JsonMembers.list;
import static dev.twinmaker.syncjob.api.JsonMembers.number;
import static dev.twinmaker.syncjob.api.JsonMembers.records;
import static dev.twinmaker.syncjob.api.JsonMembers.text;
import static dev.twinmaker.syncjob.api.JsonMembers.texts;
import static dev.twinmaker.syncjob.api.JsonMembers.word;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decoders of an access that never fail on a JSON value. A spec is taken whole or not at all, and not at all where it
 * holds a field that this version does not know: what it leaves out could have been a bound.
 */
final class AccessDecoding {

    private static final Set<String> FIELDS = Set.of(
            "namespaces",
            "namespaceSelector",
            "assumeRole",
            "regions",
            "allowedRoleArns",
            "allowedWorkspaces",
            "allowAdoption",
            "readRate",
            "writeRate");

    private static final ObjectMapper JSON = new ObjectMapper();

    private AccessDecoding() {}

    static final class OfSpec extends JsonDeserializer<AwsAccessSpec> {
        @Override
        public AwsAccessSpec deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            try {
                known(node, FIELDS);
                return new AwsAccessSpec(
                        strings(node, "namespaces"),
                        selector(node.get("namespaceSelector")),
                        role(node.get("assumeRole")),
                        strings(node, "regions"),
                        strings(node, "allowedRoleArns"),
                        strings(node, "allowedWorkspaces"),
                        flag(node, "allowAdoption"),
                        rate(node, "readRate"),
                        rate(node, "writeRate"));
            } catch (JsonMembers.Misfit misfit) {
                return AwsAccessSpec.UNREADABLE;
            }
        }
    }

    static final class OfStatus extends JsonDeserializer<AwsAccessStatus> {
        @Override
        public AwsAccessStatus deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            try {
                return new AwsAccessStatus(
                        number(node, "observedGeneration"),
                        text(node, "accountId"),
                        integer(node, "syncJobs"),
                        records(node.get("conditions"), Condition.class, context));
            } catch (JsonMembers.Misfit misfit) {
                return AwsAccessStatus.EMPTY;
            }
        }
    }

    private static @Nullable NamespaceSelector selector(@Nullable JsonNode node) throws JsonMembers.Misfit {
        if (node == null || node.isNull()) {
            return null;
        }
        known(node, Set.of("matchLabels", "matchExpressions"));
        JsonNode expressions = node.get("matchExpressions");
        List<LabelRequirement> requirements = new ArrayList<>();
        for (JsonNode item : items(expressions)) {
            known(item, Set.of("key", "operator", "values"));
            requirements.add(new LabelRequirement(
                    there(text(item, "key")),
                    there(word(item, "operator", LabelOperator.class)),
                    strings(item, "values")));
        }
        return new NamespaceSelector(texts(node.get("matchLabels")), expressions == null ? null : requirements);
    }

    private static @Nullable AssumeRole role(@Nullable JsonNode node) throws JsonMembers.Misfit {
        if (node == null || node.isNull()) {
            return null;
        }
        known(node, Set.of("roleArn", "externalId", "sessionTags"));
        List<String> words = strings(node, "sessionTags");
        return new AssumeRole(
                there(text(node, "roleArn")), text(node, "externalId"), words == null ? null : tags(words));
    }

    private static List<SessionTag> tags(List<String> words) throws JsonMembers.Misfit {
        List<SessionTag> tags = new ArrayList<>();
        for (String word : words) {
            try {
                tags.add(JSON.convertValue(word, SessionTag.class));
            } catch (IllegalArgumentException e) {
                throw new JsonMembers.Misfit(e);
            }
        }
        return tags;
    }

    private static void known(JsonNode node, Set<String> fields) throws JsonMembers.Misfit {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        if (!node.isObject() || !fields.containsAll(names)) {
            throw new JsonMembers.Misfit(null);
        }
    }

    private static @Nullable List<String> strings(JsonNode object, String field) throws JsonMembers.Misfit {
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : list(node);
    }

    private static @Nullable Double rate(JsonNode object, String field) throws JsonMembers.Misfit {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isNumber()) {
            throw new JsonMembers.Misfit(null);
        }
        return node.doubleValue();
    }

    private static <T> T there(@Nullable T value) throws JsonMembers.Misfit {
        if (value == null) {
            throw new JsonMembers.Misfit(null);
        }
        return value;
    }
}
