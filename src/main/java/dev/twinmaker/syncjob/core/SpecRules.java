package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.api.TextRule;
import dev.twinmaker.syncjob.core.port.Owner;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of the schema once more, for objects that were stored under another one. */
public final class SpecRules {

    private static final TextRule WORKSPACE_ID = TextRule.of(1, 128, SyncJobSpec.WORKSPACE_ID);
    private static final TextRule SYNC_SOURCE = TextRule.of(1, 128, SyncJobSpec.SYNC_SOURCE);
    private static final TextRule ROLE_ARN = TextRule.of(20, 2048, SyncJobSpec.ROLE_ARN);
    private static final TextRule REGION = TextRule.of(1, 32, SyncJobSpec.REGION);
    private static final TextRule TAG_KEY = TextRule.of(1, 128, SyncJobSpec.TAG_KEY);
    private static final TextRule TAG_VALUE = TextRule.of(1, 256, SyncJobSpec.TAG_VALUE);
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
                WORKSPACE_ID.fault("spec.workspaceId", spec.workspaceId()),
                SYNC_SOURCE.fault("spec.syncSource", spec.syncSource()),
                spec.region() == null ? Optional.empty() : REGION.fault("spec.region", spec.region()));
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
                ROLE_ARN.fault("spec.roleArn", spec.roleArn()),
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
                    TAG_KEY.fault("a key of " + field, key), TAG_VALUE.fault(field + "[" + key + "]", tag.getValue()));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
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
