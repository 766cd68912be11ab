package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.controlplane.Descriptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM on this Linux machine holds at a moment.
 *
 * @param heapKibibytes of live objects, after a full collection
 * @param timers tasks that wait in a timer or a scheduled executor
 */
record Footprint(long heapKibibytes, long threads, Descriptors descriptors, long timers) {

    private static final String TIMER_TASK = "TimerEventSource$EventProducerTimeTask";
    private static final String SCHEDULED_TASK = "ScheduledThreadPoolExecutor$ScheduledFutureTask";

    /** Asks the process itself, by the tool of the JDK that runs this one. */
    static Footprint of(OperatorProcess process) {
        List<String> histogram = histogram(process.pid());
        long bytes = histogram.stream()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(String.join("\n", histogram)));
        return new Footprint(
                bytes / 1024,
                threads(process.pid()),
                descriptors(process.pid()),
                instances(histogram, TIMER_TASK) + instances(histogram, SCHEDULED_TASK));
    }

    private static long instances(List<String> histogram, String className) {
        return histogram.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns.length >= 4 && columns[3].endsWith(className))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    private static List<String> histogram(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Descriptors descriptors(long pid) {
        try {
            return Descriptors.of(pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long threads(long pid) {
        try (Stream<Path> all = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "heap %,d KiB, %d threads, %d file descriptors, %d timers"
                .formatted(heapKibibytes, threads, descriptors.count(), timers);
    }
}
