package dev.twinmaker.syncjob.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that a caller must be allowed: an action on one resource.
 *
 * @param caller who asks, such as {@code Service:iottwinmaker.amazonaws.com}; it counts for trust policies alone
 * @param action such as {@code iottwinmaker:DeleteSyncJob}
 * @param resource the ARN, or {@code *} where the action has no resource
 * @param context the values of condition keys, whose names are in lower case
 */
record Permission(String caller, String action, String resource, Map<String, List<String>> context) {

    static final String RESOURCE_TAG = "aws:resourcetag/";
    static final String REQUEST_TAG = "aws:requesttag/";
    static final String TAG_KEYS = "aws:tagkeys";
    static final String PASSED_TO_SERVICE = "iam:passedtoservice";
    static final String EXTERNAL_ID = "sts:externalid";

    /** What an action takes that has no resource. */
    static final String NO_RESOURCE = "*";

    static Permission of(String action, String resource) {
        return new Permission("", action, resource, Map.of());
    }

    /** The same, asked by this principal. */
    Permission by(String principal) {
        return new Permission(principal, action, resource, context);
    }

    /** The same, on a resource that has these tags. */
    Permission tagged(Map<String, String> tags) {
        return with(prefixed(RESOURCE_TAG, tags));
    }

    /** The same, in a request that sends these tags. */
    Permission sending(Map<String, String> tags) {
        return with(prefixed(REQUEST_TAG, tags)).naming(tags.keySet());
    }

    /** The same, in a request that names these keys of tags. */
    Permission naming(Collection<String> tagKeys) {
        return tagKeys.isEmpty() ? this : with(Map.of(TAG_KEYS, List.copyOf(tagKeys)));
    }

    /** The same, with a condition key that has one value. */
    Permission with(String key, String value) {
        return with(Map.of(key.toLowerCase(Locale.ROOT), List.of(value)));
    }

    private Permission with(Map<String, List<String>> more) {
        Map<String, List<String>> all = new HashMap<>(context);
        all.putAll(more);
        return new Permission(caller, action, resource, Map.copyOf(all));
    }

    /** Keys that differ in case alone make one condition key with several values. */
    private static Map<String, List<String>> prefixed(String prefix, Map<String, String> tags) {
        Map<String, List<String>> prefixed = new HashMap<>();
        tags.forEach((key, value) -> prefixed.computeIfAbsent(
                        prefix + key.toLowerCase(Locale.ROOT), unused -> new ArrayList<>())
                .add(value));
        return prefixed;
    }
}
