package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The ways in which the body of a successful response can be spoilt. */
public enum Mangling {
    /** No body at all. */
    EMPTY_BODY,
    /** An object that ends too early, with a Content-Length to match. */
    BROKEN_JSON,
    /** A JSON value that is not an object. */
    NOT_AN_OBJECT,
    /** An empty object. */
    NO_MEMBERS,
    /** One member is left out. */
    MISSING_MEMBER,
    /** A member the model does not know. */
    UNKNOWN_MEMBER,
    /** Timestamps as ISO 8601 strings. */
    ISO_TIMESTAMPS,
    /** The error of the status is null. */
    ERROR_NULL,
    /** The error of the status is an empty object. */
    ERROR_EMPTY,
    /** The status has no error member. */
    ERROR_ABSENT,
    /** A state the model does not know. */
    UNKNOWN_STATE,
    /** An error code the model does not know. */
    UNKNOWN_ERROR_CODE,
    /** Ten million bytes of a member the model does not know. */
    HUGE,
    /** A list whose next page is always the same one. */
    REPEATED_TOKEN,
    /** A token that is refused when it is used. */
    FOREIGN_TOKEN,
    /** Sixty tags on one page. */
    OVERFULL_TAGS;

    private static final int HUGE_SIZE = 10_000_000;

    /**
     * Spoils a body.
     *
     * @param ownToken a token that leads to the page of this very body
     * @param writer puts members into the form of the protocol
     */
    byte[] apply(ObjectNode original, String member, String ownToken, Function<ObjectNode, byte[]> writer) {
        ObjectNode body = original.deepCopy();
        switch (this) {
            case EMPTY_BODY -> {
                return new byte[0];
            }
            case BROKEN_JSON -> {
                byte[] whole = writer.apply(body);
                return Arrays.copyOf(whole, whole.length - 1);
            }
            case NOT_AN_OBJECT -> {
                return "\"ok\"".getBytes(StandardCharsets.UTF_8);
            }
            default -> change(body, member, ownToken);
        }
        return writer.apply(body);
    }

    private void change(ObjectNode body, String member, String ownToken) {
        switch (this) {
            case NO_MEMBERS -> body.removeAll();
            case MISSING_MEMBER -> body.remove(member);
            case UNKNOWN_MEMBER -> body.putObject("notInTheModel").put("nested", true);
            case HUGE -> body.put("notInTheModel", "x".repeat(HUGE_SIZE));
            case ISO_TIMESTAMPS -> isoTimestamps(body);
            case ERROR_NULL -> statuses(body).forEach(status -> status.putNull("error"));
            case ERROR_EMPTY -> statuses(body).forEach(status -> status.putObject("error"));
            case ERROR_ABSENT -> statuses(body).forEach(status -> status.remove("error"));
            case UNKNOWN_STATE -> {
                statuses(body).forEach(status -> status.put("state", "HIBERNATING"));
                if (body.has("state")) {
                    body.put("state", "HIBERNATING");
                }
            }
            case UNKNOWN_ERROR_CODE ->
                statuses(body)
                        .forEach(status -> status.putObject("error")
                                .put("code", "SYNC_FLUX_ERROR")
                                .put("message", "Something new went wrong."));
            case REPEATED_TOKEN -> body.put("nextToken", ownToken);
            case FOREIGN_TOKEN -> body.put("nextToken", Pages.token("another list", 0, 0));
            case OVERFULL_TAGS -> overfull(body.putObject("tags"));
            default -> throw new IllegalStateException("not a change: " + this);
        }
    }

    private static void overfull(ObjectNode tags) {
        for (int i = 0; i < 60; i++) {
            tags.put("tag-" + i, "value");
        }
    }

    private static void isoTimestamps(ObjectNode body) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode value = body.get(name);
            if (name.endsWith("DateTime") && value.isNumber()) {
                body.put(
                        name,
                        Instant.ofEpochMilli((long) (value.doubleValue() * 1000))
                                .toString());
            } else {
                value.forEach(Mangling::isoTimestampsIn);
            }
        }
    }

    private static void isoTimestampsIn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            isoTimestamps(object);
        }
    }

    /** The status of the job itself or of each job or resource of a list. */
    private static List<ObjectNode> statuses(ObjectNode body) {
        return body.findValues("status").stream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }
}
