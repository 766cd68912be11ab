package dev.twinmaker.syncjob.ecosystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path program;
    private final Map<String, String> environment;

    Command(Path program, Map<String, String> environment) {
        this.program = program;
        this.environment = new HashMap<>(environment);
    }

    /**
     * How it ended.
     *
     * @param took how long it ran
     */
    record Result(int exitCode, String stdout, String stderr, Duration took) {

        /** What it printed, for one that must not fail. */
        String output() {
            if (exitCode != 0) {
                throw new AssertionError("it ended with " + exitCode + ": " + stderr + stdout);
            }
            return stdout;
        }
    }

    Result run(String... arguments) {
        return reading("", arguments);
    }

    /** The same with something to read. */
    Result reading(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Path files = Files.createTempDirectory("command");
            Path stdin = Files.writeString(files.resolve("in"), input);
            Path out = files.resolve("out");
            Path err = files.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(stdin.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            long begin = System.nanoTime();
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " still runs after " + LIMIT);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            return new Result(process.exitValue(), text(out), text(err), took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
