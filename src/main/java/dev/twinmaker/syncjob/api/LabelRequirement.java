package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One condition on the labels of a namespace. */
public record LabelRequirement(
        @Required
        @Size(min = 1, max = 317) @Pattern(LabelRequirement.KEY) @JsonPropertyDescription("Key of the label, 1 to 317 characters.")
        String key,

        @Required @JsonPropertyDescription("What is asked of it: In, NotIn, Exists or DoesNotExist.")
        LabelOperator operator,

        @Size(max = 64) @JsonPropertyDescription(
                "For In and NotIn: 1 to 64 values of 0 to 63 characters. For Exists and" + " DoesNotExist: none.")
        @Nullable List<@Size(max = 63) @Pattern(LabelRequirement.VALUE) String> values) {

    /** What Kubernetes takes as the key of a label, with or without a prefix. */
    public static final String KEY =
            "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

    /** What Kubernetes takes as its value. */
    public static final String VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";
}
