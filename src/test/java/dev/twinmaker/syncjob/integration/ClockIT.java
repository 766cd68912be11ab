package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.ProxiedRequest;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two replicas of which one has a wrong clock. The lease is all that compares clocks, so its times are shifted on the way
 * from and to that replica. The one that is ahead, seen from the other, takes the lease of a leader that is well.
 */
class ClockIT {

    private static final Duration APART = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z");
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String FIRST = "AKIDFIRST";
    private static final String SECOND = "AKIDSECOND";

    @ParameterizedTest(name = "the leader behind: {0}")
    @ValueSource(booleans = {true, false})
    void clocks_that_are_apart_make_two_leaders_for_a_moment_and_each_thing_is_done_once_all_the_same(
            boolean leaderIsBehind) {
        try (FaultyPath path = new FaultyPath()) {
            shift(path.proxy(), leaderIsBehind ? APART.negated() : APART);
            Map<String, String> wrong = Map.of("AWS_ACCESS_KEY_ID", leaderIsBehind ? FIRST : SECOND);
            Map<String, String> right = Map.of(
                    "AWS_ACCESS_KEY_ID",
                    leaderIsBehind ? SECOND : FIRST,
                    "KUBECONFIG",
                    path.stage().rights().toString());
            OperatorProcess first = path.ready(leaderIsBehind ? wrong : right);
            awaitLeading(first);
            path.create("deleted");
            path.awaitSettled("deleted");
            hangs(path, Operation.CREATE_SYNC_JOB);
            hangs(path, Operation.DELETE_SYNC_JOB);
            path.create("made");
            path.delete("deleted");
            FaultyPath.await("both calls are under way")
                    .until(() -> path.effects("made", Operation.CREATE_SYNC_JOB) == 1
                            || path.job("made").isPresent());

            OperatorProcess second = path.ready(leaderIsBehind ? right : wrong);
            awaitLeading(second);
            assertThat(first.exitCode(LIMIT)).isEqualTo(1);
            assertThat(first.log()).contains("lost the lease").doesNotContain("defect");

            path.awaitSettled("made");
            path.stage().awaitGone("deleted");
            path.awaitHeard();
            assertThat(path.effects("made", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.effects("made", Operation.DELETE_SYNC_JOB)).isZero();
            assertThat(path.effects("deleted", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.effects("deleted", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.job("deleted")).isEmpty();
            assertThat(path.stage().simulator().journal().racingCreates()).isEmpty();
            assertThat(actors(path)).containsExactlyInAnyOrder(FIRST, SECOND);
        }
    }

    /** Whose calls took effect. */
    private static Set<String> actors(FaultyPath path) {
        return path.stage().simulator().journal().entries().stream()
                .filter(JournalEntry::effect)
                .map(JournalEntry::principal)
                .collect(Collectors.toSet());
    }

    /** Has the clock of whoever comes through the proxy go wrong by so much. */
    private static void shift(ApiServerProxy proxy, Duration by) {
        proxy.rewrite(ClockIT::isLease, written -> shifted(written, by), read -> shifted(read, by.negated()));
    }

    private static boolean isLease(ProxiedRequest request) {
        return request.path().contains("/leases");
    }

    private static String shifted(String text, Duration by) {
        return TIME.matcher(text)
                .replaceAll(time -> MICROS.format(Instant.parse(time.group()).plus(by)));
    }

    private static void hangs(FaultyPath path, Operation operation) {
        path.stage()
                .simulator()
                .faults()
                .once(FaultMatch.of(operation), new FaultAction.Hang(true, Duration.ofMillis(1500)));
    }

    private static void awaitLeading(OperatorProcess operator) {
        Awaitility.await("it leads").atMost(LIMIT).until(() -> operator.log().contains("leading as"));
    }
}
