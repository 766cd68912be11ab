package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pinned command line client, which reads nothing of the developer's own configuration. */
public final class Kubectl {

    /**
     * How a command ended.
     *
     * @param exitCode zero if it did what it was asked
     */
    public record Result(int exitCode, String stdout, String stderr) {

        /** What it printed, for a command that must not fail. */
        public String output() {
            if (exitCode != 0) {
                throw new IllegalStateException("kubectl ended with " + exitCode + ": " + stderr);
            }
            return stdout;
        }
    }

    private final Path program;
    private final Path folder;

    Kubectl(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    Result run(Path kubeconfig, String input, List<String> arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try {
            var files = Files.createTempDirectory(folder, "kubectl");
            var stdin = Files.writeString(files.resolve("stdin"), input);
            var stdout = files.resolve("stdout");
            var stderr = files.resolve("stderr");
            var builder = new ProcessBuilder(command)
                    .redirectInput(stdin.toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "KUBECONFIG", kubeconfig.toString(),
                            "KUBECACHEDIR", folder.resolve("kubectl-cache").toString(),
                            "KUBECTL_KUBERC", "false"));
            var exitCode = await(builder.start());
            var result = new Result(exitCode, Files.readString(stdout), Files.readString(stderr));
            Folders.delete(files);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        }
    }
}
