package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One condition, with the six fields of {@code meta/v1}.
 *
 * @param type {@link #READY}, {@link #SYNCED}, {@link #RECONCILING} or {@link #STALLED}; or one of somebody else's
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason a {@link Reason}, as its text
 * @param lastTransitionTime RFC 3339 in UTC, whole seconds; moves only with {@code status}
 * @param observedGeneration the generation that the condition was judged for, which may be older than the object's
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @Required @Size(max = 316) @JsonPropertyDescription("Ready, Synced, Reconciling or Stalled.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        String status,

        @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("One word for the cause, of a closed set.")
        String reason,

        @Required @Size(max = 32768) @JsonPropertyDescription("The cause in words for a person.")
        String message,

        @Required @JsonPropertyDescription("When status last changed.")
        String lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation for which this was judged.") @Nullable Long observedGeneration) {

    /** AWS reports ACTIVE for a job that is ours. */
    public static final String READY = "Ready";

    /** The last look succeeded and the job matches the spec. */
    public static final String SYNCED = "Synced";

    /** Work is under way, or will be tried again without anyone doing anything. */
    public static final String RECONCILING = "Reconciling";

    /** Nothing will change until a person acts. */
    public static final String STALLED = "Stalled";

    private static final Set<String> OURS = Set.of(READY, SYNCED, RECONCILING, STALLED);

    /** Whether the operator writes conditions of this type. Others stay as whoever wrote them left them. */
    public boolean ours() {
        return OURS.contains(type);
    }

    /** Whether the status is {@code True}. */
    public boolean holds() {
        return "True".equals(status);
    }
}
