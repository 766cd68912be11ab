package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.ProxiedRequest;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
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
        try (FaultyPath path = new FaultyPath(Stage.shared());
                LateCalls calls = new LateCalls(path.stage().simulator())) {
            shift(path.proxy(), leaderIsBehind ? APART.negated() : APART);
            Map<String, String> wrong = Map.of("AWS_ACCESS_KEY_ID", leaderIsBehind ? FIRST : SECOND);
            Map<String, String> right = Map.of(
                    "AWS_ACCESS_KEY_ID",
                    leaderIsBehind ? SECOND : FIRST,
                    "KUBECONFIG",
                    path.stage().rights().toString());
            OperatorProcess first = path.ready(through(calls, leaderIsBehind ? wrong : right));
            awaitLeading(first);
            path.create("deleted");
            path.awaitSettled("deleted");
            calls.keep();
            path.create("made");
            path.delete("deleted");
            calls.awaitKept(2);

            OperatorProcess second = path.launch(leaderIsBehind ? right : wrong);
            awaitLeading(second);
            assertThat(first.isAlive()).isTrue();
            calls.arrive();
            assertThat(first.exitCode(LIMIT)).isEqualTo(1);
            assertThat(first.log()).contains("lost the lease").doesNotContain("defect");
            assertThat(sent(path, "made", Operation.CREATE_SYNC_JOB)).contains(FIRST);
            assertThat(sent(path, "deleted", Operation.DELETE_SYNC_JOB)).contains(FIRST);

            path.awaitSettled("made");
            path.stage().awaitGone("deleted");
            path.awaitHeard();
            assertThat(path.effects("made", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.effects("made", Operation.DELETE_SYNC_JOB)).isZero();
            assertThat(path.effects("deleted", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.effects("deleted", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.job("deleted")).isEmpty();
            assertThat(actors(path)).containsExactlyInAnyOrder(FIRST, SECOND);
        }
    }

    /** The same settings on a way to AWS that can be stopped, for longer than that takes here. */
    private static Map<String, String> through(LateCalls calls, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("AWS_ENDPOINT_URL_IOTTWINMAKER", calls.endpoint());
        all.put("SYNCJOB_AWS_CALL_TIMEOUT", "2m");
        return all;
    }

    /** Who sent such a call about an object's job, whatever was answered. */
    private static List<String> sent(FaultyPath path, String name, Operation operation) {
        return path.calls(name).stream()
                .filter(entry -> entry.operation() == operation)
                .map(JournalEntry::principal)
                .toList();
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

    private static void awaitLeading(OperatorProcess operator) {
        Awaitility.await("it leads").atMost(LIMIT).until(() -> operator.log().contains("leading as"));
    }
}
