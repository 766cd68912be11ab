package dev.twinmaker.syncjob.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of the documentation: its tables, links and headings. */
final class Page {

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

    private final Path path;
    private final String text;

    private Page(Path path, String text) {
        this.path = path;
        this.text = text;
    }

    static Page of(Path path) {
        try {
            return new Page(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /** The rows of the first table under this heading, without its head: each a list of cells, free of backticks. */
    List<List<String>> table(String heading) {
        int begin = text.indexOf("\n## " + heading + "\n");
        if (begin < 0) {
            throw new IllegalStateException(path + " has no heading " + heading);
        }
        int end = text.indexOf("\n## ", begin + 1);
        return firstTable(text.substring(begin, end < 0 ? text.length() : end));
    }

    /** The rows of the first table of the page. */
    List<List<String>> firstTable() {
        return firstTable(text);
    }

    private static List<List<String>> firstTable(String section) {
        List<String> lines = section.lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        return lines.subList(2, lines.size()).stream().map(Page::cells).toList();
    }

    /** One column of that table. */
    List<String> column(String heading, int index) {
        return table(heading).stream().map(row -> row.get(index)).toList();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : CELL_END.splitAsStream(line.substring(1)).toList()) {
            cells.add(cell.strip().replace("`", "").replace("\\|", "|"));
        }
        return cells;
    }

    /** Where its links lead. */
    List<String> links() {
        return LINK.matcher(prose()).results().map(result -> result.group(1)).toList();
    }

    /** The names by which others can link to its headings. */
    Set<String> anchors() {
        return HEADING.matcher(prose()).results().map(Page::anchor).collect(Collectors.toSet());
    }

    private static String anchor(MatchResult heading) {
        String lower = heading.group(1).toLowerCase(Locale.ROOT);
        return lower.replaceAll("[^\\p{L}\\p{N}\\- ]", "").replace(' ', '-');
    }

    private String prose() {
        return CODE_BLOCK.matcher(text).replaceAll("");
    }
}
