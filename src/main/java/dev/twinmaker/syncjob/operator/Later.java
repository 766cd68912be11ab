package dev.twinmaker.syncjob.operator;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that no event will ask for. One thread; what is left when the process stops is not done. */
final class Later implements AutoCloseable {

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "syncjob-later");
        thread.setDaemon(true);
        return thread;
    });

    void after(Duration delay, Runnable work) {
        if (!executor.isShutdown()) {
            var unused = executor.schedule(() -> run(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            Defect.survive(e, "work that was put off");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
