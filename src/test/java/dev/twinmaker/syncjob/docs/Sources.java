package dev.twinmaker.syncjob.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources and pages that a page is compared with. */
final class Sources {

    static final Path MAIN = Path.of("src", "main", "java", "dev", "twinmaker", "syncjob");
    static final Page CONDITIONS = Page.of(Path.of("docs", "conditions.md"));

    private Sources() {}

    /** The text of each source in a folder and below it. */
    static List<String> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(".java"))
                    .map(Sources::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the test class of that name. */
    static String ofTest(String name) {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return read(files.filter(path -> path.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no " + name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the first group of a pattern matches, each time. */
    static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** The reasons for which an object can be stalled, as the condition table has them. */
    static Set<String> stalledReasons() {
        return CONDITIONS.firstTable().stream()
                .map(row -> row.get(3))
                .filter(third -> third.startsWith("Stalled "))
                .map(third -> third.substring("Stalled ".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
