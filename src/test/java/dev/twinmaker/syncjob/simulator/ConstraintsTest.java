package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsTest {

    private static final String ARN = "\"resourceARN\":\"" + Plant.KEY.arn() + "\"";

    @RegisterExtension
    final Plant plant = new Plant();

    private void isInvalid(HttpResponse<String> response, String member) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("ValidationException");
        assertThat(response.body()).contains("'" + member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ws-", "ws_", "-ws", "w%2Fs", "..", "w%20s"})
    void workspace_ids_have_two_characters_and_end_in_a_letter_or_digit(String id) {
        isInvalid(plant.send("GET", "/workspaces/" + id, ""), "workspaceId");
        isInvalid(plant.send("GET", "/sync-jobs/SITEWISE?workspace=" + id, ""), "workspaceId");
    }

    @Test
    void workspace_ids_have_at_most_128_characters() {
        isInvalid(plant.send("GET", "/workspaces/" + "w".repeat(129), ""), "workspaceId");
        assertThat(plant.send("GET", "/workspaces/" + "w".repeat(128), "").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SITE-WISE", "SITEWISE%20", "SITE%2FWISE"})
    void sync_sources_are_words(String source) {
        isInvalid(plant.send("GET", "/sync-jobs/" + source + "?workspace=plant", ""), "syncSource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::12345:role/sync",
                "arn:aws-iso:iam::123456789012:role/sync",
                "arn:aws:sts::123456789012:assumed-role/a/b",
                "x"
            })
    void sync_roles_are_role_arns(String role) {
        isInvalid(
                plant.send("POST", "/workspaces/plant/sync-jobs/SITEWISE", "{\"syncRole\":\"" + role + "\"}"),
                "syncRole");
    }

    @ParameterizedTest
    @CsvSource({"k,'',tags.value", "'',v,tags.key", "k*,v,tags.key", "k,line\\nbreak,tags.value"})
    void tags_have_a_key_of_allowed_characters_and_a_value_on_one_line(String key, String value, String member) {
        String tags = "\"tags\":{\"" + key + "\":\"" + value + "\"}";

        isInvalid(plant.send("POST", "/tags", "{" + ARN + "," + tags + "}"), member);
        isInvalid(
                plant.send(
                        "POST", "/workspaces/plant/sync-jobs/SITEWISE", "{\"syncRole\":\"" + ROLE + "\"," + tags + "}"),
                member);
    }

    @Test
    void tag_lengths_are_counted_in_code_points() {
        plant.create();
        String letters = "\uD835\uDC00".repeat(128);

        assertThat(plant.send("POST", "/tags", "{" + ARN + ",\"tags\":{\"" + letters + "\":\"v\"}}")
                        .statusCode())
                .isEqualTo(200);
        isInvalid(plant.send("POST", "/tags", "{" + ARN + ",\"tags\":{\"" + letters + "x\":\"v\"}}"), "tags.key");
    }

    @Test
    void what_is_required_is_missed() {
        isInvalid(plant.send("POST", "/tags", "{" + ARN + "}"), "tags");
        isInvalid(plant.send("POST", "/tags", "{\"tags\":{}}"), "resourceARN");
        isInvalid(plant.send("POST", "/tags-list", ""), "resourceARN");
        isInvalid(plant.send("DELETE", "/tags?tagKeys=a", ""), "resourceARN");
        isInvalid(plant.send("DELETE", "/tags?resourceARN=" + Plant.KEY.arn(), ""), "tagKeys");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 201})
    void pages_have_at_most_200_items(int maxResults) {
        isInvalid(
                plant.send("POST", "/workspaces/plant/sync-jobs-list", "{\"maxResults\":" + maxResults + "}"),
                "maxResults");
    }

    @Test
    void tokens_that_were_made_up_or_belong_to_another_list_are_refused() {
        isInvalid(plant.send("POST", "/workspaces/plant/sync-jobs-list", "{\"nextToken\":\"MTox\"}"), "nextToken");
        plant.simulator().knobs().consistency.emptyFirstPage = true;
        String token = plant.aws()
                .listSyncJobs(request -> request.workspaceId("annex"))
                .nextToken();

        isInvalid(
                plant.send("POST", "/workspaces/plant/sync-jobs-list", "{\"nextToken\":\"" + token + "\"}"),
                "nextToken");
        assertThat(plant.send("POST", "/workspaces/annex/sync-jobs-list", "{\"nextToken\":\"" + token + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"resourceType\":\"ENTITY\"}]",
                "[{\"state\":\"LOST\"}]",
                "[{\"color\":\"red\"}]",
                "[{\"state\":\"ERROR\"},{\"externalId\":\"a\"}]"
            })
    void filters_are_a_state_or_a_type_with_an_id(String filters) {
        isInvalid(
                plant.send(
                        "POST", "/workspaces/plant/sync-jobs/SITEWISE/resources-list", "{\"filters\":" + filters + "}"),
                "filters");
    }
}
