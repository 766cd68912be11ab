package dev.twinmaker.syncjob.controlplane;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells somebody who waits what is being done, with the seconds since the waiting began. */
final class Progress {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final PrintStream out;
    private final long startedNanos = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String what) {
        var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos);
        out.printf("control plane [%d s] %s%n", seconds, what);
        out.flush();
    }

    /** Waits for the work and repeats what is being done now and then. */
    <T> T await(Future<T> work, String what) throws InterruptedException, java.util.concurrent.ExecutionException {
        say(what);
        while (true) {
            try {
                return work.get(HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                say("still " + what);
            }
        }
    }
}
