package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * The last replacement that was decided, recorded before the delete is sent. An approval of a generation that stands
 * here is used up.
 *
 * @param jobCreated null where an approval was found void and nothing was replaced
 * @param count 0 or more
 * @param voidApproval null where no void approval is to be remembered besides
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Replacement(
        @Required @JsonPropertyDescription("The metadata.generation that it was decided for.")
        long generation,

        @JsonPropertyDescription("creationDateTime of the job that is replaced.") @Nullable String jobCreated,

        @Required @JsonPropertyDescription("How many replacements this generation has seen.")
        int count,

        @JsonPropertyDescription("A later generation whose approval was there before the first look and stays void.")
        @Nullable Long voidApproval) {

    /** Without a void approval. */
    public Replacement(long generation, @Nullable String jobCreated, int count) {
        this(generation, jobCreated, count, null);
    }
}
