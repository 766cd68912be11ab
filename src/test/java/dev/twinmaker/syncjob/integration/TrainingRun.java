package dev.twinmaker.syncjob.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * An operator that runs once, for the whole life of a SyncJob, so that its JVM writes down which classes it loaded and
 * linked. A JVM that starts with them is ready in about half the time.
 */
public final class TrainingRun {

    /** The JVM writes when it ends, maybe in a second process. */
    private static final Duration END = Duration.ofMinutes(5);

    private TrainingRun() {}

    /**
     * Runs it to its end.
     *
     * @param command the operator, with the option that has its JVM write
     * @param written the file that is there afterwards
     * @throws IOException if it is not; the message holds what the operator said
     */
    public static void record(ProcessBuilder command, Path written) throws IOException {
        try (Stage stage = Stage.start()) {
            Path log = stage.plane().folder().resolve("training.log");
            Map<String, String> environment =
                    Operators.environment(stage.rights(), stage.simulator().endpoint());
            try (OperatorProcess operator = OperatorProcess.launch(command, environment, log)) {
                operator.awaitReady();
                stage.create(Stage.syncJob("plant"));
                stage.awaitReady("plant");
                stage.delete("plant");
                stage.awaitGone("plant");
                operator.terminate(END);
                if (!Files.exists(written)) {
                    throw new IOException("the JVM did not write " + written + ":\n" + operator.log());
                }
            }
        }
    }
}
