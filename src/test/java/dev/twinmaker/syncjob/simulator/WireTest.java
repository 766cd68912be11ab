package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is on the wire, for clients in any language. */
class WireTest {

    @RegisterExtension
    final Plant plant = new Plant();

    private HttpResponse<String> get() {
        return plant.send("GET", "/sync-jobs/SITEWISE?workspace=plant", "");
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), plant.simulator().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void every_answer_has_a_request_id_a_date_of_the_simulated_clock_and_is_json() {
        HttpResponse<String> response = get();

        assertThat(response.headers().firstValue("x-amzn-RequestId").orElse("")).hasSize(36);
        assertThat(response.headers().firstValue("Date")).contains("Tue, 24 Nov 2026 10:00:00 GMT");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Content-Length")).isPresent();
    }

    @Test
    void an_error_has_its_code_in_the_header_and_in_the_body_beside_the_message() throws IOException {
        HttpResponse<String> response = get();

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("ResourceNotFoundException");
        assertThat(Json.MAPPER.readTree(response.body()).path("__type").asText())
                .isEqualTo("ResourceNotFoundException");
        assertThat(Json.MAPPER.readTree(response.body()).path("message").asText())
                .isNotEmpty();
    }

    @Test
    void timestamps_are_numbers_of_epoch_seconds_with_three_decimals() {
        plant.create();

        assertThat(get().body())
                .containsPattern("\"creationDateTime\":1795514400\\.125[,}]")
                .containsPattern("\"updateDateTime\":1795514400\\.125[,}]");
        plant.advance(1875);
        plant.delete();
        assertThat(get().body()).containsPattern("\"updateDateTime\":1795514402\\.000[,}]");
    }

    @Test
    void a_healthy_status_has_an_empty_error() {
        plant.create();

        assertThat(get().body()).contains("\"status\":{\"state\":\"CREATING\",\"error\":{}}");
    }

    @Test
    void a_slash_in_a_label_is_no_separator() {
        String arn = Plant.PLACE.workspaceArn("plant").replace(":", "%3A").replace("/", "%2F");

        assertThat(plant.send("GET", "/workspaces/" + arn, "").body()).contains("\"workspaceId\":\"plant\"");
        assertThat(plant.send("GET", "/workspaces/plant%2Fsync-jobs", "")
                        .headers()
                        .firstValue("x-amzn-ErrorType"))
                .contains("ValidationException");
    }

    @Test
    void a_plus_is_a_plus_in_path_and_query() {
        plant.simulator().world().addJob(JobSeed.active(Plant.KEY, ROLE).tagged(Map.of("a+b", "1", "a b", "2")));

        plant.send("DELETE", "/tags?resourceARN=" + Plant.KEY.arn() + "&tagKeys=a+b", "");

        assertThat(plant.simulator().world().job(Plant.KEY).orElseThrow().tags())
                .containsOnlyKeys("a b");
    }

    @Test
    void fifty_long_tag_keys_fit_into_a_query() {
        plant.create();
        StringBuilder query = new StringBuilder("/tags?resourceARN=" + Plant.KEY.arn());
        for (int i = 0; i < 50; i++) {
            query.append("&tagKeys=").append("%F0%9D%90%80".repeat(120)).append(i);
        }

        assertThat(plant.send("DELETE", query.toString(), "").statusCode()).isEqualTo(200);
    }

    @Test
    void the_host_does_not_matter() throws IOException {
        assertThat(raw("GET /workspaces/plant HTTP/1.1\r\nHost: api.iottwinmaker.eu-central-1.amazonaws.com\r\n"
                        + "Authorization: " + Plant.AUTHORIZATION + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_connection_serves_many_requests() throws IOException {
        String request = "GET /workspaces/plant HTTP/1.1\r\nHost: x\r\nAuthorization: " + Plant.AUTHORIZATION + "\r\n";

        String answers = raw(request + "\r\n" + request + "Connection: close\r\n\r\n");

        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
    }

    @Test
    void a_connection_closed_behind_the_answer_is_not_announced() throws IOException {
        plant.simulator().faults().once(FaultMatch.any(), new FaultAction.CloseAfterAnswer(FaultAction.Kind.FIN));

        String answer =
                raw("GET /workspaces/plant HTTP/1.1\r\nHost: x\r\nAuthorization: " + Plant.AUTHORIZATION + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("}").doesNotContainIgnoringCase("connection: close");
    }

    @Test
    void an_orderly_end_in_mid_body_leaves_half_of_it() throws IOException {
        plant.simulator()
                .faults()
                .once(FaultMatch.any(), new FaultAction.Cut(FaultAction.Moment.MID_BODY, FaultAction.Kind.FIN));

        String answer =
                raw("GET /workspaces/plant HTTP/1.1\r\nHost: x\r\nAuthorization: " + Plant.AUTHORIZATION + "\r\n\r\n");

        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(body).startsWith("{").hasSize(announced(answer) / 2);
    }

    private static int announced(String answer) {
        return Integer.parseInt(answer.replaceFirst("(?si).*content-length: (\\d+).*", "$1"));
    }

    @Test
    void a_cut_before_reading_does_not_wait_for_the_body() throws IOException {
        plant.simulator()
                .faults()
                .once(FaultMatch.any(), new FaultAction.Cut(FaultAction.Moment.BEFORE_READING, FaultAction.Kind.FIN));

        assertThat(raw("POST /workspaces-list HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void a_cut_after_reading_waits_for_the_body() throws IOException {
        plant.simulator()
                .faults()
                .once(FaultMatch.any(), new FaultAction.Cut(FaultAction.Moment.AFTER_READING, FaultAction.Kind.RST));

        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), plant.simulator().port())) {
            socket.getOutputStream()
                    .write("POST /workspaces-list HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(plant.send("GET", "/_sim/journal", "").statusCode()).isEqualTo(200);
            socket.getOutputStream().write('}');
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void small_answers_are_not_held_back_by_the_socket() {
        assertThat(HttpFront.options().isTcpNoDelay()).isTrue();
    }

    @Test
    void a_port_that_is_taken_is_said_to_be() {
        SimulatorOptions taken =
                SimulatorOptions.defaults().onPort(plant.simulator().port());

        assertThatThrownBy(() -> Simulator.start(taken, InstantSource.system()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "cannot listen on 127.0.0.1:" + plant.simulator().port());
    }

    @Test
    void the_clock_can_be_stopped_and_goes_on_without_a_leap() {
        SimulatedClock clock = plant.simulator().clock();
        var before = clock.instant();

        clock.freeze();
        plant.advance(5000);
        assertThat(clock.instant()).isEqualTo(before);
        clock.thaw();
        plant.advance(1000);
        assertThat(clock.instant()).isEqualTo(before.plus(Duration.ofSeconds(1)));
    }
}
