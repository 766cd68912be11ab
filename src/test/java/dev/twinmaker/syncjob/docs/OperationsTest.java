package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerResponse;

/** What the page for those who run the operator says of AWS and of what stalls. */
class OperationsTest {

    private static final Page PAGE = Page.of(Path.of("docs", "operations.md"));

    @Test
    void the_policy_in_aws_allows_the_calls_that_are_made() {
        Set<String> operations = Arrays.stream(IoTTwinMakerClient.class.getMethods())
                .filter(method -> IoTTwinMakerResponse.class.isAssignableFrom(method.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> made = new TreeSet<>();
        for (String source : Sources.in(Sources.MAIN.resolve("aws"))) {
            assertThat(source).as("paginators make calls, too").doesNotContain("Paginator");
            Sources.found(source, "\\.(\\w+)\\(").stream()
                    .filter(operations::contains)
                    .forEach(made::add);
        }
        assertThat(made).contains("getSyncJob", "createSyncJob");
        assertThat(new TreeSet<>(Sources.found(Sources.read(PAGE.path()), "\"iottwinmaker:(\\w+)\"")))
                .containsExactlyInAnyOrderElementsOf(made.stream()
                        .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                        .toList());
    }

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
