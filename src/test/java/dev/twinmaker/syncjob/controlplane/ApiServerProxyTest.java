package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerProxyTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> reached = new CopyOnWriteArrayList<>();
    private final BlockingQueue<HttpServerResponse> watchers = new LinkedBlockingQueue<>();

    private Backend backend;
    private ApiServerProxy proxy;

    @BeforeEach
    void start() {
        backend = new Backend(this::serve);
        proxy = ApiServerProxy.start(backend.url(), null);
    }

    @AfterEach
    void stop() {
        proxy.close();
        backend.close();
    }

    private void serve(HttpServerRequest request) {
        if (request.getParam("watch") != null) {
            watchers.add(request.response().setChunked(true));
            request.response().write("{\"type\":\"BOOKMARK\"}\n");
            return;
        }
        request.body().onSuccess(body -> {
            reached.add(request.method() + " " + request.uri() + " " + body);
            request.response()
                    .setStatusCode(201)
                    .putHeader("Seen-Token", String.valueOf(request.getHeader("Authorization")))
                    .end("done");
        });
    }

    @Test
    void passes_on_requests_and_answers_as_they_are() throws Exception {
        var response = send("POST", "/apis/x?dryRun=All", "{\"a\":1}").get(10, TimeUnit.SECONDS);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("done");
        assertThat(response.headers().firstValue("Seen-Token")).contains("Bearer mine");
        assertThat(reached).containsExactly("POST /apis/x?dryRun=All {\"a\":1}");
    }

    @Test
    void rewrites_what_matching_requests_say_and_what_is_answered() throws Exception {
        proxy.rewrite(ApiServerProxyTest::isStatusPatch, asked -> asked + "!", answered -> answered + "?");

        assertThat(send("PATCH", "/apis/syncjobs/a/status", "{}")
                        .get(10, TimeUnit.SECONDS)
                        .body())
                .isEqualTo("done?");
        assertThat(send("PATCH", "/other", "{}").get(10, TimeUnit.SECONDS).body())
                .isEqualTo("done");
        assertThat(reached).containsExactly("PATCH /apis/syncjobs/a/status {}!", "PATCH /other {}");
    }

    @Test
    void holds_a_request_before_its_effect() throws Exception {
        var hook = proxy.hold(ApiServerProxyTest::isStatusPatch);
        var response = send("PATCH", "/apis/syncjobs/a/status", "{}");

        assertThat(hook.awaitArrived(BOUND).body()).isEqualTo("{}");
        assertThat(send("GET", "/other", "").get(10, TimeUnit.SECONDS).statusCode())
                .isEqualTo(201);
        assertThat(reached).containsExactly("GET /other ");
        assertThat(response).isNotDone();

        hook.release();
        assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(reached).hasSize(2);
    }

    @Test
    void does_not_forward_a_held_request_whose_client_has_gone() throws Exception {
        var hook = proxy.hold(ApiServerProxyTest::isStatusPatch);
        try (var socket = connect()) {
            socket.getOutputStream()
                    .write("PATCH /syncjobs/a/status HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            hook.awaitArrived(BOUND);
        }
        // The proxy has one thread: it has seen the end of that connection when it has served a whole later one.
        assertThat(send("GET", "/later", "").get(10, TimeUnit.SECONDS).statusCode())
                .isEqualTo(201);
        hook.release();
        assertThat(send("GET", "/last", "").get(10, TimeUnit.SECONDS).statusCode())
                .isEqualTo(201);

        assertThat(reached).containsExactly("GET /later ", "GET /last ");
    }

    @Test
    void holds_a_response_after_the_effect() throws Exception {
        var hook = proxy.holdResponse(ApiServerProxyTest::isStatusPatch);
        var response = send("PATCH", "/syncjobs/a/status", "{}");

        hook.awaitArrived(BOUND);
        assertThat(reached).hasSize(1);
        assertThat(response).isNotDone();

        hook.release();
        assertThat(response.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
    }

    @Test
    void answers_itself_as_often_as_told() throws Exception {
        var hook = proxy.answer(ApiServerProxyTest::isStatusPatch, 429, "{\"reason\":\"TooManyRequests\"}", 2);

        var codes = Stream.generate(
                        () -> send("PATCH", "/syncjobs/a/status", "{}").join().statusCode())
                .limit(3);
        assertThat(codes).containsExactly(429, 429, 201);
        assertThat(hook.requests()).hasSize(2);
        assertThat(reached).hasSize(1);
    }

    @Test
    void drops_a_response_after_the_effect() throws Exception {
        proxy.dropResponse(ApiServerProxyTest::isStatusPatch, 1);
        var response = send("PATCH", "/syncjobs/a/status", "{}");

        assertThatThrownBy(() -> response.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThat(reached).hasSize(1);
        assertThat(send("PATCH", "/syncjobs/a/status", "{}")
                        .get(10, TimeUnit.SECONDS)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_request_that_cannot_reach_the_server_ends_in_a_closed_connection() throws Exception {
        backend.close();

        var response = send("GET", "/x", "");

        assertThatThrownBy(() -> response.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void passes_watch_events_on_as_they_come_and_cuts_them() throws Exception {
        try (var lines = watch()) {
            var backend = watchers.poll(10, TimeUnit.SECONDS);
            assertThat(lines.readLine()).contains("BOOKMARK");
            backend.write("{\"type\":\"ADDED\"}\n");
            assertThat(lines.readLine()).contains("ADDED");
            var closed = new CompletableFuture<Void>();
            backend.closeHandler(closed::complete);

            assertThat(proxy.cutWatches()).isEqualTo(1);

            assertThatThrownBy(lines::readLine).isInstanceOf(IOException.class);
            closed.get(10, TimeUnit.SECONDS);
            assertThat(proxy.openWatches()).isZero();
        }
    }

    @Test
    void keeps_back_watch_events_while_told_to() throws Exception {
        try (var lines = watch()) {
            var backend = watchers.poll(10, TimeUnit.SECONDS);
            assertThat(lines.readLine()).contains("BOOKMARK");
            proxy.delayWatches(true);
            backend.write("{\"type\":\"ADDED\"}\n{\"type\":\"DELETED\"}\n");
            // Other requests are not delayed; after one, the events have had their time to get through.
            assertThat(send("GET", "/other", "").get(10, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(201);
            assertThat(lines.ready()).isFalse();

            proxy.delayWatches(false);

            assertThat(lines.readLine()).contains("ADDED");
            assertThat(lines.readLine()).contains("DELETED");
        }
    }

    @Test
    void ends_the_watch_at_the_server_when_the_client_leaves() throws Exception {
        var lines = watch();
        var closed = new CompletableFuture<Void>();
        watchers.poll(10, TimeUnit.SECONDS).closeHandler(closed::complete);
        await("the proxy to count the watch").atMost(BOUND).until(() -> proxy.openWatches() == 1);

        lines.close();

        closed.get(10, TimeUnit.SECONDS);
        await("the proxy to forget the watch").atMost(BOUND).until(() -> proxy.openWatches() == 0);
    }

    @Test
    void refuses_websockets() throws Exception {
        try (var socket = connect()) {
            var upgrade = """
                    GET /x?watch=true HTTP/1.1
                    Host: x
                    Connection: Upgrade
                    Upgrade: websocket
                    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                    Sec-WebSocket-Version: 13

                    """.replace("\n", "\r\n");
            socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(watchers).isEmpty();
    }

    @Test
    void redirects_a_kubeconfig_and_keeps_its_token(@TempDir Path folder) throws Exception {
        var original = Kubeconfig.write(
                folder.resolve("admin"), URI.create("https://127.0.0.1:1"), Path.of("/ca.crt"), "mine", "default");

        var redirected = proxy.kubeconfig(original);

        assertThat(Files.readString(redirected))
                .contains("server: \"" + proxy.url() + "\"", "token: \"mine\"")
                .doesNotContain("/ca.crt", "https://");
    }

    private static boolean isStatusPatch(ProxiedRequest request) {
        return request.is("PATCH", "/syncjobs/a/status");
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), proxy.url().getPort());
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(proxy.url().resolve(path))
                .header("Authorization", "Bearer mine")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    /** Closing the reader of this older client closes its connection. */
    private BufferedReader watch() throws IOException {
        var connection = (HttpURLConnection)
                proxy.url().resolve("/apis/syncjobs?watch=true").toURL().openConnection();
        connection.setReadTimeout((int) BOUND.toMillis());
        var in = connection.getInputStream();
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                connection.disconnect();
            }
        };
    }
}
