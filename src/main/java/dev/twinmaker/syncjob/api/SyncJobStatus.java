package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator last saw. Equal values mean that nothing visible changed and nothing is written. Times are RFC 3339
 * in UTC. A component is null, and a list empty, until something is known.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = SyncJobDecoding.OfStatus.class)
public record SyncJobStatus(
        @JsonPropertyDescription("The metadata.generation of the last pass; -1 before the first one.") @Nullable Long observedGeneration,

        @JsonPropertyDescription("ARN of the job, as AWS gave it.") @Nullable String arn,

        @JsonPropertyDescription("State of the job, as AWS says it: CREATING, INITIALIZING, ACTIVE, DELETING, ERROR,"
                + " or a newer word verbatim.")
        @Nullable String state,

        @JsonPropertyDescription("The role that the job really has; it may differ from spec.roleArn.") @Nullable String roleArn,

        @Size(max = 64) @JsonPropertyDescription("The AWS region in which the job is kept, pinned at the first look.")
        @Nullable String region,

        @JsonPropertyDescription("The AWS account of the job.") @Nullable String accountId,

        @JsonPropertyDescription("When AWS created the job. Together with the ARN it names one incarnation of it.")
        @Nullable String creationDateTime,

        @JsonPropertyDescription("Tag keys that this operator has set on the job, recorded before each call.")
        List<String> tagKeys,

        @JsonPropertyDescription("The last replacement that was decided; its approval is used up.") @Nullable Replacement replacement,

        @JsonPropertyDescription(
                "The last value of the annotation twinmaker.dev/reconcile-requested-at that was" + " acted on.")
        @Nullable String lastHandledReconcileAt,

        @JsonPropertyDescription("How the job differs from the spec.")
        List<Drift> drift,

        @JsonPropertyDescription("The calls to AWS that would be made, in order; only while the operator may not make"
                + " them: ObserveOnly, suspended, or awaiting approval.")
        List<String> plan,

        @JsonPropertyDescription("Ready and Synced after the first look; Reconciling or Stalled only while true.")
        List<Condition> conditions) {

    /** Nothing known yet. */
    public static final SyncJobStatus EMPTY = new SyncJobStatus(
            null, null, null, null, null, null, null, List.of(), null, null, List.of(), List.of(), List.of());

    @SuppressWarnings("NullAway") // Jackson and the CRD generator may pass null lists.
    public SyncJobStatus {
        tagKeys = tagKeys == null ? List.of() : List.copyOf(tagKeys);
        drift = drift == null ? List.of() : List.copyOf(drift);
        plan = plan == null ? List.of() : List.copyOf(plan);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** The condition of that type, if it is there. */
    public Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> type.equals(c.type())).findFirst();
    }
}
