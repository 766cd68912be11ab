package dev.twinmaker.syncjob.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operators of one stage: short waits, the JVM of the image, and a log each. */
final class Operators implements AutoCloseable {

    /** Those of the image, and a heap as in its default memory limit. */
    private static final String[] IMAGE_OPTIONS = {
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:+ExitOnOutOfMemoryError", "-Xmx256m"
    };

    private static final Map<String, String> SHORT_WAITS = Map.of(
            "SYNCJOB_AWS_READ_RATE", "200",
            "SYNCJOB_AWS_READ_BURST", "200",
            "SYNCJOB_AWS_WRITE_RATE", "200",
            "SYNCJOB_AWS_WRITE_BURST", "200",
            "SYNCJOB_AWS_CALL_TIMEOUT", "2s",
            "SYNCJOB_POLL_INITIAL", "200ms",
            "SYNCJOB_BACKOFF_INITIAL", "200ms");

    private final Path logs;
    private final Map<String, String> environment;
    private final List<OperatorProcess> started = new ArrayList<>();

    /**
     * @param folder where there may be a folder for their logs
     * @param kubeconfig of the operator's ServiceAccount
     * @param aws where AWS is
     */
    Operators(Path folder, Path kubeconfig, URI aws) {
        try {
            // Those of an earlier stage may lie beside it.
            this.logs = Files.createTempDirectory(folder, "logs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.environment = environment(kubeconfig, aws);
    }

    static Map<String, String> environment(Path kubeconfig, URI aws) {
        return Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "AWS_REGION",
                Stage.REGION,
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "AWS_ENDPOINT_URL_IOTTWINMAKER",
                aws.toString());
    }

    String command(String... arguments) {
        return OperatorProcess.run(environment, arguments);
    }

    OperatorProcess launch(Map<String, String> settings, String... jvmOptions) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(SHORT_WAITS);
        all.putAll(settings);
        Path log = logs.resolve("operator-" + started.size() + ".log");
        OperatorProcess operator = OperatorProcess.launch(
                all, log, options(Stream.concat(ClassArchive.options().stream(), Arrays.stream(jvmOptions))));
        started.add(operator);
        return operator;
    }

    static String[] options(Stream<String> more) {
        return Stream.concat(Arrays.stream(IMAGE_OPTIONS), more).toArray(String[]::new);
    }

    @Override
    public void close() {
        started.forEach(OperatorProcess::close);
    }
}
