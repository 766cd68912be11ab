package dev.twinmaker.syncjob.simulator;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A deny statement of the operator's policy. Members that are null match everything.
 *
 * @param operation the operation denied
 * @param resource the ARN of the job, workspace or role acted on, where {@code *} stands for anything
 * @param tagKey the key of a tag that the resource has, or that the request gives it
 * @param tagValue the value of that tag
 */
public record Denial(
        @Nullable Operation operation,
        @Nullable String resource,
        @Nullable String tagKey,
        @Nullable String tagValue) {

    /** Denies an operation on everything. */
    public static Denial of(Operation operation) {
        return new Denial(operation, null, null, null);
    }

    /** The same, for these resources only. */
    public Denial on(String arnPattern) {
        return new Denial(operation, arnPattern, tagKey, tagValue);
    }

    /** The same, for resources with this tag only. */
    public Denial tagged(String key, String value) {
        return new Denial(operation, resource, key, value);
    }

    boolean covers(Operation wanted, String arn, Map<String, String> tags) {
        return (operation == null || operation == wanted)
                && (resource == null || matches(resource, arn))
                && (tagKey == null
                        || (tags.containsKey(tagKey) && (tagValue == null || tagValue.equals(tags.get(tagKey)))));
    }

    /** Whether an ARN fits a pattern in which {@code *} stands for anything. */
    static boolean matches(String pattern, String arn) {
        return Pattern.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", arn);
    }
}
