package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Assuming.ROLE;
import static dev.twinmaker.syncjob.simulator.Assuming.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The administration of roles over HTTP. */
class RoleAdminTest {

    @RegisterExtension
    final Plant plant = new Plant();

    @RegisterExtension
    final Assuming assuming = new Assuming(plant);

    private static String named(String arn) {
        return "{\"arn\":\"" + arn + "\"}";
    }

    @Test
    void a_trust_is_put_with_all_its_members_and_shown() {
        String trust = "{\"arn\":\"" + ROLE + "\",\"trusted\":[\"123456789012\"],\"externalId\":\"plant-7\","
                + "\"sessionTags\":true,\"maxSession\":\"PT2H\"}";

        JsonNode shown = plant.admin("PUT", "/trusts", trust);

        assertThat(shown).containsExactly(Plant.tree(trust));
        assertThat(plant.admin("GET", "/trusts", "")).isEqualTo(shown);
        assertThat(assuming.roles().list())
                .containsExactly(new RoleTrust(ROLE, Set.of("123456789012"), "plant-7", true, Duration.ofHours(2)));
    }

    @Test
    void a_trust_may_have_the_arn_only() {
        JsonNode shown = plant.admin("PUT", "/trusts", named(ROLE));

        assertThat(assuming.roles().list()).containsExactly(RoleTrust.of(ROLE));
        assertThat(shown.get(0).has("externalId")).isFalse();
        assuming.assume();
    }

    @Test
    void a_trust_is_taken_away_by_its_arn() {
        plant.admin("PUT", "/trusts", named(ROLE));
        plant.admin("PUT", "/trusts", named(Plant.ROLE));

        assertThat(plant.admin("DELETE", "/trusts?arn=" + ROLE, "")).hasSize(1);

        assertThat(assuming.roles().list()).containsExactly(RoleTrust.of(Plant.ROLE));
        assertThat(plant.send("DELETE", "/_sim/trusts?arn=" + ROLE, "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_sessions_of_a_role_are_expired() {
        var session = assuming.session();

        plant.admin("POST", "/trusts/expire", named(ROLE));

        assertThat(Assuming.refusal(() -> assuming.identity(session))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("ExpiredToken");
    }

    @Test
    void assumptions_are_shown_and_forgotten() {
        assuming.assume(request -> request.externalId("plant-7").applyMutation(Assuming.tagged(Map.of("team", "red"))));
        assuming.assume();

        JsonNode shown = plant.admin("GET", "/assumptions", "");

        assertThat(shown.get(0))
                .isEqualTo(Plant.tree("{\"time\":\"2026-11-24T10:00:00.125Z\",\"callerAccount\":\"123456789012\","
                        + "\"callerArn\":\"" + USER + "\",\"roleArn\":\"" + ROLE + "\",\"sessionName\":\"operator\","
                        + "\"externalId\":\"plant-7\",\"tags\":{\"team\":\"red\"},\"allowed\":true}"));
        assertThat(shown.get(1).has("externalId")).isFalse();
        assertThat(plant.admin("DELETE", "/assumptions", "")).isEmpty();
        assertThat(assuming.roles().assumptions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/trusts|{}",
                "PUT|/trusts|[]",
                "PUT|/trusts|{\"arn\":\"arn:aws:iam::123456789012:user/somebody\"}",
                "PUT|/trusts|{\"arn\":\"arn:aws:iam::123456789012:role/sync\",\"nothing\":1}",
                "PUT|/trusts|{\"arn\":\"arn:aws:iam::123456789012:role/sync\",\"maxSession\":\"soon\"}",
                "PUT|/trusts|{\"arn\":\"arn:aws:iam::123456789012:role/sync\",\"maxSession\":null}",
                "PUT|/trusts|{\"arn\":\"arn:aws:iam::123456789012:role/sync\",\"trusted\":null}",
                "DELETE|/trusts|{}",
                "POST|/trusts/expire|{}"
            })
    void what_makes_no_sense_is_refused(String method, String path, String body) {
        HttpResponse<String> response = plant.send(method, "/_sim" + path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Plant.tree(response.body()).path("message").asText()).isNotEmpty();
        assertThat(assuming.roles().list()).isEmpty();
        assuming.assume();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /trusts", "GET /trusts/expire", "PUT /assumptions", "GET /trusts/other"})
    void there_is_nothing_elsewhere(String line) {
        assertThat(plant.send(line.split(" ", -1)[0], "/_sim" + line.split(" ", -1)[1], "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_paths_there_are_are_listed() {
        assertThat(plant.admin("GET", "", ""))
                .extracting(JsonNode::asText)
                .contains("POST /_sim/trusts/expire {arn}", "GET, DELETE /_sim/assumptions");
    }

    @Test
    void reset_puts_everything_back() {
        var session = assuming.session();
        plant.admin("PUT", "/trusts", named(Plant.ROLE));

        plant.admin("POST", "/reset", "");

        assertThat(assuming.roles().list()).isEmpty();
        assertThat(assuming.roles().assumptions()).isEmpty();
        assertThat(Assuming.refusal(() -> assuming.identity(session))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("ExpiredToken");
        assuming.assume();
    }
}
