package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.port.Desired;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds for every status that a pass composes, whatever happened. */
final class StatusLaws {

    private static final Set<String> REASONS =
            Arrays.stream(Reason.values()).map(Reason::text).collect(Collectors.toSet());

    private StatusLaws() {}

    static void check(SyncJobStatus before, Report report, Desired desired) {
        SyncJobStatus after = report.status();
        long old = Objects.requireNonNullElse(before.observedGeneration(), -1L);
        assertThat(after.observedGeneration())
                .as("observedGeneration never falls")
                .isGreaterThanOrEqualTo(old);
        List<String> types = after.conditions().stream().map(Condition::type).toList();
        assertThat(types).as("one condition a type").doesNotHaveDuplicates();
        assertThat(types.containsAll(List.of(Condition.RECONCILING, Condition.STALLED)))
                .as("Reconciling and Stalled are never both there")
                .isFalse();
        after.conditions().stream().filter(Condition::ours).forEach(condition -> check(before, condition, desired));
        assertThat(others(after)).as("what somebody else wrote").isEqualTo(others(before));
        assertThat(report.next().isNegative()).as("the next look").isFalse();
        assertThat(report.outdated() && report.release()).isFalse();
    }

    private static List<Condition> others(SyncJobStatus status) {
        return status.conditions().stream()
                .filter(condition -> !condition.ours())
                .toList();
    }

    private static void check(SyncJobStatus before, Condition condition, Desired desired) {
        assertThat(REASONS).contains(condition.reason());
        assertThat(condition.message()).isNotBlank();
        assertThat(condition.observedGeneration()).isNotNull().isLessThanOrEqualTo(desired.generation());
        if (Set.of(Condition.RECONCILING, Condition.STALLED).contains(condition.type())) {
            assertThat(condition.status()).as("present only while True").isEqualTo("True");
        }
        Optional<Condition> previous = before.condition(condition.type());
        previous.filter(p -> p.status().equals(condition.status()))
                .ifPresent(p -> assertThat(condition.lastTransitionTime())
                        .as("lastTransitionTime moves only with status")
                        .isEqualTo(p.lastTransitionTime()));
    }
}
