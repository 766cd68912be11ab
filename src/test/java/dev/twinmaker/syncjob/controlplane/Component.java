package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** One program of the control plane: started until it is ready, killed, started again. */
final class Component {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int SHOWN_LOG = 4_000;

    /** Asks the program whether it is of use yet. An exception is a no. */
    interface Probe {
        boolean isReady() throws IOException;
    }

    /** Another program took the port between its choice and its use. */
    static final class PortTaken extends IOException {
        private static final long serialVersionUID = 1;

        PortTaken(String message) {
            super(message);
        }
    }

    private final Supervisor supervisor;
    private final String name;
    private final List<String> command;
    private final Probe probe;
    private long pid;

    Component(Supervisor supervisor, String name, List<String> command, Probe probe) {
        this.supervisor = supervisor;
        this.name = name;
        this.command = command;
        this.probe = probe;
    }

    /** Starts the program and waits until it is ready. */
    void start() throws IOException {
        var log = supervisor.log(name);
        var before = Files.exists(log) ? Files.size(log) : 0;
        pid = supervisor.run(name, command);
        awaitReady(before);
    }

    /** Waits until the program is of use again. */
    void awaitReady() throws IOException {
        awaitReady(Files.size(supervisor.log(name)));
    }

    private void awaitReady(long before) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!isRunning()) {
                throw failure("ended before it was ready", before);
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not ready after " + PATIENCE.toSeconds() + " s", before);
            }
            pause();
        }
    }

    void kill() throws IOException {
        supervisor.kill(pid);
    }

    long pid() {
        return pid;
    }

    /** A program that has ended but that its parent has not collected has no command any more. */
    boolean isRunning() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    private boolean isReady() {
        try {
            return probe.isReady();
        } catch (IOException e) {
            return false;
        }
    }

    private IOException failure(String what, long logPosition) throws IOException {
        var log = Files.readString(supervisor.log(name));
        var fresh = log.substring((int) Math.min(logPosition, log.length()));
        var message = name + " " + what + ". The end of its log:\n"
                + fresh.substring(Math.max(0, fresh.length() - SHOWN_LOG));
        return fresh.contains("address already in use") ? new PortTaken(message) : new IOException(message);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a control plane started", e);
        }
    }
}
