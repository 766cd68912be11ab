package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinmaker.syncjob.simulator.PolicyFiles;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerResponse;

/** The policies that are shipped are about the calls that are made, and the pages about them tell what is in them. */
class IamPageTest {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final Page PAGE = Page.of(Path.of("docs", "iam.md"));
    private static final Page README = Page.of(Path.of("deploy", "iam", "README.md"));
    private static final String OPERATOR = "operator-policy.json";
    private static final String IMPORT = "import-policy.json";
    private static final String ACCOUNT = "account-by-arns-policy.json";

    private static JsonNode json(String text) {
        return JSON.unmarshal(text, JsonNode.class);
    }

    /** The actions of the service in a policy. */
    private static Set<String> allowed(String file) {
        return new TreeSet<>(Sources.found(PolicyFiles.text(file), "\"iottwinmaker:(\\w+)\""));
    }

    /** The operations that the sources of the AWS room call, where the name of the source is one of these. */
    private static Set<String> called(Predicate<String> source) {
        Set<String> operations = Arrays.stream(IoTTwinMakerClient.class.getMethods())
                .filter(method -> IoTTwinMakerResponse.class.isAssignableFrom(method.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> called = new TreeSet<>();
        for (String text : Sources.in(Sources.MAIN.resolve("aws"))) {
            assertThat(text).as("paginators make calls, too").doesNotContain("Paginator");
            if (source.test(
                    Sources.found(text, "(?m)^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)").stream()
                            .findFirst()
                            .orElse(""))) {
                Sources.found(text, "\\.(\\w+)\\(").stream()
                        .filter(operations::contains)
                        .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                        .forEach(called::add);
            }
        }
        return called;
    }

    @Test
    void the_policy_of_the_operator_allows_the_calls_that_it_makes() {
        Set<String> called = called(source -> !source.equals("TwinMakerInventory") && !source.equals("AccountsByArns"));

        assertThat(called).contains("GetSyncJob", "CreateSyncJob");
        assertThat(allowed(OPERATOR)).isEqualTo(called);
    }

    @Test
    void what_only_the_import_or_an_endpoint_without_sts_needs_is_in_policies_of_their_own() {
        Set<String> looks = Set.of("GetSyncJob", "ListTagsForResource");
        Set<String> listed = called("TwinMakerInventory"::equals);
        listed.addAll(looks);
        Set<String> told = called("AccountsByArns"::equals);
        told.removeAll(allowed(OPERATOR));

        assertThat(allowed(IMPORT)).isEqualTo(listed);
        assertThat(allowed(ACCOUNT)).isEqualTo(told);
    }

    @Test
    void each_statement_of_the_policy_of_the_operator_is_explained() {
        List<List<String>> statements = new ArrayList<>();
        for (JsonNode statement : json(PolicyFiles.text(OPERATOR)).path("Statement")) {
            List<String> actions = Sources.found(statement.path("Action").toString(), "\"\\w+:(\\w+)\"");
            statements.add(List.of(statement.path("Sid").asText(), String.join(", ", actions)));
        }
        assertThat(PAGE.table("The operator").stream().map(row -> row.subList(0, 2)))
                .containsExactlyElementsOf(statements);
    }

    @Test
    void each_file_and_each_placeholder_is_told_of() {
        Set<String> placeholders = new TreeSet<>();
        PolicyFiles.names().forEach(name -> placeholders.addAll(PolicyFiles.placeholders(name)));

        assertThat(README.firstTable().stream().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(PolicyFiles.names());
        assertThat(README.column("What to fill in", 0)).containsExactlyInAnyOrderElementsOf(placeholders);
    }

    @Test
    void the_commands_fill_in_every_placeholder_of_the_files_that_they_use() {
        String text = Sources.read(README.path());
        List<String> filled = Sources.found(text, "s/([A-Z_]+)/");
        List<String> files =
                List.of(Sources.found(text, "for file in (.*); do").get(0).split(" "));

        assertThat(files).allSatisfy(file -> {
            assertThat(filled).containsAll(PolicyFiles.placeholders(file));
            assertThat(text).contains("file://filled-" + file);
        });
    }

    @Test
    void the_page_about_accounts_shows_the_policies_of_hub_and_spoke() {
        List<String> shown = Sources.found(Sources.read(Path.of("docs", "accounts.md")), "(?s)```json\n(.*?)```");
        String hub = PolicyFiles.text("accounts-hub-policy.json").replace("SPOKE_ROLE", "syncjob-operator");
        String spoke = PolicyFiles.text("accounts-spoke-trust.json")
                .replace("HUB_ROLE_ARN", "arn:aws:iam::999900001111:role/syncjob-operator-hub")
                .replace("EXTERNAL_ID", "5f2c9f0e-plant-north")
                .replace("\"NAMESPACE\"", "\"plant-north\", \"plant-north-staging\"");

        assertThat(shown.stream().map(IamPageTest::json)).containsExactly(json(hub), json(spoke));
    }

    @Test
    void each_test_that_is_named_is_there() {
        List<String> named = Sources.found(Sources.read(PAGE.path()), "`(\\w+Test(?:\\.\\w+)?)`");
        assertThat(named).hasSizeGreaterThan(8).allSatisfy(name -> {
            String[] parts = name.split("\\.", 2);
            String source = Sources.ofTest(parts[0]);
            if (parts.length > 1) {
                assertThat(source).containsPattern(" " + parts[1] + "\\(\\)");
            }
        });
    }
}
