package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.KEY;
import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iottwinmaker.model.AccessDeniedException;
import software.amazon.awssdk.services.iottwinmaker.model.InternalServerException;

/** The administration over HTTP. */
class AdminTest {

    private static final String KEY_JSON = "\"region\":\"eu-central-1\",\"workspaceId\":\"plant\"";

    @RegisterExtension
    final Plant plant = new Plant();

    private JobView job() {
        return plant.simulator().world().job(KEY).orElseThrow();
    }

    @Test
    void the_clock_is_moved_and_stopped() {
        plant.create();

        assertThat(plant.admin("POST", "/clock", "{\"frozen\":true,\"advance\":\"PT7S\"}")
                        .path("frozen")
                        .asBoolean())
                .isTrue();

        assertThat(job().status().state()).isEqualTo(JobState.ACTIVE);
        assertThat(plant.admin("GET", "/clock", "").path("now").asText()).isEqualTo("2026-11-24T10:00:07.125Z");
        assertThat(plant.admin("POST", "/clock", "{\"frozen\":false}")
                        .path("frozen")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void some_knobs_are_turned_and_the_others_stay() {
        plant.simulator().knobs().lifecycle.deleting = Duration.ofSeconds(9);

        JsonNode knobs = plant.admin(
                "PATCH",
                "/knobs",
                "{\"lifecycle\":{\"creating\":\"PT1M\"},\"throttling\":{\"write\":{\"burst\":1},"
                        + "\"stormUntil\":\"2026-11-24T10:00:00Z\"},\"undocumented\":{\"secondWorkspace\":\"QUOTA\"}}");

        assertThat(knobs.path("lifecycle").path("creating").asText()).isEqualTo("PT1M");
        assertThat(plant.simulator().knobs().lifecycle.creating).isEqualTo(Duration.ofMinutes(1));
        assertThat(plant.simulator().knobs().lifecycle.deleting).isEqualTo(Duration.ofSeconds(9));
        assertThat(plant.simulator().knobs().throttling.write.burst).isEqualTo(1);
        assertThat(plant.simulator().knobs().throttling.write.perSecond).isEqualTo(1);
        assertThat(plant.simulator().knobs().undocumented.secondWorkspace).isEqualTo(Verdict.QUOTA);
        assertThat(plant.admin("GET", "/knobs", "")).isEqualTo(knobs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"lifecycle\":{\"creating\":\"PT1M\",\"nothing\":1}}", "{\"lifecycle\":", "[]"})
    void knobs_that_do_not_exist_turn_nothing(String body) {
        assertThat(plant.send("PATCH", "/_sim/knobs", body).statusCode()).isEqualTo(400);

        assertThat(plant.simulator().knobs().lifecycle.creating).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void the_world_is_seeded_and_shown() {
        plant.admin("POST", "/workspaces", "{\"region\":\"us-east-1\",\"workspaceId\":\"barn\"}");
        plant.admin(
                "POST",
                "/jobs",
                "{" + KEY_JSON + ",\"syncRole\":\"" + ROLE + "\",\"tags\":{\"a\":\"b\"},\"state\":\"ERROR\","
                        + "\"errorCode\":\"SYNC_PROCESSING_ERROR\",\"errorMessage\":\"m\",\"resources\":[{\"type\":"
                        + "\"ENTITY\",\"externalId\":\"x\",\"resourceId\":\"x\"}]}");
        plant.admin("POST", "/roles", "{\"arn\":\"" + ROLE + "\",\"failsIn\":\"INITIALIZING\"}");

        JsonNode state = plant.admin("GET", "/state", "");

        assertThat(state.path("jobs").get(0).path("arn").asText()).isEqualTo(KEY.arn());
        assertThat(state.path("jobs").get(0).path("status").path("state").asText())
                .isEqualTo("ERROR");
        assertThat(state.path("workspaces").findValuesAsText("workspaceId")).contains("barn", "plant");
        assertThat(state.path("badRoles").has(ROLE)).isTrue();
        plant.admin("DELETE", "/workspaces?region=us-east-1&workspaceId=barn", "");
        plant.admin("DELETE", "/roles?arn=" + ROLE, "");
        assertThat(plant.admin("GET", "/state", "").toString()).doesNotContain("barn");
    }

    @Test
    void a_job_is_changed_behind_the_back_of_its_owner() {
        plant.create();

        plant.admin("POST", "/jobs/state", "{" + KEY_JSON + ",\"state\":\"ERROR\",\"errorCode\":\"INTERNAL_FAILURE\"}");
        assertThat(job().status().errorCode()).isEqualTo("INTERNAL_FAILURE");
        plant.admin("POST", "/jobs/tags", "{" + KEY_JSON + ",\"tags\":{\"aws:x\":\"y\"}}");
        assertThat(job().tags()).isEqualTo(Map.of("aws:x", "y"));
        plant.admin("PUT", "/jobs/tags", "{" + KEY_JSON + ",\"tags\":{\"z\":\"y\"}}");
        assertThat(job().tags()).isEqualTo(Map.of("z", "y"));
        plant.admin("POST", "/jobs/recreate", "{" + KEY_JSON + ",\"syncRole\":\"other\"}");
        assertThat(job().role()).isEqualTo("other");
        plant.admin("POST", "/jobs/fail", "{" + KEY_JSON + ",\"errorMessage\":\"m\",\"time\":\"PT1S\"}");
        assertThat(job().status().state()).isEqualTo(JobState.ERROR);
        plant.admin(
                "POST",
                "/jobs/resources",
                "{" + KEY_JSON + ",\"resources\":[{\"type\":\"ENTITY\",\"externalId\":\"x\",\"resourceId\":\"x\"}]}");
        assertThat(job().resources()).isEqualTo(1);
        plant.admin(
                "POST", "/jobs/pace", "{" + KEY_JSON + ",\"pace\":{\"deleting\":\"PT1H\",\"deletionSticks\":true}}");
        plant.delete();
        plant.advance(4_000_000);
        assertThat(job().status().errorCode()).isEqualTo("SYNC_DELETING_ERROR");
        plant.admin("POST", "/jobs/release", "{" + KEY_JSON + "}");
        assertThat(job().status().errorCode()).isNull();
        plant.admin("DELETE", "/jobs?region=eu-central-1&workspaceId=plant", "");
        assertThat(plant.simulator().world().jobs()).isEmpty();
    }

    @Test
    void rules_are_added_shown_replaced_and_removed() {
        String rule = "{\"match\":{\"operation\":\"CreateSyncJob\"},\"action\":{\"type\":\"answer\",\"status\":500,"
                + "\"code\":\"InternalServerException\"},\"count\":1}";

        String id = plant.admin("POST", "/rules", rule).path("id").asText();
        assertThatThrownBy(plant::create).isInstanceOf(InternalServerException.class);
        plant.create();

        assertThat(plant.admin("GET", "/rules", "").get(0).path("struck").asInt())
                .isEqualTo(1);
        assertThat(plant.admin("GET", "/rules/" + id, "")
                        .path("action")
                        .path("type")
                        .asText())
                .isEqualTo("answer");
        plant.admin("PUT", "/rules/" + id, rule.replace("CreateSyncJob", "GetSyncJob"));
        assertThatThrownBy(plant::get).isInstanceOf(InternalServerException.class);
        plant.admin("DELETE", "/rules/" + id, "");
        assertThat(plant.admin("GET", "/rules", "")).isEmpty();
        assertThat(plant.send("DELETE", "/_sim/rules/" + id, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"cut\",\"moment\":\"AFTER_EFFECT\",\"kind\":\"RST\"}",
                "{\"type\":\"answer\",\"status\":503,\"body\":\"<html/>\",\"headers\":{\"Retry-After\":\"3600\"}}",
                "{\"type\":\"hang\",\"afterEffect\":true}",
                "{\"type\":\"hang\",\"time\":\"PT30S\"}",
                "{\"type\":\"drip\",\"bytes\":1,\"pause\":\"PT0.1S\"}",
                "{\"type\":\"mangle\",\"how\":\"MISSING_MEMBER\",\"member\":\"status\"}",
                "{\"type\":\"mangle\",\"how\":\"BROKEN_JSON\"}",
                "{\"type\":\"skewedDate\",\"skew\":\"PT-2H\"}",
                "{\"type\":\"closeAfterAnswer\",\"kind\":\"FIN\"}",
                "{\"type\":\"delay\",\"distribution\":\"LONG_TAIL\",\"shortest\":\"PT0.01S\",\"longest\":\"PT2S\"}"
            })
    void every_kind_of_fault_can_be_told_in_json(String action) {
        String id = plant.admin("POST", "/rules", "{\"match\":{},\"action\":" + action + "}")
                .path("id")
                .asText();

        JsonNode shown = plant.admin("GET", "/rules/" + id, "").path("action");
        Plant.tree(action)
                .properties()
                .forEach(member -> assertThat(shown.path(member.getKey())).isEqualTo(member.getValue()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/rules|{}",
                "POST|/rules|{\"match\":{},\"action\":{\"type\":\"flood\"}}",
                "POST|/clock|{\"advance\":\"soon\"}",
                "POST|/jobs|{\"region\":\"eu-central-1\"}",
                "POST|/jobs/state|{\"region\":\"eu-central-1\",\"workspaceId\":\"plant\",\"state\":\"ERROR\"}",
                "POST|/credentials|{}"
            })
    void what_makes_no_sense_is_refused(String method, String path, String body) {
        HttpResponse<String> response = plant.send(method, "/_sim" + path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Plant.tree(response.body()).path("message").asText()).isNotEmpty();
    }

    @Test
    void permissions_and_credentials_are_changed() {
        plant.admin("POST", "/denials", "{\"operation\":\"CreateSyncJob\"}");
        assertThatThrownBy(plant::create).isInstanceOf(AccessDeniedException.class);
        plant.admin("DELETE", "/denials", "");
        plant.admin("POST", "/denials", "{\"passRole\":\"*\"}");
        assertThatThrownBy(plant::create).isInstanceOf(AccessDeniedException.class);
        assertThat(plant.admin("GET", "/denials", "")
                        .path("rolesNotPassable")
                        .get(0)
                        .asText())
                .isEqualTo("*");
        plant.admin("DELETE", "/denials", "");
        plant.admin("POST", "/credentials", "{\"accessKey\":\"AKIDTEST\",\"account\":\"210987654321\"}");
        plant.admin("POST", "/workspaces", "{\"account\":\"210987654321\"," + KEY_JSON + "}");
        assertThat(plant.create().arn()).contains("210987654321");
        plant.admin("POST", "/credentials", "{\"expire\":\"AKIDTEST\"}");
        assertThatThrownBy(plant::get).hasMessageContaining("expired");
    }

    @Test
    void the_journal_and_its_invariants_are_shown() {
        plant.create();

        assertThat(plant.admin("GET", "/journal", "").get(0).path("operation").asText())
                .isEqualTo("CreateSyncJob");
        JsonNode invariants = plant.admin("GET", "/journal/invariants", "");
        assertThat(invariants.path("createsApplied").path(KEY.arn()).asInt()).isEqualTo(1);
        assertThat(invariants.path("doubleJobs")).isEmpty();
        assertThat(invariants.path("racingCreates")).isEmpty();
        assertThat(invariants.path("busiestSecond").path("CreateSyncJob").asInt())
                .isEqualTo(1);
        plant.admin("DELETE", "/journal", "");
        assertThat(plant.admin("GET", "/journal", "")).isEmpty();
    }

    @Test
    void reset_puts_everything_back() {
        JsonNode knobs = plant.admin("GET", "/knobs", "");
        plant.create();
        plant.simulator().knobs().lifecycle.creating = Duration.ZERO;
        plant.simulator().knobs().throttling.write.set(7, 7);
        plant.simulator().faults().always(FaultMatch.any(), FaultAction.Answer.html(502));
        plant.simulator().iam().deny(Denial.of(Operation.GET_WORKSPACE));
        plant.admin("POST", "/clock", "{\"advance\":\"PT1H\"}");

        plant.admin("POST", "/reset", "");

        assertThat(plant.simulator().world().jobs()).isEmpty();
        assertThat(plant.simulator().journal().entries()).isEmpty();
        assertThat(plant.simulator().faults().rules()).isEmpty();
        assertThat(plant.simulator().iam().denials()).isEmpty();
        assertThat(plant.simulator().clock().instant()).isEqualTo(plant.clock().instant());
        assertThat(plant.admin("GET", "/knobs", "")).isEqualTo(knobs);
    }

    @Test
    void there_is_nothing_elsewhere() {
        assertThat(plant.send("GET", "/_sim/nothing", "").statusCode()).isEqualTo(404);
    }

    @Test
    void the_paths_there_are_are_listed() {
        assertThat(plant.admin("GET", "", ""))
                .extracting(JsonNode::asText)
                .contains("POST /_sim/reset", "POST /_sim/jobs/release {job}");
    }
}
