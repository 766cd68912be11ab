package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.controlplane.ProxiedRequest;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests to the API server that are lost on the way back, refused or late: each thing is done once all the same. */
class LostRepliesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFLICT = status(409, "Conflict");

    private static final Duration OUTAGE = Duration.ofMinutes(1);

    /** Longer than the client would wait by itself. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static FaultyPath path;
    private static OperatorProcess operator;
    private static Hook firstReplies;

    /** The answer to whatever the operator asks for the first time is lost. */
    @BeforeAll
    static void start() {
        path = new FaultyPath(Stage.shared());
        Set<String> asked = ConcurrentHashMap.newKeySet();
        firstReplies = path.proxy()
                .dropResponse(
                        request -> !request.isWatch() && asked.add(request.method() + " " + request.path()),
                        Integer.MAX_VALUE);
        // An outage longer than a lease would end a leader.
        operator = path.operator(Map.of("SYNCJOB_LEADER_ELECTION", "false"));
        firstReplies.release();
    }

    @AfterAll
    static void stop() {
        path.close();
    }

    @AfterEach
    void nothing_is_reported_as_a_defect() {
        assertThat(operator.log()).doesNotContain("ERROR [de.tw");
        assertThat(path.stage().simulator().journal().racingCreates()).isEmpty();
    }

    @Test
    void the_operator_starts_where_each_answer_is_lost_once() {
        assertThat(firstReplies.requests())
                .extracting(ProxiedRequest::path)
                .contains("/apis/twinmaker.dev/v1alpha1/syncjobs");
        assertThat(operator.isAlive()).isTrue();
    }

    @Test
    void a_finalizer_whose_reply_is_lost_is_there_once_and_is_written_once() {
        Hook lost = path.proxy().dropResponse(FaultyPath.writeOf("finalizer", "finalizers"), 1);
        path.create("finalizer");
        SyncJob ready = path.awaitSettled("finalizer");
        assertThat(lost.requests()).hasSize(1);
        assertThat(ready.getMetadata().getFinalizers()).containsExactly(SyncJob.FINALIZER);
        assertThat(path.accepted("finalizer", "")).isEqualTo(1);
        assertThat(path.effects("finalizer", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void no_status_is_written_twice_where_every_reply_to_a_status_write_is_lost_once() {
        Hook written = path.proxy().observe(FaultyPath.statusWriteOf("status"));
        AtomicInteger replies = new AtomicInteger();
        Hook lost = path.proxy()
                .dropResponse(
                        request ->
                                FaultyPath.statusWriteOf("status").test(request) && replies.getAndIncrement() % 2 == 0,
                        Integer.MAX_VALUE);
        path.create("status");
        path.awaitSettled("status");
        lost.release();
        assertThat(lost.requests()).isNotEmpty();
        assertThat(path.accepted("status", "status"))
                .isEqualTo(contents(written).size());
        assertThat(path.effects("status", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.calls("status"))
                .filteredOn(entry -> entry.operation() == Operation.CREATE_SYNC_JOB)
                .hasSize(1);
    }

    @Test
    void an_object_whose_release_is_told_to_nobody_is_gone_without_an_error_and_without_a_storm() {
        path.create("release");
        path.awaitSettled("release");
        Hook lost = path.proxy().dropResponse(FaultyPath.writeOf("release", "\"remove\""), 1);
        Hook all = path.proxy().observe(request -> request.path().endsWith("/syncjobs/release"));
        path.delete("release");
        path.stage().awaitGone("release");
        path.awaitHeard();
        assertThat(lost.requests()).hasSize(1);
        assertThat(path.job("release")).isEmpty();
        assertThat(path.effects("release", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        // The write, its repeat, and a read that finds the object gone.
        assertThat(all.requests()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void a_conflict_on_every_second_status_write_delays_and_repeats_no_call_that_changes_something() {
        AtomicInteger writes = new AtomicInteger();
        Hook refused = path.proxy()
                .answer(
                        request ->
                                FaultyPath.statusWriteOf("conflict").test(request) && writes.getAndIncrement() % 2 == 0,
                        409,
                        CONFLICT,
                        Integer.MAX_VALUE);
        path.create("conflict");
        path.awaitSettled("conflict");
        path.tag("conflict", "a");
        path.awaitTagged("conflict", "a");
        path.delete("conflict");
        path.stage().awaitGone("conflict");
        refused.release();
        assertThat(refused.requests()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(path.effects("conflict", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("conflict", Operation.TAG_RESOURCE)).isEqualTo(1);
        assertThat(path.effects("conflict", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.job("conflict")).isEmpty();
    }

    @Test
    void what_aws_answered_before_the_api_server_turned_everything_away_for_a_minute_is_not_lost() {
        List<Turned> turned = new CopyOnWriteArrayList<>();
        Map<String, Integer> times = new ConcurrentHashMap<>();
        Hook busy = path.proxy()
                .answer(
                        request -> {
                            if (path.job("outage").isEmpty()) {
                                return false;
                            }
                            String what = request.method() + " " + request.path() + "?" + request.query() + " "
                                    + request.body();
                            boolean first = times.merge(what, 1, Integer::sum) % 2 == 1;
                            turned.add(new Turned(what, System.nanoTime(), first));
                            return first;
                        },
                        429,
                        Map.of("Retry-After", String.valueOf(RETRY_AFTER.toSeconds())),
                        status(429, "TooManyRequests"),
                        Integer.MAX_VALUE);
        Hook down = path.proxy()
                .answer(
                        request -> path.job("outage").isPresent(),
                        503,
                        status(503, "ServiceUnavailable"),
                        Integer.MAX_VALUE);
        path.create("outage");
        FaultyPath.await("the job is made").until(() -> path.job("outage").isPresent());
        path.proxy().cutWatches();
        Awaitility.await("the outage lasts for a minute")
                .atMost(OUTAGE.multipliedBy(2))
                .during(OUTAGE)
                .until(() -> operator.isAlive()
                        && path.stage().get("outage").orElseThrow().getStatus().arn() == null);
        busy.release();
        down.release();
        SyncJob ready = path.awaitSettled("outage");
        assertThat(ready.getStatus().arn())
                .isEqualTo(path.job("outage").orElseThrow().arn());
        assertThat(path.calls("outage"))
                .filteredOn(entry -> entry.operation() == Operation.CREATE_SYNC_JOB)
                .hasSize(1);
        path.awaitHeard();
        assertThat(path.effects("outage", Operation.DELETE_SYNC_JOB)).isZero();
        assertThat(waits(turned, "PATCH "))
                .isNotEmpty()
                .allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(RETRY_AFTER));
        assertThat(waits(turned, "GET /apis/twinmaker.dev/v1alpha1/syncjobs?"))
                .isNotEmpty()
                .allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(RETRY_AFTER));
        // Where no wait is asked for it takes one itself.
        assertThat(turned).hasSizeLessThan(Math.toIntExact(OUTAGE.toSeconds()) * 10);
    }

    /** A request that was turned away, by a 429 or by a 503. */
    private record Turned(String what, long nanos, boolean busy) {}

    /** How long it was until the same request came again, of those that were asked to wait. */
    private static List<Duration> waits(List<Turned> turned, String beginning) {
        Map<String, List<Turned>> same = turned.stream()
                .filter(request -> request.what().startsWith(beginning))
                .collect(Collectors.groupingBy(Turned::what));
        return same.values().stream()
                .flatMap(requests -> IntStream.range(1, requests.size())
                        .filter(i -> requests.get(i - 1).busy())
                        .mapToObj(i -> Duration.ofNanos(
                                requests.get(i).nanos() - requests.get(i - 1).nanos())))
                .toList();
    }

    @Test
    void a_slow_api_server_costs_time_and_nothing_else() {
        Hook written = path.proxy().observe(FaultyPath.statusWriteOf("slow"));
        path.proxy().slowDown(Duration.ofMillis(200));
        try {
            path.create("slow");
            path.awaitSettled("slow");
            path.tag("slow", "a");
            path.awaitTagged("slow", "a");
            path.delete("slow");
            path.stage().awaitGone("slow");
        } finally {
            path.proxy().slowDown(Duration.ZERO);
        }
        FaultyPath.await("finalizer and release are in the audit log").until(() -> path.accepted("slow", "") == 2);
        // An edit that overtakes a status write has it refused: fewer are accepted than were tried.
        assertThat(path.accepted("slow", "status"))
                .isLessThanOrEqualTo(contents(written).size());
        assertThat(path.effects("slow", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("slow", Operation.TAG_RESOURCE)).isEqualTo(1);
        assertThat(path.effects("slow", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
    }

    /** The different statuses among the writes. */
    private static Set<String> contents(Hook writes) {
        return writes.requests().stream().map(LostRepliesIT::content).collect(Collectors.toSet());
    }

    private static String content(ProxiedRequest write) {
        try {
            return JSON.readTree(write.body()).path(2).path("value").toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String status(int code, String reason) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"" + reason
                + "\",\"code\":" + code + "}";
    }
}
