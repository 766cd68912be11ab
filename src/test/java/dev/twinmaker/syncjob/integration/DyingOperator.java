package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** An operator whose process dies at an armed moment, each time, and is started again each time. */
final class DyingOperator implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int KILLED = 137;
    private static final Pattern POINT = Pattern.compile("crash point reached: ([a-z ]+)");

    private final Stage stage;
    private final List<String> moments;
    private final Supplier<String> circumstances;
    private final List<String> deaths = new ArrayList<>();
    private OperatorProcess process;

    /**
     * @param moments as {@code twinmaker.crash-point} takes them; the processes take turns at them
     * @param circumstances what to note of each death besides its moment
     */
    DyingOperator(Stage stage, List<String> moments, Supplier<String> circumstances) {
        this.stage = stage;
        this.moments = moments;
        this.circumstances = circumstances;
        this.process = started();
    }

    /** Alone, so that a dead one is followed at once and not when its lease has expired. */
    private OperatorProcess started() {
        String moment = moments.get(deaths.size() % moments.size());
        return stage.launch(
                Map.of(
                        "SYNCJOB_LEADER_ELECTION",
                        "false",
                        "SYNCJOB_RECONCILE_INTERVAL",
                        "1s",
                        "SYNCJOB_AWS_CALL_TIMEOUT",
                        Stage.COLD_CALL),
                "-Dtwinmaker.crash-point=" + moment);
    }

    /** How each process died so far. */
    List<String> deaths() {
        return List.copyOf(deaths);
    }

    /** Whether the process that runs is one of those whose turn is first. */
    boolean firstInTurn() {
        return deaths.size() % moments.size() == 0;
    }

    /** Waits, over as many processes as it takes. */
    void await(String what, Callable<Boolean> holds) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            revive();
            return holds.call();
        });
    }

    /** Waits until the process that runs has died there, and starts no other. */
    void awaitDeath(String moment) {
        assertThat(process.exitCode(LIMIT)).as(process.log()).isEqualTo(KILLED);
        assertThat(point()).isEqualTo(moment);
    }

    private void revive() {
        if (!process.isAlive()) {
            assertThat(process.exitCode(LIMIT)).as(process.log()).isEqualTo(KILLED);
            deaths.add(point() + " " + circumstances.get());
            process = started();
        }
    }

    private String point() {
        Matcher point = POINT.matcher(process.log());
        assertThat(point.find()).as(process.log()).isTrue();
        return point.group(1);
    }

    @Override
    public void close() {
        process.close();
    }
}
