package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.port.Owner;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the schema once more, for objects that were stored under another one. Lengths are counted in code points,
 * as the API server counts them, and before a pattern is tried, so that no long value can make the match slow.
 */
public final class SpecRules {

    private static final Pattern WORKSPACE_ID = Pattern.compile(SyncJobSpec.WORKSPACE_ID);
    private static final Pattern SYNC_SOURCE = Pattern.compile(SyncJobSpec.SYNC_SOURCE);
    private static final Pattern ROLE_ARN = Pattern.compile(SyncJobSpec.ROLE_ARN);
    private static final Pattern REGION = Pattern.compile(SyncJobSpec.REGION);
    private static final Pattern TAG_KEY = Pattern.compile(SyncJobSpec.TAG_KEY);
    private static final Pattern TAG_VALUE = Pattern.compile(SyncJobSpec.TAG_VALUE);
    private static final Pattern JOB_ARN =
            Pattern.compile("arn:[^:]+:iottwinmaker:[^:]+:[^:]+:workspace/([^/]+)/sync-job/.+");
    private static final int MAX_TAGS = 45;

    private SpecRules() {}

    /** Why the job cannot be named; empty if it can. */
    public static Optional<String> identityFault(SyncJobSpec spec) {
        if (spec.workspaceId() == null && spec.roleArn() == null) {
            return Optional.of("The stored spec does not fit the schema: fields are missing or have the wrong type."
                    + " Apply the SyncJob again with a valid spec.");
        }
        return first(
                text("spec.workspaceId", spec.workspaceId(), 1, 128, WORKSPACE_ID),
                text("spec.syncSource", spec.syncSource(), 1, 128, SYNC_SOURCE),
                spec.region() == null ? Optional.empty() : text("spec.region", spec.region(), 1, 32, REGION));
    }

    /**
     * Why the job of this object cannot be named any more, though its spec is sound: the spec names another job than the
     * one in the status, which would be left behind. The schema refuses such an edit; this is for where it does not.
     */
    public static Optional<String> movedFault(SyncJobSpec spec, @Nullable SyncJobStatus status) {
        if (status == null || status.arn() == null) {
            return Optional.empty();
        }
        String pinned = status.region();
        if (spec.region() != null && pinned != null && !pinned.equals(spec.region())) {
            return Optional.of(moved("spec.region", pinned));
        }
        Matcher arn = JOB_ARN.matcher(status.arn());
        return arn.matches() && !arn.group(1).equals(spec.workspaceId())
                ? Optional.of(moved("spec.workspaceId", arn.group(1)))
                : Optional.empty();
    }

    private static String moved(String field, String before) {
        return field + " is immutable: the job of this SyncJob is in " + before
                + ". Put that back, or delete this SyncJob and create another.";
    }

    /** Why this spec must not be sent to AWS; empty if it may. */
    public static Optional<String> fault(SyncJobSpec spec) {
        Optional<String> identity = identityFault(spec);
        if (identity.isPresent()) {
            return identity;
        }
        if ("IoTSiteWiseDefaultWorkspace".equals(spec.workspaceId())
                && spec.managementPolicy() != ManagementPolicy.OBSERVE_ONLY) {
            return Optional.of("spec.workspaceId: IoTSiteWiseDefaultWorkspace is managed by AWS itself; name a"
                    + " workspace of your own, or set managementPolicy to ObserveOnly.");
        }
        return first(
                text("spec.roleArn", spec.roleArn(), 20, 2048, ROLE_ARN),
                spec.tags() == null ? Optional.empty() : faultOfTags("spec.tags", spec.tags()));
    }

    /**
     * Why these tags may not be set on a job; empty if they may.
     *
     * @param field what holds them, for the message
     */
    public static Optional<String> faultOfTags(String field, Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            return Optional.of(field + " has " + tags.size() + " entries; at most " + MAX_TAGS + " are allowed.");
        }
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            String key = tag.getKey();
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:") || key.startsWith(Owner.PREFIX)) {
                return Optional.of(field + ": the key '" + key + "' begins with a reserved prefix.");
            }
            Optional<String> fault = first(
                    text("a key of " + field, key, 1, 128, TAG_KEY),
                    text(field + "[" + key + "]", tag.getValue(), 1, 256, TAG_VALUE));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(String field, @Nullable String value, int min, int max, Pattern pattern) {
        if (value == null) {
            return Optional.of(field + " is missing.");
        }
        int length = value.codePointCount(0, value.length());
        if (length < min || length > max) {
            return Optional.of(
                    field + " has " + length + " characters; it must have " + min + " to " + max + " of them.");
        }
        return pattern.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(field + " does not match " + pattern.pattern() + ".");
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... faults) {
        for (Optional<String> fault : faults) {
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }
}
