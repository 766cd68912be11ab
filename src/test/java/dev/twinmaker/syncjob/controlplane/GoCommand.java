package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** The Go toolchain of this machine, in one module. */
final class GoCommand {

    private static final int SHOWN_OUTPUT = 2_000;

    private final String go;
    private final Path module;
    private final Platform platform;
    private final Map<String, String> environment;

    /**
     * @param environment besides what builds for this platform without a C compiler
     */
    GoCommand(String go, Path module, Platform platform, Map<String, String> environment) {
        this.go = go;
        this.module = module;
        this.platform = platform;
        this.environment = Map.copyOf(environment);
    }

    /** Runs it to its end and returns what it printed; {@link IOException} with the end of that if it fails. */
    String run(List<String> arguments, Path folder, Progress progress, String what)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(go));
        command.addAll(arguments);
        var log = Files.createTempFile(folder, "go", ".log");
        var builder = new ProcessBuilder(command).directory(module.toFile());
        // No C compiler needed, and no workspace or target of the developer's other work.
        builder.environment()
                .putAll(Map.of("CGO_ENABLED", "0", "GOWORK", "off", "GOOS", platform.os(), "GOARCH", platform.arch()));
        builder.environment().putAll(environment);
        var process = start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
        try {
            process.getOutputStream().close();
            progress.await(process.onExit(), what);
            var output = Files.readString(log).strip();
            if (process.exitValue() != 0) {
                throw new IOException("'" + go + " " + arguments.get(0) + "' failed while " + what + ":\n"
                        + output.substring(Math.max(0, output.length() - SHOWN_OUTPUT)));
            }
            return output;
        } catch (ExecutionException e) {
            throw new IOException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    private Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("no program '" + go + "' can be run here", e);
        }
    }
}
