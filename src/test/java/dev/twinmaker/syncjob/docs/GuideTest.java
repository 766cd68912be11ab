package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.SpecRules;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The guide shows manifests that would be accepted, and says what the operator says. */
class GuideTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Path CORE = Path.of("src", "main", "java", "dev", "twinmaker", "syncjob", "core");
    private static final Page CONDITIONS = Page.of(Path.of("docs", "conditions.md"));
    private static final Page REFERENCE = Page.of(Path.of("docs", "reference.md"));
    private static final String TEXT = read(Path.of("docs", "guide.md"));

    /** A condition or an event as the guide quotes it. */
    private static final Pattern QUOTED =
            Pattern.compile("(?m)^ *(?:(Ready|Synced|Reconciling|Stalled)=(\\w+)" + "|(Normal|Warning)) (\\w+): (.+)$");

    /** Such as {@code " in "}. */
    private static final int SHORTEST_TEXT = 4;

    @TestFactory
    Stream<DynamicTest> each_manifest_is_one_that_would_be_sent() {
        List<JsonNode> manifests = blocks("yaml")
                .map(block -> YAML.unmarshal(block, JsonNode.class))
                .filter(block -> block.path("kind").asText().equals("SyncJob"))
                .toList();
        assertThat(manifests).hasSizeGreaterThan(5);
        return IntStream.range(0, manifests.size())
                .mapToObj(i -> dynamicTest("manifest " + (i + 1), () -> wouldBeSent(manifests.get(i))));
    }

    private static void wouldBeSent(JsonNode manifest) {
        assertThat(manifest.path("apiVersion").asText()).isEqualTo(SyncJob.GROUP + "/" + SyncJob.VERSION);
        assertThat(manifest.fieldNames()).toIterable().containsOnly("apiVersion", "kind", "metadata", "spec");
        assertThat(manifest.path("spec").fieldNames()).toIterable().isSubsetOf(fields());
        SyncJobSpec spec = YAML.convertValue(manifest, SyncJob.class).getSpec();
        assertThat(spec.workspaceId()).as("the spec can be read").isNotNull();
        assertThat(spec.syncSource()).as("left to its default").isNull();
        SyncJobSpec defaulted = new SyncJobSpec(
                spec.workspaceId(),
                "SITEWISE",
                spec.roleArn(),
                spec.tags(),
                spec.region(),
                spec.deletionPolicy(),
                spec.adoptionPolicy(),
                spec.replacementPolicy(),
                spec.tagPolicy(),
                spec.managementPolicy(),
                spec.suspend(),
                spec.deletionProtection(),
                spec.reconcileIntervalSeconds());
        assertThat(SpecRules.fault(defaulted)).isEmpty();
        if (spec.reconcileIntervalSeconds() != null) {
            assertThat(spec.reconcileIntervalSeconds())
                    .isBetween(SyncJobSpec.SHORTEST_INTERVAL, SyncJobSpec.LONGEST_INTERVAL);
        }
    }

    @Test
    void each_field_of_the_spec_and_each_annotation_is_spoken_of() {
        assertThat(fields()).allSatisfy(field -> assertThat(TEXT).as(field).containsPattern("\\b" + field + "\\b"));
        assertThat(TEXT).contains(SyncJob.RECONCILE_REQUESTED_AT, SyncJob.APPROVE_REPLACEMENT, SyncJob.FORCE_RELEASE);
    }

    @Test
    void each_value_of_a_policy_is_spoken_of() {
        assertThat(REFERENCE.column("Spec", 1).stream()
                        .filter(type -> type.contains(" | "))
                        .flatMap(type -> Stream.of(type.split(" \\| "))))
                .hasSize(11)
                .allSatisfy(value -> assertThat(TEXT).contains("`" + value + "`"));
    }

    @TestFactory
    Stream<DynamicTest> each_quoted_condition_is_one_of_the_table_and_each_event_is_told() {
        List<String> literals = literals();
        return quoted().map(quote -> dynamicTest(quote.group().strip(), () -> {
            if (quote.group(1) == null) {
                assertThat(REFERENCE.table("Events").stream().map(row -> row.get(1) + " " + row.get(0)))
                        .contains(quote.group(3) + " " + quote.group(4));
            } else {
                assertThat(cells(quote.group(1))).contains(quote.group(2) + " " + quote.group(4));
            }
            assertThat(ofTheGuideAlone(quote.group(5), literals))
                    .as("words that are not in the code")
                    .doesNotContainPattern("\\p{L}+ \\p{L}+");
        }));
    }

    /** What is left of a quoted message without the texts of the code: names, numbers and ARNs. */
    private static String ofTheGuideAlone(String message, List<String> literals) {
        String left = message.toLowerCase(Locale.ROOT);
        String beginning = left.replaceFirst("…$", "");
        if (literals.stream().anyMatch(literal -> literal.startsWith(beginning))) {
            return "";
        }
        for (String literal : literals) {
            left = left.replace(literal, "|");
        }
        return left;
    }

    /** What the conditions page has in the column of that condition, as status and reason. */
    private static List<String> cells(String type) {
        return switch (type) {
            case "Ready" ->
                CONDITIONS.firstTable().stream().map(row -> row.get(1)).toList();
            case "Synced" ->
                CONDITIONS.firstTable().stream().map(row -> row.get(2)).toList();
            default ->
                CONDITIONS.firstTable().stream()
                        .map(row -> row.get(3))
                        .filter(third -> third.startsWith(type))
                        .map(third -> third.replace(type, "True"))
                        .toList();
        };
    }

    private static Stream<MatchResult> quoted() {
        List<MatchResult> quotes =
                blocks("text").flatMap(block -> QUOTED.matcher(block).results()).toList();
        assertThat(blocks("text").flatMap(String::lines).filter(line -> !line.isBlank()))
                .as("every line of such a block is a condition or an event")
                .hasSize(quotes.size());
        return quotes.stream();
    }

    /** The texts of the core, the longest first, those put together from parts as one. */
    private static List<String> literals() {
        try (Stream<Path> files = Files.walk(CORE)) {
            return files.filter(Files::isRegularFile)
                    .map(GuideTest::read)
                    .map(source -> source.replaceAll("\"\\s*\\+\\s*\"", ""))
                    .flatMap(source ->
                            Pattern.compile("\"([^\"\\n]+)\"").matcher(source).results())
                    .map(literal -> literal.group(1))
                    .filter(literal -> literal.length() >= SHORTEST_TEXT)
                    .map(literal -> literal.toLowerCase(Locale.ROOT))
                    .distinct()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> blocks(String language) {
        return Pattern.compile("(?ms)^ *```" + language + "\\n(.*?)^ *```$")
                .matcher(TEXT)
                .results()
                .map(block -> block.group(1).stripIndent());
    }

    private static List<String> fields() {
        return Arrays.stream(SyncJobSpec.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
