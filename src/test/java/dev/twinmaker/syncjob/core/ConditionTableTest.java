package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.twinmaker.syncjob.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConditionTableTest {

    private static final Path PAGE = Path.of("docs", "conditions.md");

    @TestFactory
    Stream<DynamicTest> everySituationReadsAsTheTableSays() {
        return ConditionTable.lines().stream()
                .map(line -> dynamicTest(line.situation(), () -> {
                    Scene scene = line.scene().get();
                    assertThat(read(scene)).as(line.situation()).isEqualTo(expected(line));
                    assertThat(scene.kstatus()).isEqualTo(line.kstatus());
                }));
    }

    @TestFactory
    Stream<DynamicTest> aStalledOrSettledObjectWritesAndTellsNothingMore() {
        return ConditionTable.lines().stream()
                .filter(line -> !line.third().startsWith("Reconciling"))
                .filter(line -> !line.situation().startsWith("up to two looks"))
                .map(line -> dynamicTest(line.situation(), () -> {
                    Scene scene = line.scene().get();
                    scene.writes = 0;
                    scene.notices.clear();
                    scene.follow(5);
                    assertThat(scene.writes).isZero();
                    assertThat(scene.told()).isEmpty();
                }));
    }

    @Test
    void everyReasonIsInTheTable() {
        Set<String> shown = new TreeSet<>();
        for (ConditionTable.Line line : ConditionTable.lines()) {
            for (String cell : new String[] {line.ready(), line.synced(), line.third()}) {
                shown.add(cell.substring(cell.indexOf(' ') + 1));
            }
        }
        shown.remove("-");
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.allOf(Reason.class).stream().map(Reason::text).collect(Collectors.toSet()));
    }

    @Test
    void thePageInTheDocsIsTheTable() throws IOException {
        String page = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(Path.of("docs"));
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("run the test with -Ddocs.write=true to bring the page up to date")
                .exists();
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String read(Scene scene) {
        return String.join(" | ", scene.ready(), scene.synced(), scene.third());
    }

    private static String expected(ConditionTable.Line line) {
        return String.join(" | ", line.ready(), line.synced(), line.third());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Conditions

                What a SyncJob says of itself in `status.conditions`, and what generic tools (Helm, Flux, anything built
                on kstatus) make of it. This page is written by the test that brings every situation about.

                `Ready` is True while AWS reports ACTIVE for a job that is ours. `Synced` is True while the last look
                succeeded and the job matches the spec. The third column is `Reconciling` (work is under way, or is tried
                again by itself) or `Stalled` (nothing changes until a person acts); there is never more than one of them.
                Where a look fails, `Ready` keeps its last value with its old `observedGeneration`; the table shows an
                active job. For a job that was never created, it is False with the reason of the failure.

                | situation | Ready | Synced | third | kstatus | what to do |
                |---|---|---|---|---|---|
                """);
        for (ConditionTable.Line line : ConditionTable.lines()) {
            page.append("| %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            line.situation(),
                            code(line.ready()),
                            code(line.synced()),
                            code(line.third()),
                            line.kstatus(),
                            line.advice()));
        }
        page.append("\n## Reasons\n\n| reason | meaning |\n|---|---|\n");
        Arrays.stream(Reason.values())
                .sorted(Comparator.comparing(Reason::text))
                .forEach(reason -> page.append("| `%s` | %s |\n".formatted(reason.text(), reason.sentence())));
        return page.toString();
    }

    private static String code(String cell) {
        int blank = cell.indexOf(' ');
        return blank < 0 ? "" : cell.substring(0, blank + 1) + "`" + cell.substring(blank + 1) + "`";
    }
}
