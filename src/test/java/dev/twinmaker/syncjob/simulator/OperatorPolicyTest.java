package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The policy of the operator allows what it does, on its own jobs, and nothing else; and no part of it is in vain. */
class OperatorPolicyTest {

    private static final String FILE = "operator-policy.json";
    private static final List<PolicyTable.Row> CALLS = PolicyTable.calls();
    private static final List<PolicyTable.Row> NOTHING_ELSE = PolicyTable.nothingElse();

    @TestFactory
    Stream<DynamicTest> each_call_is_allowed_on_these_jobs_and_on_no_others() {
        Policy policy = PolicyFiles.policy(FILE);
        return CALLS.stream()
                .map(row -> dynamicTest(
                        row.call(), () -> assertThat(row.allowedBy(policy)).isEqualTo(row.allowed())));
    }

    @Test
    void nothing_is_allowed_elsewhere_and_no_other_action_of_the_service() {
        Policy policy = PolicyFiles.policy(FILE);

        assertThat(NOTHING_ELSE)
                .hasSizeGreaterThan(300)
                .allSatisfy(
                        row -> assertThat(row.allowedBy(policy)).as(row.call()).isEmpty());
    }

    @Test
    void every_action_of_the_service_is_asked_for() {
        assertThat(PolicyTable.actions()).hasSize(40).contains("DeleteWorkspace", "BatchPutPropertyValues");
    }

    @TestFactory
    Stream<DynamicTest> without_a_part_of_it_a_row_of_the_table_is_wrong() {
        return parts().entrySet().stream()
                .map(part -> dynamicTest(
                        part.getKey(), () -> assertThat(wrong(part.getValue())).isNotEmpty()));
    }

    /** The ways to take something away, or to make an action or a resource wider, by what they do. */
    private static Map<String, Consumer<ArrayNode>> parts() {
        Map<String, Consumer<ArrayNode>> parts = new LinkedHashMap<>();
        ArrayNode statements = statements(document());
        for (int i = 0; i < statements.size(); i++) {
            int index = i;
            String sid = statements.get(i).path("Sid").asText();
            parts.put("without " + sid, all -> all.remove(index));
            parts.put(sid + " for every resource", all -> statement(all, index).put("Resource", "*"));
            parts.put(sid + " for every action", all -> {
                JsonNode action = all.get(index).path("Action");
                String one = action.isArray() ? action.get(0).asText() : action.asText();
                statement(all, index).put("Action", one.substring(0, one.indexOf(':') + 1) + "*");
            });
            JsonNode actions = statements.get(i).path("Action");
            for (int j = 0; actions.isArray() && j < actions.size(); j++) {
                int action = j;
                parts.put(
                        sid + " without " + actions.get(j).asText(),
                        all -> ((ArrayNode) all.get(index).path("Action")).remove(action));
            }
            statements
                    .get(i)
                    .path("Condition")
                    .properties()
                    .forEach(operator -> operator.getValue()
                            .fieldNames()
                            .forEachRemaining(key -> parts.put(
                                    sid + " without " + operator.getKey() + " of " + key,
                                    all -> removeCondition(statement(all, index), operator.getKey(), key))));
        }
        return parts;
    }

    private static void removeCondition(ObjectNode statement, String operator, String key) {
        ObjectNode conditions = (ObjectNode) statement.path("Condition");
        ((ObjectNode) conditions.path(operator)).remove(key);
        if (conditions.path(operator).isEmpty()) {
            conditions.remove(operator);
        }
        if (conditions.isEmpty()) {
            statement.remove("Condition");
        }
    }

    private static List<String> wrong(Consumer<ArrayNode> change) {
        ObjectNode document = document();
        change.accept(statements(document));
        return wrongIn(document.toString());
    }

    private static ObjectNode document() {
        return (ObjectNode) Plant.tree(PolicyFiles.filled(FILE));
    }

    private static ArrayNode statements(ObjectNode document) {
        return (ArrayNode) document.path("Statement");
    }

    private static ObjectNode statement(ArrayNode statements, int index) {
        return (ObjectNode) statements.get(index);
    }

    /** The rows of the table that are not as they should be. */
    private static List<String> wrongIn(String json) {
        Policy policy = Policy.of(json);
        return Stream.concat(CALLS.stream(), NOTHING_ELSE.stream())
                .filter(row -> !row.allowedBy(policy).equals(row.allowed()))
                .map(PolicyTable.Row::call)
                .toList();
    }

    @Test
    void a_star_for_the_workspace_would_lift_the_fence_since_it_stands_for_the_jobs_too() {
        String starred = PolicyFiles.filled(FILE).replace("workspace/plant", "workspace/*");

        assertThat(wrongIn(starred)).contains("DeleteSyncJob");
    }

    @Test
    void several_workspaces_are_listed_one_by_one() {
        ObjectNode document = document();
        for (JsonNode statement : statements(document)) {
            String resource = statement.path("Resource").asText();
            ((ObjectNode) statement)
                    .putArray("Resource")
                    .add(resource)
                    .add(resource.replace("workspace/plant", "workspace/other-hall"));
        }

        assertThat(wrongIn(document.toString())).isEmpty();
    }

    @Test
    void a_job_of_a_former_cluster_id_is_taken_over_where_that_id_is_listed_beside_the_new_one() {
        ObjectNode document = document();
        for (JsonNode statement : statements(document)) {
            if (statement.path("Sid").asText().equals("ChangeOwnJobs")) {
                ((ObjectNode) statement.path("Condition").path("StringEquals"))
                        .putArray("aws:ResourceTag/twinmaker.dev/cluster")
                        .add(PolicyFiles.CLUSTER)
                        .add("their-cluster");
            }
        }
        Policy both = Policy.of(document.toString());

        assertThat(CALLS.stream()
                        .filter(row -> row.allowedBy(both).contains("another's"))
                        .map(PolicyTable.Row::call))
                .contains("TagResource with our tags", "DeleteSyncJob", "UntagResource of the owner tags")
                .doesNotContain("TagResource that gives the job away");
    }
}
