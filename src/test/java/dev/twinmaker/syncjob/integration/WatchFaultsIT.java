package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A watch that breaks: the operator hears of everything all the same, and asks no more than it must. */
class WatchFaultsIT {

    private static FaultyPath path;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        path = new FaultyPath(Stage.shared());
        operator = path.operator(Map.of());
    }

    @AfterAll
    static void stop() {
        path.close();
    }

    @Test
    void a_watch_that_is_cut_again_and_again_loses_no_event() {
        List<String> names = names("cut", 6);
        for (String name : names) {
            atOnce(() -> path.create(name));
        }
        names.forEach(path::awaitSettled);
        for (int i = 0; i < 3; i++) {
            String edited = names.get(i);
            String deleted = names.get(i + 3);
            atOnce(() -> {
                path.tag(edited, "late");
                path.delete(deleted);
            });
        }
        names.subList(0, 3).forEach(name -> path.awaitTagged(name, "late"));
        names.subList(3, 6).forEach(path.stage()::awaitGone);
        assertThat(names)
                .allSatisfy(name -> assertThat(path.effects(name, Operation.CREATE_SYNC_JOB))
                        .isEqualTo(1));
        assertThat(names.subList(3, 6)).allSatisfy(name -> {
            assertThat(path.effects(name, Operation.DELETE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.job(name)).isEmpty();
        });
        assertThat(operator.isAlive()).isTrue();
    }

    /** Does it and cuts the watch before or while it is told. */
    private static void atOnce(Runnable what) {
        path.awaitWatch();
        what.run();
        path.proxy().cutWatches();
        assertThat(operator.status("live")).as("a reconnect that passes").isEqualTo(200);
    }

    @Test
    void a_quiet_watch_that_is_cut_costs_a_watch_and_nothing_else() {
        path.create("quiet");
        path.awaitSettled("quiet");
        Hook lists = path.proxy().observe(FaultyPath::isList);
        int calls = path.calls("quiet").size();
        int writes = path.writes("quiet").size();
        for (int i = 0; i < 3; i++) {
            path.awaitWatch();
            assertThat(path.proxy().cutWatches()).isEqualTo(1);
            assertThat(operator.status("ready")).isEqualTo(200);
            assertThat(operator.status("live")).isEqualTo(200);
        }
        path.awaitHeard();
        assertThat(lists.requests()).isEmpty();
        assertThat(path.calls("quiet")).hasSize(calls);
        assertThat(path.writes("quiet")).hasSize(writes);
    }

    @Test
    void a_resource_version_that_is_gone_costs_one_list_and_nothing_for_steady_objects() {
        List<String> names = names("steady", 3);
        names.forEach(path::create);
        names.forEach(path::awaitSettled);
        Hook lists = path.proxy().observe(FaultyPath::isList);
        List<Integer> before = costs(names);
        path.awaitWatch();
        path.proxy().feedWatches(FaultyPath.GONE);
        path.awaitHeard();
        assertThat(lists.requests()).hasSize(1);
        assertThat(costs(names)).isEqualTo(before);
    }

    @Test
    void a_watch_that_is_closed_as_soon_as_it_stands_is_not_begun_in_a_hot_loop() {
        Instant before = Instant.now();
        Hook closed = path.proxy().answer(FaultyPath::isWatch, 200, "", Integer.MAX_VALUE);
        path.proxy().cutWatches();
        path.create("closed");
        FaultyPath.await("it is closed a few times")
                .until(() -> closed.requests().size() >= 4);
        long seconds = Duration.between(before, Instant.now()).toSeconds();
        assertThat(seconds).isGreaterThanOrEqualTo(3);
        closed.release();
        path.awaitSettled("closed");
        assertThat(path.effects("closed", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void half_an_event_before_a_cut_or_an_end_is_read_again_as_a_whole() {
        path.awaitWatch();
        path.proxy().feedWatches("{\"type\":\"MODIFIED\",\"object\":{\"apiVersion\":\"twinmaker.dev");
        path.proxy().cutWatches();
        path.create("half");
        path.awaitSettled("half");
        path.awaitWatch();
        path.proxy().feedWatches("{\"type\":\"DELETED\",\"object\":{\"kind\":");
        path.proxy().endWatches();
        path.tag("half", "whole");
        path.awaitTagged("half", "whole");
        assertThat(operator.isAlive()).isTrue();
        assertThat(path.effects("half", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("half", Operation.DELETE_SYNC_JOB)).isZero();
    }

    @Test
    void an_event_of_many_megabytes_is_read_like_any_other() {
        path.create("large");
        path.awaitSettled("large");
        path.awaitWatch();
        String object = path.stage()
                .plane()
                .kubectl("get", "syncjob", "large", "-o", "json")
                .output()
                .replace("\n", "")
                .replaceFirst(
                        "\"metadata\": \\{",
                        "\"metadata\": {\"annotations\":{\"large\":\"" + "x".repeat(16 << 20) + "\"},");
        path.proxy().feedWatches("{\"type\":\"MODIFIED\",\"object\":" + object + "}\n");
        path.awaitHeard();
        assertThat(operator.isAlive()).isTrue();
        assertThat(path.effects("large", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void an_event_that_is_no_json_ends_the_process_and_the_next_one_hears_what_this_one_did_not() {
        path.awaitWatch();
        path.proxy().feedWatches("{\"type\":\"MODIFIED\",\"object\":{\"kind\"::::}\n");
        path.create("garbage");
        assertThat(operator.exitCode(FaultyPath.CATCH_UP)).isEqualTo(1);
        assertThat(operator.log()).contains("a watch has ended for good");
        operator = path.operator(Map.of());
        path.awaitSettled("garbage");
        assertThat(path.effects("garbage", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    /** How many calls and writes there were for each object. */
    private static List<Integer> costs(List<String> names) {
        return names.stream()
                .map(name -> path.calls(name).size() + path.writes(name).size())
                .toList();
    }
}
