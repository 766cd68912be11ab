package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Namespaces by their labels. All conditions must hold; without any, every namespace fits. */
public record NamespaceSelector(
        @Size(max = 64) @JsonPropertyDescription("Labels that a namespace must have, with exactly these values, 0 to 64.")
        @Nullable Map<String, @Size(max = 63) @Pattern(LabelRequirement.VALUE) String> matchLabels,

        @Size(max = 64) @JsonPropertyDescription("Conditions on its labels, 0 to 64.") @Nullable List<LabelRequirement> matchExpressions) {}
