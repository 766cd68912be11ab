package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.AwsAccessSpec;
import dev.twinmaker.syncjob.api.LabelOperator;
import dev.twinmaker.syncjob.api.LabelRequirement;
import dev.twinmaker.syncjob.api.NamespaceSelector;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.TextRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the schema of an access once more, for one that was stored under another. What breaks any of them grants
 * nothing: half an access could be too wide.
 */
final class AccessRules {

    private static final TextRule NAMESPACE = TextRule.of(1, 63, AwsAccessSpec.NAMESPACE);
    private static final TextRule REGION = TextRule.of(1, 32, SyncJobSpec.REGION);
    private static final TextRule ROLE_ARN = TextRule.of(20, 2048, SyncJobSpec.ROLE_ARN);
    private static final TextRule ROLES = TextRule.of(1, 2048, AwsAccessSpec.ROLE);
    private static final TextRule WORKSPACES = TextRule.of(1, 128, AwsAccessSpec.WORKSPACE);
    private static final TextRule EXTERNAL_ID = TextRule.of(2, 1224, AssumeRole.EXTERNAL_ID);
    private static final TextRule KEY = TextRule.of(1, 317, LabelRequirement.KEY);
    private static final TextRule VALUE = TextRule.of(0, 63, LabelRequirement.VALUE);
    private static final int MOST_LABELS = 64;
    private static final int MOST_REGIONS = 64;
    private static final int MOST = 256;

    private AccessRules() {}

    /** Why the access cannot be used; empty if it can. */
    static Optional<String> fault(AwsAccessSpec spec) {
        if (spec.namespaces() == null && spec.namespaceSelector() == null) {
            return Optional.of("The stored spec does not fit the schema: it has neither spec.namespaces nor"
                    + " spec.namespaceSelector, or it has a field that this version of the operator does not know, or one of"
                    + " another type. Apply the AwsAccess again with a valid spec.");
        }
        if (spec.namespaces() != null && spec.namespaceSelector() != null) {
            return Optional.of("The stored spec does not fit the schema: exactly one of spec.namespaces and"
                    + " spec.namespaceSelector must be there. Apply the AwsAccess again with a valid spec.");
        }
        return each("spec.namespaces", spec.namespaces(), 1, MOST, NAMESPACE)
                .or(() -> ofSelector(spec))
                .or(() -> ofRole(spec.assumeRole()))
                .or(() -> each("spec.regions", spec.regions(), 1, MOST_REGIONS, REGION))
                .or(() -> each("spec.allowedRoleArns", spec.allowedRoleArns(), 0, MOST, ROLES))
                .or(() -> each("spec.allowedWorkspaces", spec.allowedWorkspaces(), 0, MOST, WORKSPACES))
                .or(() -> rate("spec.readRate", spec.readRate()))
                .or(() -> rate("spec.writeRate", spec.writeRate()));
    }

    private static Optional<String> ofSelector(AwsAccessSpec spec) {
        NamespaceSelector selector = spec.namespaceSelector();
        if (selector == null) {
            return Optional.empty();
        }
        Map<String, String> labels = selector.matchLabels() == null ? Map.of() : selector.matchLabels();
        List<LabelRequirement> expressions =
                selector.matchExpressions() == null ? List.of() : selector.matchExpressions();
        return each("spec.namespaceSelector.matchLabels", new ArrayList<>(labels.keySet()), 0, MOST_LABELS, KEY)
                .or(() -> each(
                        "spec.namespaceSelector.matchLabels", new ArrayList<>(labels.values()), 0, MOST_LABELS, VALUE))
                .or(() -> each(
                        "spec.namespaceSelector.matchExpressions",
                        expressions.stream().map(LabelRequirement::key).toList(),
                        0,
                        MOST_LABELS,
                        KEY))
                .or(() -> expressions.stream()
                        .flatMap(expression -> each(
                                "spec.namespaceSelector.matchExpressions.values",
                                expression.values(),
                                0,
                                MOST_LABELS,
                                VALUE)
                                .stream())
                        .findFirst())
                .or(() -> ofValues(expressions));
    }

    private static Optional<String> ofValues(List<LabelRequirement> expressions) {
        return expressions.stream()
                .filter(requirement ->
                        needsValues(requirement) == values(requirement).isEmpty())
                .findFirst()
                .map(requirement -> "spec.namespaceSelector.matchExpressions: " + requirement.key()
                        + " needs values with In and NotIn, and none with Exists and DoesNotExist.");
    }

    private static boolean needsValues(LabelRequirement requirement) {
        return requirement.operator() == LabelOperator.IN || requirement.operator() == LabelOperator.NOT_IN;
    }

    private static List<String> values(LabelRequirement requirement) {
        return requirement.values() == null ? List.of() : requirement.values();
    }

    private static Optional<String> ofRole(@Nullable AssumeRole role) {
        if (role == null) {
            return Optional.empty();
        }
        return ROLE_ARN.fault("spec.assumeRole.roleArn", role.roleArn())
                .or(() -> role.externalId() == null
                        ? Optional.empty()
                        : EXTERNAL_ID.fault("spec.assumeRole.externalId", role.externalId()));
    }

    private static Optional<String> each(
            String field, @Nullable List<String> values, int least, int most, TextRule rule) {
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() < least || values.size() > most) {
            return Optional.of(
                    field + " has " + values.size() + " entries; it must have " + least + " to " + most + ".");
        }
        return values.stream()
                .flatMap(value -> rule.fault("an entry of " + field, value).stream())
                .findFirst();
    }

    private static Optional<String> rate(String field, @Nullable Double rate) {
        boolean sound = rate == null || (rate >= AwsAccessSpec.SLOWEST && rate <= AwsAccessSpec.FASTEST);
        return sound
                ? Optional.empty()
                : Optional.of(field + " must be " + AwsAccessSpec.SLOWEST + " to " + (int) AwsAccessSpec.FASTEST + ".");
    }
}
