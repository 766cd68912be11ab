package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** An operator whose process dies at an armed moment, each time, and is started again each time. */
final class DyingOperator implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration EXIT = Duration.ofSeconds(5);
    private static final int KILLED = 137;

    private final Stage stage;
    private final String moment;
    private OperatorProcess process;
    private int deaths;

    /**
     * @param moment as {@code twinmaker.crash-point} takes it
     */
    DyingOperator(Stage stage, String moment) {
        this.stage = stage;
        this.moment = moment;
        this.process = started();
    }

    /** Alone, so that a dead one is followed at once and not when its lease has expired. */
    private OperatorProcess started() {
        return stage.launch(Map.of("SYNCJOB_LEADER_ELECTION", "false"), "-Dtwinmaker.crash-point=" + moment);
    }

    /** How often a process died so far. */
    int deaths() {
        return deaths;
    }

    /** Waits, over as many processes as it takes. */
    void await(String what, Callable<Boolean> holds) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            revive();
            return holds.call();
        });
    }

    private void revive() {
        if (!process.isAlive()) {
            assertThat(process.exitCode(EXIT)).as(process.log()).isEqualTo(KILLED);
            deaths++;
            process = started();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
