package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.LabelRequirement;
import dev.twinmaker.syncjob.api.NamespaceSelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A label selector as Kubernetes reads it: all that it asks for must hold, and one that asks for nothing fits all. */
record Selector(Map<String, String> labels, List<LabelRequirement> requirements) {

    static Selector of(NamespaceSelector written) {
        return new Selector(
                written.matchLabels() == null ? Map.of() : Map.copyOf(written.matchLabels()),
                written.matchExpressions() == null ? List.of() : List.copyOf(written.matchExpressions()));
    }

    boolean fits(Map<String, String> actual) {
        return labels.entrySet().stream().allMatch(label -> label.getValue().equals(actual.get(label.getKey())))
                && requirements.stream().allMatch(requirement -> holds(requirement, actual));
    }

    private static boolean holds(LabelRequirement requirement, Map<String, String> actual) {
        @Nullable String value = actual.get(requirement.key());
        List<String> values = requirement.values() == null ? List.of() : requirement.values();
        return switch (requirement.operator()) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
        };
    }
}
