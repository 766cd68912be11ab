package dev.twinmaker.syncjob.image;

import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.integration.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Runs the operator of the image once, for the whole life of a SyncJob, so that its JVM writes down which classes it
 * loaded and linked. A JVM that starts with that cache is ready in about half the time.
 */
final class TrainingRun {

    /** The JVM makes the cache when it ends, in a second process. */
    private static final Duration END = Duration.ofMinutes(5);

    /** On a big machine the default would be a heap of another kind, and the cache of no use to a small one. */
    private static final String HEAP = "-Xmx256m";

    private TrainingRun() {}

    static void record(ImageFolder image) throws IOException {
        Path cache = image.cache().toAbsolutePath();
        ProcessBuilder command = new ProcessBuilder(ImageSettings.command(
                        image.java().toAbsolutePath().toString(), HEAP, "-XX:AOTCacheOutput=" + cache))
                .directory(image.application().toFile());
        try (Stage stage = Stage.start()) {
            Map<String, String> environment = Map.of(
                    "KUBECONFIG",
                    stage.rights().toString(),
                    "AWS_REGION",
                    Stage.REGION,
                    "AWS_ACCESS_KEY_ID",
                    "simulated",
                    "AWS_SECRET_ACCESS_KEY",
                    "simulated",
                    "AWS_ENDPOINT_URL_IOTTWINMAKER",
                    stage.simulator().endpoint().toString());
            Path log = stage.plane().folder().resolve("training.log");
            try (OperatorProcess operator = OperatorProcess.launch(command, environment, log)) {
                operator.awaitReady();
                stage.create(Stage.syncJob("plant"));
                stage.awaitReady("plant");
                stage.delete("plant");
                stage.awaitGone("plant");
                operator.terminate(END);
                if (!Files.exists(cache)) {
                    throw new IOException("the JVM made no cache:\n" + operator.log());
                }
            }
        }
    }
}
