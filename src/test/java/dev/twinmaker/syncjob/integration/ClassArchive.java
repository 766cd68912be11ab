package dev.twinmaker.syncjob.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of the operator as a JVM has loaded and linked them once: tests start hundreds of operators, and each is
 * ready in half the time and with half the work so. A JVM that cannot use the archive loads the classes as always.
 */
final class ClassArchive {

    private static final String PLACE = System.getProperty("operator.archive", "");

    private ClassArchive() {}

    /** Has a JVM use the archive, which is made first where it is missing or older than the operator. */
    static synchronized List<String> options() {
        if (PLACE.isEmpty()) {
            return List.of();
        }
        Path archive = Path.of(PLACE).toAbsolutePath();
        try (var file = FileChannel.open(
                archive.resolveSibling(archive.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            // Against other processes. Closing ends it.
            file.lock();
            if (!isFresh(archive)) {
                make(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    private static boolean isFresh(Path archive) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(OperatorProcess.JAR)) > 0;
    }

    private static void make(Path archive) throws IOException {
        Path part = archive.resolveSibling(archive.getFileName() + ".part");
        Files.deleteIfExists(part);
        String writing = "-XX:ArchiveClassesAtExit=" + part;
        TrainingRun.record(OperatorProcess.packaged(Operators.options(Stream.of(writing))), part);
        Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
