package dev.twinmaker.syncjob.controlplane;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The shell process that owns the components and their folder.
 *
 * <p>It is told what to do by lines on its input, and it ends when that input does. The input is a pipe that only this
 * JVM holds, so the operating system itself gives the sign, also when nothing in this JVM can run any more.
 */
final class Supervisor implements AutoCloseable {

    private static final String SCRIPT = script();

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final Path folder;

    private Supervisor(Process process, Path folder) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.folder = folder;
    }

    static Supervisor start() throws IOException {
        var folder = Path.of(System.getProperty("java.io.tmpdir"), "syncjob-control-plane-" + UUID.randomUUID())
                .toAbsolutePath();
        var command = new ArrayList<String>();
        if (hasSetsid()) {
            // A session of its own: Ctrl-C in the terminal reaches neither the supervisor nor the components.
            command.add("setsid");
        }
        command.addAll(List.of("sh", "-c", SCRIPT, "supervisor", folder.toString()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var supervisor = new Supervisor(process, folder);
        if (!"ready".equals(supervisor.answers.readLine())) {
            process.destroyForcibly();
            throw new IOException("cannot make the folder " + folder);
        }
        return supervisor;
    }

    /** Exists from the start, can be read by this user only, and is gone after the end. */
    Path folder() {
        return folder;
    }

    /**
     * Starts a program; what it prints goes to {@link #log}.
     *
     * @return its process id
     */
    long run(String name, List<String> command) throws IOException {
        var quoted = command.stream().map(Supervisor::quote).collect(Collectors.joining(" "));
        Files.writeString(folder.resolve(name + ".sh"), "exec " + quoted + "\n");
        return Long.parseLong(ask("start " + name, "started "));
    }

    /** Kills a program and waits for its end. */
    void kill(long pid) throws IOException {
        ask("stop " + pid, "stopped ");
    }

    /** Stops a program's clock, so to speak: it keeps its connections and answers nothing. */
    void pause(long pid) throws IOException {
        ask("pause " + pid, "paused ");
    }

    void resume(long pid) throws IOException {
        ask("resume " + pid, "resumed ");
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private synchronized String ask(String command, String answer) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        var line = answers.readLine();
        if (line == null || !line.startsWith(answer)) {
            throw new IOException("the supervisor of the control plane answered " + line + " to " + command);
        }
        return line.substring(answer.length());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the control plane in " + folder + " did not stop");
            }
        } catch (InterruptedException e) {
            // The supervisor ends on its own now.
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasSetsid() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "setsid")));
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String script() {
        try (var in = Supervisor.class.getResourceAsStream("supervisor.sh")) {
            if (in == null) {
                throw new IllegalStateException("supervisor.sh is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
