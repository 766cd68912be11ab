package dev.twinmaker.syncjob.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Objects that come one after the other until this is closed, so that whoever acts always has something to do. */
final class Arrivals implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Stage stage;
    private final List<Plant> plants = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    Arrivals(Stage stage) {
        this.stage = stage;
        var unused = thread.scheduleWithFixedDelay(this::next, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void next() {
        plants.add(Plant.of(stage, "arrival", plants.size()).create());
    }

    /** Waits until so many more have come. */
    void awaitMore(int count) {
        int before = plants.size();
        Awaitility.await(count + " more come").until(() -> plants.size() >= before + count);
    }

    /** Those that came so far. */
    List<Plant> plants() {
        return List.copyOf(plants);
    }

    @Override
    public void close() {
        thread.shutdown();
        Awaitility.await("the last one has come").until(thread::isTerminated);
    }
}
