package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the page for those who run the operator says of what stalls. */
class OperationsTest {

    private static final Page PAGE = Page.of(Path.of("docs", "operations.md"));

    @Test
    void each_blocker_of_a_deletion_has_an_advice() {
        Set<String> blockers = Sources.CONDITIONS.firstTable().stream()
                .filter(row -> row.get(3).equals("Stalled DeletionBlocked"))
                .map(row -> row.get(2).replace("False ", "").replaceFirst("True .*", "True"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(PAGE.column("A deletion that is blocked", 0)).containsExactlyInAnyOrderElementsOf(blockers);
    }

    @Test
    void there_is_an_advice_for_each_reason_for_which_an_object_can_be_stalled() {
        assertThat(PAGE.column("What to do when an object is stalled", 0))
                .containsExactlyElementsOf(Sources.stalledReasons());
    }
}
