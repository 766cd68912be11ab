package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * One difference between the spec and the job.
 *
 * @param field {@code roleArn}, {@code tags[<key>]} or {@code job}
 * @param desired null where the spec wants nothing there
 * @param observed null where the job has nothing there
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Drift(
        @Required @JsonPropertyDescription("roleArn, tags[<key>], or job for the job itself.")
        String field,

        @JsonPropertyDescription("What the spec asks for; left out where it asks for nothing.") @Nullable String desired,

        @JsonPropertyDescription("What AWS shows; left out where there is nothing.") @Nullable String observed) {}
