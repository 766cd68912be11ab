package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

    private static final Path PAGE = Path.of("docs", "reliability.md");
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "twinmaker", "syncjob");
    private static final Pattern REFERENCE = Pattern.compile("([A-Z][A-Za-z]+)\\.([a-zA-Z_0-9]+)");
    private static final List<String> SECTIONS = List.of(
            "A: the process dies",
            "B: what is read is old",
            "C: what happened meanwhile",
            "D: watch, API server and etcd",
            "E: leaders",
            "F: calls of AWS",
            "G: ownership and drift",
            "I: process and load");
    private static final Map<String, Integer> ROWS =
            Map.of("A", 13, "B", 8, "C", 8, "D", 16, "E", 8, "F", 26, "G", 11, "I", 8);

    private final Page page = Page.of(PAGE);

    private Stream<List<String>> rows() {
        return SECTIONS.stream().flatMap(section -> page.table(section).stream());
    }

    @Test
    void each_fault_has_one_row() {
        List<String> all = ROWS.keySet().stream()
                .sorted()
                .flatMap(letter -> IntStream.rangeClosed(1, ROWS.get(letter)).mapToObj(number -> letter + number))
                .toList();
        assertThat(rows().map(row -> row.get(0))).containsExactlyElementsOf(all);
    }

    @Test
    void each_test_that_is_named_is_there() {
        Map<String, String> sources = Sources.in(TESTS).stream()
                .collect(Collectors.toMap(
                        text -> Sources.found(
                                        text,
                                        "(?m)^(?:public |final |abstract )*(?:class|record|interface|enum) (\\w+)")
                                .stream()
                                .findFirst()
                                .orElse("package " + text.hashCode()),
                        text -> text,
                        (one, other) -> one + other));
        String text = Sources.read(PAGE);
        assertThat(Sources.found(text, "`([A-Z][A-Za-z]+(?:IT|Test|Soak))`"))
                .allSatisfy(name -> assertThat(sources).containsKey(name));
        List<String> references = Sources.found(text, "`(" + REFERENCE + ")`");
        assertThat(references).hasSizeGreaterThan(80).allSatisfy(reference -> {
            String[] parts = reference.split("\\.", -1);
            assertThat(sources).as(reference).containsKey(parts[0]);
            assertThat(sources.get(parts[0])).as(reference).containsPattern("void " + parts[1] + "\\(");
        });
    }

    @Test
    void a_row_names_a_test_or_says_that_the_fault_is_not_covered() {
        assertThat(rows()).allSatisfy(row -> {
            boolean covered = REFERENCE.matcher(row.get(2)).find();
            assertThat(row.get(3)).as(row.toString()).matches(covered ? "holds(, but .+)?" : "not covered: .+");
        });
    }

    @Test
    void the_page_counts_its_rows() {
        long covered = rows().filter(row -> row.get(3).startsWith("holds")).count();
        assertThat(Sources.read(PAGE)).contains(covered + " of the 98 faults have a test");
    }
}
