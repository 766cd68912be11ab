package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.controlplane.TcpProxy;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether the process says that it is alive exactly as long as its work goes on. */
class LivenessIT {

    /** A second after a watch has ended the next one is begun, and has as long to stand. */
    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void a_pass_that_does_not_end_makes_the_process_not_alive_until_it_does() {
        OperatorProcess operator =
                stage.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", "12s", "SYNCJOB_STUCK_AFTER", "3s"));
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
        assertThat(operator.status("live")).isEqualTo(200);

        stage.simulator().faults().once(FaultMatch.of(Operation.GET_SYNC_JOB), new FaultAction.Hang(false, null));
        stage.annotate("plant", "twinmaker.dev/reconcile-requested-at", "now");

        awaitLive(operator, 503);
        awaitLive(operator, 200);
        assertThat(operator.isAlive()).isTrue();
    }

    @Test
    void watches_that_all_end_as_soon_as_they_stand_make_the_process_not_alive_until_one_lasts() {
        try (FaultyPath path = new FaultyPath(Stage.shared())) {
            OperatorProcess operator = path.operator(Map.of("SYNCJOB_API_SERVER_SILENCE", "15s"));
            path.create("known");
            path.awaitSettled("known");
            Hook closed = path.proxy().answer(FaultyPath::isWatch, 200, "", Integer.MAX_VALUE);
            path.proxy().cutWatches();
            path.create("unheard");

            Awaitility.await("no watch lasts").until(() -> operator.status("live") == 503);
            assertThat(operator.told("live")).contains("every watch of SyncJobs has ended as soon as it stood");
            assertThat(path.calls("unheard")).isEmpty();

            closed.release();
            path.awaitSettled("unheard");
            awaitLive(operator, 200);
            assertThat(operator.isAlive()).isTrue();
        }
    }

    @Test
    void watches_over_websockets_that_are_reset_as_soon_as_they_stand_do_so_too() {
        try (FaultyPath path = new FaultyPath(Stage.shared());
                TcpProxy tcp = TcpProxy.inFrontOf(path.stage().plane())) {
            OperatorProcess operator = path.ready(Map.of(
                    "KUBECONFIG", tcp.kubeconfig(path.stage().rights()).toString(),
                    "SYNCJOB_API_SERVER_SILENCE", "8s",
                    "SYNCJOB_LEADER_ELECTION", "false"));
            Awaitility.await("no watch lasts").pollInterval(RECONNECT).until(() -> {
                tcp.reset();
                return operator.status("live") == 503;
            });
            assertThat(operator.told("live")).contains("every watch of SyncJobs has ended as soon as it stood");
            awaitLive(operator, 200);
            assertThat(operator.isAlive()).isTrue();
        }
    }

    private static void awaitLive(OperatorProcess operator, int status) {
        Awaitility.await("liveness answers " + status)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> operator.status("live") == status);
    }
}
