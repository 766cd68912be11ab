package dev.twinmaker.syncjob.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The packaged operator in a JVM of its own. */
public final class OperatorProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.:]+)");

    private final Process process;
    private final Path log;
    private volatile @Nullable String address;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one and does not wait for it.
     *
     * @param log where its output goes
     * @param jvmOptions before {@code -jar}
     */
    public static OperatorProcess launch(Map<String, String> environment, Path log, String... jvmOptions) {
        return launch(packaged(jvmOptions), environment, log);
    }

    /** The command that starts the packaged operator. */
    static ProcessBuilder packaged(String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-jar", JAR.toString()));
        return new ProcessBuilder(command);
    }

    /**
     * Starts one by a command of one's own and does not wait for it.
     *
     * @param log where its output goes
     */
    public static OperatorProcess launch(ProcessBuilder command, Map<String, String> environment, Path log) {
        ProcessBuilder builder =
                command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(OperatorProcess::isSetting);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        try {
            return new OperatorProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a command of the packaged operator to its end. Its output; {@link AssertionError} if it failed or complained.
     */
    static String run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(OperatorProcess::isSetting);
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        try {
            Path complaints = Files.createTempFile("command", ".err");
            Process process = builder.redirectError(complaints.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            String complaint = Files.readString(complaints);
            Files.delete(complaints);
            if (code != 0 || !complaint.isEmpty()) {
                throw new AssertionError("exit code " + code + ": " + complaint);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What must come from the test alone. */
    private static boolean isSetting(String name) {
        return name.startsWith("AWS_") || name.startsWith("SYNCJOB_") || name.matches("(?i)(https?|no)_proxy");
    }

    /** Waits until it says that it is ready. */
    public OperatorProcess awaitReady() {
        Awaitility.await("the operator is ready")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .failFast("the operator runs", () -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the operator ended:\n" + log());
                    }
                })
                .until(() -> status("ready") == 200);
        return this;
    }

    /** The status code of a health endpoint, 0 where nobody answers. */
    public int status(String probe) {
        return health(probe).map(HttpResponse::statusCode).orElse(0);
    }

    /** What a health endpoint says in words, empty where nobody answers. */
    public String told(String probe) {
        return health(probe).map(HttpResponse::body).orElse("");
    }

    /** What is measured, as Prometheus reads it; empty where nobody answers. */
    public String metrics() {
        return answer("metrics").map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> health(String probe) {
        return answer("health/" + probe);
    }

    private Optional<HttpResponse<String>> answer(String path) {
        String there = address();
        if (there == null) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(there + "/q/" + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens: it takes a port itself, as none that is free now is sure to be free when it listens. */
    private @Nullable String address() {
        if (address == null) {
            Matcher listening = LISTENING.matcher(log());
            address = listening.find() ? listening.group(1) : null;
        }
        return address;
    }

    /** Everything that it printed so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, as a kubelet does. */
    void askToStop() {
        process.destroy();
    }

    /** Asks it to stop and waits; the exit code. */
    public int terminate(Duration limit) {
        askToStop();
        return exitCode(limit);
    }

    /** Ends it in the middle of whatever it does. */
    public void kill() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(10));
    }

    /** Stops it in the middle of whatever it does, until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the end. */
    public int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the operator still runs after " + limit + ":\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Resident memory as Linux counts it, in MiB. */
    public long residentMebibytes() {
        return linux("status", "VmRSS:") / 1024;
    }

    private long linux(String file, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), file)).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time used so far. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private static String java() {
        String home = System.getProperty("operator.java.home", System.getProperty("java.home"));
        return Path.of(home, "bin", "java").toString();
    }
}
