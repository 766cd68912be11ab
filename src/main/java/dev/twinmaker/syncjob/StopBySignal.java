package dev.twinmaker.syncjob;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Being asked to stop is no failure, but after a signal the JVM's own exit code says 143. This hook keeps the JVM until
 * the application has stopped in order, and then ends it with the application's code.
 */
final class StopBySignal extends Thread {

    private static final long LIMIT_SECONDS = 20;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile int code;

    StopBySignal() {
        super("stop by signal");
    }

    /** To be called when the application has stopped. Whether the JVM is ending already, so that nothing is left to do. */
    boolean stopped(int exitCode) {
        if (!isAlive()) {
            Runtime.getRuntime().removeShutdownHook(this);
            return false;
        }
        code = exitCode;
        stopped.countDown();
        return true;
    }

    @Override
    public void run() {
        try {
            if (stopped.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
