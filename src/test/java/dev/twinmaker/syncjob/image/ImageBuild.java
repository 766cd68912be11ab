package dev.twinmaker.syncjob.image;

import dev.twinmaker.syncjob.controlplane.Platform;
import dev.twinmaker.syncjob.integration.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Builds the image of the packaged operator for the processor of this machine. Ends with 0, or with 1 and the reason. */
public final class ImageBuild {

    private static final Path PACKAGED = Path.of("target", "quarkus-app");

    /** The rest is about the build. */
    private static final List<String> PARTS = List.of("lib", "quarkus-run.jar", "quarkus", "app");

    /** Those that the operator and its libraries use; {@code ImageIT} shows that none is missing. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.security.sasl",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.jfr",
            "jdk.management",
            "jdk.net",
            "jdk.unsupported",
            "jdk.zipfs");

    /** On a big machine the default would be a heap of another kind, and the cache of no use to a small one. */
    private static final String HEAP = "-Xmx256m";

    private final Instant begun = Instant.now();
    private final ImageFolder image;

    private ImageBuild(ImageFolder image) {
        this.image = image;
    }

    public static void main(String[] args) {
        try {
            new ImageBuild(ImageFolder.TARGET).run();
        } catch (IOException | RuntimeException | AssertionError e) {
            System.err.println("The image could not be built: " + e.getMessage());
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                System.err.println("because " + cause.getMessage());
            }
            System.exit(1);
        }
        System.exit(0);
    }

    private void run() throws IOException {
        Jdk jdk = Jdk.find(
                System.getProperty("image.jdk", ""),
                System.getenv(),
                Path.of(System.getProperty("java.home")),
                Path.of("/usr/lib/jvm"));
        String version = System.getProperty("image.version", "0");
        Instant time = Instant.parse(System.getProperty("image.timestamp", "1970-01-01T00:00:01Z"));
        image.clear();
        say("making a Java runtime from JDK " + jdk.version() + " in " + jdk.home());
        jdk.link(MODULES, image.java());
        say("laying the files");
        SystemFiles.lay(image.java(), image.system());
        for (String part : PARTS) {
            ImageFolder.copy(PACKAGED.resolve(part), image.application().resolve(part));
        }
        image.dateAll(time);
        say("running the operator once, for the cache of its JVM; takes half a minute");
        TrainingRun.record(training(), image.cache().toAbsolutePath());
        image.dateAll(time);
        say("packing");
        Path archive = new ImageArchive(image, version, time)
                .write(
                        Platform.current().arch(),
                        ImageSettings.environment(jdk.version()),
                        ImageSettings.labels(
                                version,
                                System.getProperty("image.revision", ""),
                                System.getProperty("image.source", "")));
        report(archive);
    }

    private ProcessBuilder training() {
        return new ProcessBuilder(ImageSettings.command(
                        image.java().toAbsolutePath().toString(),
                        HEAP,
                        "-XX:AOTCacheOutput=" + image.cache().toAbsolutePath()))
                .directory(image.application().toFile());
    }

    private void report(Path archive) throws IOException {
        for (ImageFolder.Layer layer : image.layers()) {
            long size = 0;
            for (Path path : layer.paths()) {
                size += Files.isRegularFile(path) ? Files.size(path) : 0;
            }
            say(String.format("%6.1f MB  %s", size / 1e6, layer.name()));
        }
        say(String.format(
                "%6.1f MB  packed: %s, and as a folder %s", Files.size(archive) / 1e6, archive, image.layout()));
    }

    private void say(String what) {
        double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
        System.out.printf("[%5.1f s] %s%n", seconds, what);
    }
}
