package dev.twinmaker.syncjob.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the image as they lie in {@code target/image}.
 *
 * @param folder {@code target/image} itself
 */
public record ImageFolder(Path folder) {

    public static final ImageFolder TARGET = new ImageFolder(Path.of("target", "image"));

    /** A layer: what lies in a folder here, but for what belongs to another layer, goes to a place in the image. */
    record Layer(String name, Path from, String to, List<Path> without) {

        /** Its files and folders, those before what they hold. */
        List<Path> paths() throws IOException {
            try (Stream<Path> all = Files.walk(from)) {
                return all.filter(path -> without.stream().noneMatch(path::startsWith))
                        .sorted()
                        .toList();
            }
        }

        /** Where a path of it lies in the image. */
        String place(Path path) {
            String relative = from.relativize(path).toString();
            String root = to.equals("/") ? "" : to;
            return relative.isEmpty() ? to : root + "/" + relative;
        }
    }

    /** The root of the parts of the system: the C library, the users, the folder for temporary files. */
    Path system() {
        return folder.resolve("system");
    }

    Path java() {
        return folder.resolve("opt").resolve("java");
    }

    Path application() {
        return folder.resolve("opt").resolve(ImageSettings.NAME);
    }

    Path libraries() {
        return application().resolve("lib");
    }

    Path cache() {
        return application().resolve(ImageSettings.CACHE);
    }

    /** The image as a folder in the layout of the OCI image specification. */
    public Path layout() {
        return folder.resolve("oci");
    }

    /** The same as one file. */
    Path archive(String version, String architecture) {
        return folder.resolve(ImageSettings.NAME + "-" + version + "-linux-" + architecture + ".tar");
    }

    /** What changes least comes first, so that a new build of the operator replaces small layers only. */
    List<Layer> layers() {
        return List.of(
                new Layer("system", system(), "/", List.of()),
                new Layer("java", java(), ImageSettings.JAVA_HOME, List.of()),
                new Layer("libraries", libraries(), ImageSettings.APPLICATION + "/lib", List.of()),
                new Layer("application", application(), ImageSettings.APPLICATION, List.of(libraries(), cache())),
                new Layer("cache", cache(), ImageSettings.APPLICATION + "/" + ImageSettings.CACHE, List.of()));
    }

    /**
     * Gives every file one time. The JVM takes a cache only with the very files that it was made with, and knows them by
     * size and time.
     */
    void dateAll(Instant time) throws IOException {
        for (Path root : List.of(system(), folder.resolve("opt"))) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                    Files.setLastModifiedTime(path, FileTime.from(time));
                }
            }
        }
    }

    /** Copies a folder with all that is in it, or one file. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    /** Removes all but the reports that other parts of the build put beside the image. */
    void clear() throws IOException {
        for (Path part : List.of(system(), folder.resolve("opt"), layout())) {
            delete(part);
        }
        Files.createDirectories(folder);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted((one, other) -> other.compareTo(one)).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
