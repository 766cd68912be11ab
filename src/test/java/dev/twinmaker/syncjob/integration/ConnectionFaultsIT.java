package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.TcpProxy;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections that break below TLS. The operator watches over a WebSocket here, as it does in a cluster. */
class ConnectionFaultsIT {

    private static FaultyPath path;
    private static TcpProxy tcp;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        path = new FaultyPath(Stage.shared());
        tcp = TcpProxy.inFrontOf(path.stage().plane());
        operator = path.ready(Map.of(
                "KUBECONFIG",
                tcp.kubeconfig(path.stage().rights()).toString(),
                "SYNCJOB_API_SERVER_SILENCE",
                "4s",
                "SYNCJOB_LEADER_ELECTION",
                "false"));
    }

    @AfterAll
    static void stop() {
        tcp.close();
        path.close();
    }

    @AfterEach
    void whole_again() {
        tcp.unlimited();
        tcp.slowDown(Duration.ZERO);
    }

    @Test
    void connections_that_are_reset_again_and_again_lose_no_event() {
        List<String> names = IntStream.range(0, 4).mapToObj(i -> "reset-" + i).toList();
        for (String name : names) {
            atOnce(() -> path.create(name));
        }
        names.forEach(path::awaitSettled);
        atOnce(() -> path.tag("reset-0", "late"));
        atOnce(() -> path.delete("reset-1"));
        path.awaitTagged("reset-0", "late");
        path.stage().awaitGone("reset-1");
        assertThat(path.job("reset-1")).isEmpty();
        assertThat(names)
                .allSatisfy(name -> assertThat(path.effects(name, Operation.CREATE_SYNC_JOB))
                        .isEqualTo(1));
        assertThat(operator.isAlive()).isTrue();
    }

    /** Does it and resets every connection before or while it is told. */
    private static void atOnce(Runnable what) {
        FaultyPath.await("the operator has connections").until(() -> tcp.open() > 0);
        what.run();
        tcp.reset();
    }

    @Test
    void answers_that_break_off_within_a_message_are_asked_for_again() {
        path.create("short");
        path.awaitSettled("short");
        // A handshake and the beginning of an answer.
        tcp.limit(3_000);
        tcp.reset();
        path.tag("short", "late");
        path.create("shorter");
        int before = tcp.resets();
        FaultyPath.await("some answers break off").until(() -> tcp.resets() >= before + 5);
        tcp.unlimited();
        path.awaitTagged("short", "late");
        path.awaitSettled("shorter");
        assertThat(path.effects("short", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("shorter", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void a_long_way_to_the_api_server_costs_time_and_nothing_else() {
        tcp.slowDown(Duration.ofMillis(200));
        path.create("far");
        path.awaitSettled("far");
        path.tag("far", "a");
        path.awaitTagged("far", "a");
        path.delete("far");
        path.stage().awaitGone("far");
        assertThat(path.effects("far", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("far", Operation.TAG_RESOURCE)).isEqualTo(1);
        assertThat(path.effects("far", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        assertThat(operator.isAlive()).isTrue();
    }

    @Test
    void connections_that_fall_silent_are_given_up_and_what_they_did_not_tell_is_heard() {
        path.create("before");
        path.awaitSettled("before");
        assertThat(tcp.silence()).isPositive();
        path.create("silent");
        path.tag("before", "late");
        path.awaitSettled("silent");
        path.awaitTagged("before", "late");
        assertThat(operator.isAlive()).isTrue();
        assertThat(path.effects("before", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("silent", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
    }
}
