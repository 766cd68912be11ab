package dev.twinmaker.syncjob.api;

import static dev.twinmaker.syncjob.api.JsonMembers.flag;
import static dev.twinmaker.syncjob.api.JsonMembers.integer;
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
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decoders of a SyncJob that never fail on a JSON value: what does not fit becomes an empty spec or status.
 *
 * <p>A spec is taken whole or not at all. Taking the parts that fit would turn a broken {@code tags} into "no tags",
 * and the operator would remove the tags it had set.
 */
final class SyncJobDecoding {

    private static final SyncJobSpec UNREADABLE = SyncJobSpec.of(null, null, null, null, null);

    private SyncJobDecoding() {}

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
            } catch (JsonMembers.Misfit misfit) {
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
            } catch (JsonMembers.Misfit misfit) {
                return SyncJobStatus.EMPTY;
            }
        }

        private static @Nullable Replacement replacement(@Nullable JsonNode node) throws JsonMembers.Misfit {
            if (node == null || node.isNull()) {
                return null;
            }
            Long generation = number(node, "generation");
            Integer count = integer(node, "count");
            if (generation == null || count == null) {
                throw new JsonMembers.Misfit(null);
            }
            return new Replacement(generation, text(node, "jobCreated"), count, number(node, "voidApproval"));
        }
    }
}
