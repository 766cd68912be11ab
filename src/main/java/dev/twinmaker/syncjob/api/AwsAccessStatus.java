package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator found out about an access. A component is null until it is known. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = AccessDecoding.OfStatus.class)
public record AwsAccessStatus(
        @JsonPropertyDescription("The metadata.generation of the last look; -1 before the first one.") @Nullable Long observedGeneration,

        @JsonPropertyDescription("The AWS account that calls are made in, as AWS says it.") @Nullable String accountId,

        @JsonPropertyDescription("How many SyncJobs use this access.") @Nullable Integer syncJobs,

        @JsonPropertyDescription("Ready after the first look; Reconciling or Stalled only while true.")
        List<Condition> conditions) {

    /** Nothing known yet. */
    public static final AwsAccessStatus EMPTY = new AwsAccessStatus(null, null, null, List.of());

    @SuppressWarnings("NullAway") // Jackson and the CRD generator may pass a null list.
    public AwsAccessStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** The condition of that type, if it is there. */
    public Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> type.equals(c.type())).findFirst();
    }
}
