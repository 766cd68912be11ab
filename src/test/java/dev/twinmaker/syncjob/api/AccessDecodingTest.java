package dev.twinmaker.syncjob.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An access is taken as it is written, or not at all. */
class AccessDecodingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WHOLE = """
            {"namespaceSelector": {"matchLabels": {"team": "blue"},
                                   "matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["1"]}]},
             "assumeRole": {"roleArn": "arn:aws:iam::111111111111:role/r", "externalId": "x1", "sessionTags": ["Name"]},
             "regions": ["eu-central-1"], "allowedRoleArns": ["*"], "allowedWorkspaces": [],
             "allowAdoption": true, "readRate": 2, "writeRate": 0.5}
            """;

    @Test
    void a_whole_spec_is_taken_part_by_part() throws JsonProcessingException {
        assertThat(spec(WHOLE))
                .isEqualTo(new AwsAccessSpec(
                        null,
                        new NamespaceSelector(
                                Map.of("team", "blue"),
                                List.of(new LabelRequirement("tier", LabelOperator.NOT_IN, List.of("1")))),
                        new AssumeRole("arn:aws:iam::111111111111:role/r", "x1", List.of(SessionTag.NAME)),
                        List.of("eu-central-1"),
                        List.of("*"),
                        List.of(),
                        true,
                        2.0,
                        0.5));
    }

    @Test
    void what_is_left_out_or_null_is_null_and_an_empty_list_is_empty() throws JsonProcessingException {
        AwsAccessSpec spec = spec("{\"namespaces\": [], \"assumeRole\": null, \"regions\": null, \"readRate\": null}");
        assertThat(spec.namespaces()).isEmpty();
        assertThat(spec.regions()).isNull();
        assertThat(spec.assumeRole()).isNull();
        assertThat(spec.allowedRoleArns()).isNull();
        assertThat(spec.allowAdoption()).isNull();
        assertThat(spec("{\"namespaceSelector\": {}}").namespaceSelector())
                .isEqualTo(new NamespaceSelector(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/namespaceSelector", "/namespaceSelector/matchExpressions/0", "/assumeRole"})
    void a_field_that_is_not_known_leaves_nothing_of_it(String place) throws JsonProcessingException {
        JsonNode whole = JSON.readTree(WHOLE);
        ((ObjectNode) whole.at(place)).put("except", "plant");
        assertThat(spec(whole.toString())).isEqualTo(AwsAccessSpec.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "\"plant\"",
                "true",
                "{\"namespaces\": \"plant\"}",
                "{\"namespaces\": [\"plant\", null]}",
                "{\"namespaces\": [\"plant\", 7]}",
                "{\"namespaces\": {\"plant\": true}}",
                "{\"namespaces\": [\"plant\"], \"regions\": \"eu-central-1\"}",
                "{\"namespaces\": [\"plant\"], \"allowedRoleArns\": \"*\"}",
                "{\"namespaces\": [\"plant\"], \"allowedWorkspaces\": [[\"*\"]]}",
                "{\"namespaces\": [\"plant\"], \"allowAdoption\": \"false\"}",
                "{\"namespaces\": [\"plant\"], \"allowAdoption\": 0}",
                "{\"namespaces\": [\"plant\"], \"readRate\": \"1\"}",
                "{\"namespaces\": [\"plant\"], \"writeRate\": [1]}",
                "{\"namespaces\": [\"plant\"], \"assumeRole\": \"arn:aws:iam::111111111111:role/r\"}",
                "{\"namespaces\": [\"plant\"], \"assumeRole\": {}}",
                "{\"namespaces\": [\"plant\"], \"assumeRole\": {\"roleArn\": null}}",
                "{\"namespaces\": [\"plant\"], \"assumeRole\": {\"roleArn\": \"r\", \"externalId\": 7}}",
                "{\"namespaces\": [\"plant\"], \"assumeRole\": {\"roleArn\": \"r\", \"sessionTags\": [\"Uid\"]}}",
                "{\"namespaces\": [\"plant\"], \"assumeRole\": {\"roleArn\": \"r\", \"sessionTags\": \"Name\"}}",
                "{\"namespaceSelector\": []}",
                "{\"namespaceSelector\": \"team=blue\"}",
                "{\"namespaceSelector\": {\"matchLabels\": [\"team\"]}}",
                "{\"namespaceSelector\": {\"matchLabels\": {\"team\": null}}}",
                "{\"namespaceSelector\": {\"matchLabels\": {\"team\": 1}}}",
                "{\"namespaceSelector\": {\"matchExpressions\": {\"key\": \"team\"}}}",
                "{\"namespaceSelector\": {\"matchExpressions\": [\"team\"]}}",
                "{\"namespaceSelector\": {\"matchExpressions\": [null]}}",
                "{\"namespaceSelector\": {\"matchExpressions\": [{\"operator\": \"Exists\"}]}}",
                "{\"namespaceSelector\": {\"matchExpressions\": [{\"key\": \"team\"}]}}",
                "{\"namespaceSelector\": {\"matchExpressions\": [{\"key\": \"team\", \"operator\": \"Gt\"}]}}",
                "{\"namespaceSelector\": {\"matchExpressions\": [{\"key\": \"a\", \"operator\": \"exists\"}]}}",
                "{\"namespaceSelector\": {\"matchExpressions\": [{\"key\": \"a\", \"operator\": \"In\", \"values\": \"b\"}]}}"
            })
    void a_value_of_another_type_leaves_nothing_of_it(String json) throws JsonProcessingException {
        assertThat(spec(json)).isEqualTo(AwsAccessSpec.UNREADABLE);
    }

    @Test
    void any_part_may_be_of_any_type_without_a_failure() throws JsonProcessingException {
        for (String pointer : pointers("", JSON.readTree(WHOLE))) {
            for (String value : List.of("null", "[]", "{}", "7", "1e999", "-0.0", "\"\"", "true", "[null]", "[[]]")) {
                String json = replaced(pointer, value);
                assertThatCode(() -> spec(json)).as(json).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void a_whole_object_is_read_with_a_broken_spec_and_a_broken_status() throws JsonProcessingException {
        AwsAccess access = JSON.readValue(
                "{\"metadata\": {\"name\": \"a\"}, \"spec\": [], \"status\": {\"syncJobs\": \"many\"}}",
                AwsAccess.class);
        assertThat(access.getSpec()).isEqualTo(AwsAccessSpec.UNREADABLE);
        assertThat(access.getStatus()).isEqualTo(AwsAccessStatus.EMPTY);
        assertThat(JSON.readValue("{\"metadata\": {\"name\": \"a\"}}", AwsAccess.class)
                        .getSpec())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "{\"observedGeneration\": \"1\"}",
                "{\"observedGeneration\": 1e30}",
                "{\"syncJobs\": 3000000000}",
                "{\"accountId\": 1}",
                "{\"conditions\": {}}",
                "{\"conditions\": [7]}"
            })
    void a_status_that_does_not_fit_is_empty(String json) throws JsonProcessingException {
        assertThat(JSON.readValue(json, AwsAccessStatus.class)).isEqualTo(AwsAccessStatus.EMPTY);
    }

    @Test
    void a_status_of_a_later_version_is_read_as_far_as_it_is_known() throws JsonProcessingException {
        AwsAccessStatus status = JSON.readValue(
                "{\"observedGeneration\": -1, \"accountId\": \"1\", \"syncJobs\": 2, \"more\": {}}",
                AwsAccessStatus.class);
        assertThat(status).isEqualTo(new AwsAccessStatus(-1L, "1", 2, List.of()));
    }

    @Test
    void what_is_written_can_be_read_again() throws JsonProcessingException {
        AwsAccessSpec spec = spec(WHOLE);
        assertThat(spec(JSON.writeValueAsString(spec))).isEqualTo(spec);
    }

    private static AwsAccessSpec spec(String json) throws JsonProcessingException {
        return JSON.readValue(json, AwsAccessSpec.class);
    }

    private static List<String> pointers(String at, JsonNode node) {
        List<String> pointers = new ArrayList<>();
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                pointers.add(at + "/" + property.getKey());
                pointers.addAll(pointers(at + "/" + property.getKey(), property.getValue()));
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                pointers.addAll(pointers(at + "/" + i, node.get(i)));
            }
        }
        return pointers;
    }

    private static String replaced(String pointer, String value) throws JsonProcessingException {
        JsonNode whole = JSON.readTree(WHOLE);
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) whole.at(pointer.substring(0, last))).set(pointer.substring(last + 1), JSON.readTree(value));
        return whole.toString();
    }
}
