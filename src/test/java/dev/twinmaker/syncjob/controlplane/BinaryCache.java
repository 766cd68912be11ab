package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the programs in a folder of the user, shared by all checkouts and all runs.
 *
 * <p>A folder counts only with its record, which is written last, before the folder gets its name by one rename. One run
 * installs at a time; the others wait for it and then find its result.
 */
final class BinaryCache {

    private static final String RECORD = "complete";
    private static final String PARTIAL = ".partial";

    /** The file lock holds between processes only. */
    private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();

    private final Path cache;
    private final Pins pins;
    private final Platform platform;
    private final List<? extends BinarySource> sources;
    private final Progress progress;

    BinaryCache(Path cache, Pins pins, Platform platform, List<? extends BinarySource> sources, Progress progress) {
        this.cache = cache;
        this.pins = pins;
        this.platform = platform;
        this.sources = sources;
        this.progress = progress;
    }

    Binaries find() throws IOException, InterruptedException {
        if (isComplete()) {
            return new Binaries(folder());
        }
        Files.createDirectories(cache);
        WITHIN_THIS_PROCESS.lockInterruptibly();
        try (var file = FileChannel.open(cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (file.tryLock() == null) {
                progress.say("waiting for another run, which is installing " + pins);
                file.lock();
            }
            if (!isComplete()) {
                install();
            }
            return new Binaries(folder());
        } finally {
            WITHIN_THIS_PROCESS.unlock();
        }
    }

    private Path folder() {
        return cache.resolve(pins.kubernetes() + "-" + platform);
    }

    private boolean isComplete() throws IOException {
        var record = folder().resolve(RECORD);
        return Files.exists(record) && Files.readString(record).startsWith(pins + "\n") && hasPrograms(folder());
    }

    private static boolean hasPrograms(Path folder) {
        return Binaries.PROGRAMS.stream().map(folder::resolve).allMatch(Files::isExecutable);
    }

    private void install() throws IOException, InterruptedException {
        deleteLeftovers();
        var reasons = new ArrayList<String>();
        for (var source : sources) {
            var partial = Files.createDirectory(cache.resolve(folder().getFileName() + PARTIAL));
            try {
                var origin = source.install(partial, progress);
                if (!hasPrograms(partial)) {
                    throw new IOException("it did not give all of " + Binaries.PROGRAMS);
                }
                Files.writeString(partial.resolve(RECORD), pins + "\n" + origin + "\n");
                Folders.delete(folder());
                Files.move(partial, folder());
                progress.say(pins + " " + origin + " is in " + folder());
                return;
            } catch (IOException e) {
                reasons.add(source.description() + ": " + e.getMessage());
                progress.say("could not " + reasons.get(reasons.size() - 1));
            } finally {
                Folders.delete(partial);
            }
        }
        throw new IOException(failure(reasons));
    }

    /** Of runs that were killed: while this one holds the lock, nobody is at work in them. */
    private void deleteLeftovers() throws IOException {
        try (var entries = Files.newDirectoryStream(cache, "*" + PARTIAL)) {
            for (var entry : entries) {
                Folders.delete(entry);
            }
        }
    }

    private String failure(List<String> reasons) {
        return "The integration tests and the local run need " + pins + " (etcd, kube-apiserver, kubectl) in "
                + folder() + ", and could not\n  - " + String.join("\n  - ", reasons)
                + "\nInstall Go " + pins.go() + " or newer from https://go.dev/dl/ so that 'go' is on the PATH, "
                + "or make github.com reachable, and run again.";
    }
}
