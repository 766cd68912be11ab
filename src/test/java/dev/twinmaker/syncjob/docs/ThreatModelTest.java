package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each threat names tests that are there. */
class ThreatModelTest {

    private static final Page PAGE = Page.of(Path.of("docs", "threat-model.md"));
    private static final Pattern NAMED = Pattern.compile("(\\w+(?:IT|Test))(?:\\.(\\w+))?");

    @Test
    void each_test_that_is_named_is_there() {
        List<List<String>> threats = PAGE.firstTable();
        assertThat(threats).hasSizeGreaterThanOrEqualTo(10);
        for (List<String> threat : threats) {
            Matcher named = NAMED.matcher(threat.get(2));
            assertThat(named.find()).as("a test for %s", threat.get(0)).isTrue();
            do {
                String source = Sources.ofTest(named.group(1));
                if (named.group(2) != null) {
                    assertThat(source).contains("void " + named.group(2) + "(");
                }
            } while (named.find());
        }
    }

    @Test
    void each_attack_of_the_test_is_told_of() {
        Set<String> tried = new TreeSet<>(Sources.found(Sources.ofTest("AttacksIT"), "@Test\\s+void (\\w+)\\("));
        assertThat(tried).hasSize(12);
        assertThat(PAGE.table("Twelve ways tried")).hasSizeGreaterThanOrEqualTo(tried.size());
    }
}
