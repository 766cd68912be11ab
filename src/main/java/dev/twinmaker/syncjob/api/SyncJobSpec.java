package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants. Bounds and patterns are those of the service model of AWS IoT TwinMaker (2021-11-29), anchored.
 *
 * <p>Every component may be null in a decoded object: the API server's schema forbids that, but an object stored under
 * another schema still arrives. Each rule guards its fields with {@code has()}: a rule that fails to evaluate on a
 * stored object would refuse every later write to it, the removal of its finalizer included.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = SyncJobDecoding.OfSpec.class)
@ValidationRule(
        value = "!has(self.workspaceId) || !has(oldSelf.workspaceId) || self.workspaceId == oldSelf.workspaceId",
        fieldPath = ".workspaceId",
        message = "workspaceId is immutable: a sync job belongs to its workspace for life;"
                + " delete this SyncJob and create another")
@ValidationRule(
        value = "!has(self.syncSource) || !has(oldSelf.syncSource) || self.syncSource == oldSelf.syncSource",
        fieldPath = ".syncSource",
        message = "syncSource is immutable: delete this SyncJob and create another")
@ValidationRule(
        value = "!has(self.workspaceId) || self.workspaceId != 'IoTSiteWiseDefaultWorkspace'"
                + " || (has(self.managementPolicy) && self.managementPolicy == 'ObserveOnly')",
        fieldPath = ".workspaceId",
        message = "IoTSiteWiseDefaultWorkspace is managed by AWS itself: name a workspace of your own, or set"
                + " managementPolicy: ObserveOnly to watch it")
@ValidationRule(
        value = "!has(self.tags) || self.tags.all(k, size(k) >= 1 && size(k) <= 128)",
        fieldPath = ".tags",
        message = "each tag key must have 1 to 128 characters")
@ValidationRule(
        value = "!has(self.tags) || self.tags.all(k, k.matches('^[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*$'))",
        fieldPath = ".tags",
        message = "each tag key may hold only letters, digits, blanks and the characters _ . : / = + - @")
@ValidationRule(
        value = "!has(self.tags) || self.tags.all(k, !k.lowerAscii().startsWith('aws:'))",
        fieldPath = ".tags",
        message = "no tag key may start with aws: (in any case): AWS reserves that prefix")
@ValidationRule(
        value = "!has(self.tags) || self.tags.all(k, !k.startsWith('twinmaker.dev/'))",
        fieldPath = ".tags",
        message = "no tag key may start with twinmaker.dev/: the operator marks its jobs with those tags")
public record SyncJobSpec(
        @Required
        @Size(min = 1, max = 128) @Pattern(SyncJobSpec.WORKSPACE_ID) @JsonPropertyDescription("Id of the IoT TwinMaker workspace to keep in step: 2 to 128 letters, digits,"
                + " '_' and '-', beginning with a letter, digit or '_' and ending with a letter or digit."
                + " Immutable. The workspace must exist; the operator does not create it.")
        @Nullable String workspaceId,

        @Default("SITEWISE")
        @Size(min = 1, max = 128) @Pattern(SyncJobSpec.SYNC_SOURCE) @JsonPropertyDescription("The source to sync from: 1 to 128 letters, digits and '_'. The service knows"
                + " SITEWISE only. One source can be connected to one workspace of an account and region."
                + " Immutable.")
        @Nullable String syncSource,

        @Required
        @Size(min = 20, max = 2048) @Pattern(SyncJobSpec.ROLE_ARN) @JsonPropertyDescription("ARN of the IAM role that the service assumes to read the source and to write"
                + " the workspace, 20 to 2048 characters. AWS cannot change the role of a job: what an edit"
                + " leads to is the business of replacementPolicy.")
        @Nullable String roleArn,

        @Size(min = 0, max = 45) @JsonPropertyDescription("Tags to set on the job, 0 to 45. Keys: 1 to 128 letters, digits, blanks and"
                + " _ . : / = + - @, not beginning with 'aws:' or 'twinmaker.dev/'. Values: 1 to 256"
                + " characters without line breaks. A key taken out here is removed from the job if the"
                + " operator had set it; what becomes of keys set by others is the business of tagPolicy.")
        @Nullable Map<String, @Size(min = 1, max = 256) @Pattern(SyncJobSpec.TAG_VALUE) String> tags,

        @Size(min = 1, max = 32) @Pattern(SyncJobSpec.REGION) @JsonPropertyDescription("AWS region of the workspace, such as eu-central-1. Immutable. When left out"
                + " it is the operator's region at the first look, kept in status.region; it may be added"
                + " later with exactly that value.")
        @Nullable String region,

        @Default("Delete")
        @JsonPropertyDescription("What becomes of the job when this SyncJob is deleted. Delete: it is deleted, and so"
                + " is every entity that it synced. Retain: it stays and loses its owner tags.")
        @Nullable DeletionPolicy deletionPolicy,

        @Default("Never")
        @JsonPropertyDescription("What to do with a job that exists already. Never: leave it alone and say so."
                + " IfUnowned: adopt it if it has no owner tags, or those of a SyncJob of this cluster that is"
                + " gone. A job of another cluster is never taken: its owner retains it, then this one adopts it.")
        @Nullable AdoptionPolicy adoptionPolicy,

        @Default("Never")
        @JsonPropertyDescription("What to do when the job has another role than roleArn, or is in state ERROR. AWS can"
                + " neither change nor repair a job: it is deleted, with every entity that it synced, and"
                + " created again. Never: say so. OnApproval: wait for the annotation"
                + " twinmaker.dev/approve-replacement with this object's metadata.generation; a job that never"
                + " was ACTIVE needs none. Automatic: do it, at most 3 times a generation.")
        @Nullable ReplacementPolicy replacementPolicy,

        @Default("Owned")
        @JsonPropertyDescription("Which tags of the job are the business of this spec. Owned: keys in tags, and those"
                + " this operator had set before. Authoritative: every key but those that begin with 'aws:'"
                + " and the owner tags; what is not in tags is removed.")
        @Nullable TagPolicy tagPolicy,

        @Default("Full")
        @JsonPropertyDescription("Whether the operator may write to AWS. Full: it may. ObserveOnly: it reads and"
                + " reports, holds no finalizer, and status.plan says what Full would do.")
        @Nullable ManagementPolicy managementPolicy,

        @Default("false")
        @JsonPropertyDescription("While true nothing is written to AWS: the operator reads, reports drift, and says in"
                + " status.plan what it would do. A deletion waits.")
        @Nullable Boolean suspend,

        @Default("false")
        @JsonPropertyDescription(
                "While true the operator neither deletes nor replaces the job; a deletion of this" + " SyncJob waits.")
        @Nullable Boolean deletionProtection,

        @Min(SyncJobSpec.SHORTEST_INTERVAL) @Max(SyncJobSpec.LONGEST_INTERVAL) @JsonPropertyDescription("How often a job that is as specified is read, in seconds, 30 to"
                + " 86400. When left out it is the operator's setting, 600 by default.")
        @Nullable Integer reconcileIntervalSeconds) {

    /** A spec with these values and every policy left to its default. */
    public static SyncJobSpec of(
            @Nullable String workspaceId,
            @Nullable String syncSource,
            @Nullable String roleArn,
            @Nullable Map<String, String> tags,
            @Nullable String region) {
        return new SyncJobSpec(
                workspaceId, syncSource, roleArn, tags, region, null, null, null, null, null, null, null, null);
    }

    /** Bounds of {@code reconcileIntervalSeconds}. */
    public static final int SHORTEST_INTERVAL = 30;

    /** Bounds of {@code reconcileIntervalSeconds}. */
    public static final int LONGEST_INTERVAL = 86_400;

    /** At least two characters, ending alphanumeric. */
    public static final String WORKSPACE_ID = "^[a-zA-Z_0-9][a-zA-Z_\\-0-9]*[a-zA-Z0-9]+$";

    /** One or more word characters. */
    public static final String SYNC_SOURCE = "^[a-zA-Z_0-9]+$";

    /** A role of one of the three partitions that the service accepts. */
    public static final String ROLE_ARN = "^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/.+$";

    /** The service's {@code .*} leaves out line breaks, and an empty value is refused. */
    public static final String TAG_VALUE = "^[^\\n\\r\\x{85}\\x{2028}\\x{2029}]+$";

    /** Letters, separators, digits and a few signs. */
    public static final String TAG_KEY = "^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$";

    /** A region name such as {@code us-gov-west-1}. */
    public static final String REGION = "^[a-z]{2}(-[a-z]+)+-[0-9]+$";
}
