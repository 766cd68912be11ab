package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the proxy can do to a watch, and to requests without touching them. */
class ProxiedWatchesTest {

    private final HttpClient http = HttpClient.newHttpClient();
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
        if (request.getParam("watch") == null) {
            request.response().end("done");
            return;
        }
        request.response().setChunked(true).write("{\"type\":\"BOOKMARK\"}\n");
        watchers.add(request.response());
    }

    @Test
    void a_half_open_watch_stays_open_and_tells_nothing() throws Exception {
        var lines = watch();
        var backend = watcher();
        assertThat(lines.readLine()).contains("BOOKMARK");

        assertThat(proxy.swallowWatches()).isEqualTo(1);
        backend.write("{\"type\":\"ADDED\"}\n");
        backend.end();
        assertThat(get("/other").statusCode()).isEqualTo(200);

        assertThat(lines.ready()).isFalse();
        assertThat(proxy.openWatches()).isEqualTo(1);
        assertThat(proxy.feedWatches("{\"type\":\"ERROR\"}\n")).isEqualTo(1);
        assertThat(lines.readLine()).contains("ERROR");
    }

    @Test
    void a_watch_begun_later_is_whole() throws Exception {
        var half = watch();
        watcher();
        assertThat(half.readLine()).contains("BOOKMARK");
        proxy.swallowWatches();

        var whole = watch();
        watcher().write("{\"type\":\"ADDED\"}\n");

        assertThat(whole.readLine()).contains("BOOKMARK");
        assertThat(whole.readLine()).contains("ADDED");
    }

    @Test
    void ends_a_watch_in_good_order_and_leaves_the_server() throws Exception {
        var lines = watch();
        var backend = watcher();
        assertThat(lines.readLine()).contains("BOOKMARK");
        var left = new CompletableFuture<Void>();
        backend.closeHandler(left::complete);

        assertThat(proxy.endWatches()).isEqualTo(1);

        assertThat(lines.readLine()).isNull();
        left.get(10, TimeUnit.SECONDS);
        assertThat(proxy.openWatches()).isZero();
    }

    @Test
    void a_cut_leaves_half_of_what_was_fed() throws Exception {
        var lines = watch();
        watcher();
        assertThat(lines.readLine()).contains("BOOKMARK");

        proxy.feedWatches("{\"type\":");
        proxy.cutWatches();

        assertThatThrownBy(lines::readLine).isInstanceOf(IOException.class);
    }

    @Test
    void observes_requests_that_another_hook_answers_and_those_that_pass() throws Exception {
        var seen = proxy.observe(request -> request.path().equals("/seen"));
        var busy = proxy.answer(request -> request.path().equals("/seen"), 429, Map.of("Retry-After", "7"), "{}", 1);

        var refused = get("/seen");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        assertThat(get("/seen").body()).isEqualTo("done");
        assertThat(get("/other").body()).isEqualTo("done");
        assertThat(seen.requests()).hasSize(2);
        assertThat(busy.requests()).hasSize(1);
    }

    @Test
    void slows_every_request_down() throws Exception {
        proxy.slowDown(Duration.ofMillis(300));
        var before = Instant.now();

        assertThat(get("/slow").body()).isEqualTo("done");

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    private HttpServerResponse watcher() throws InterruptedException {
        return watchers.poll(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.sendAsync(HttpRequest.newBuilder(proxy.url().resolve(path)).build(), BodyHandlers.ofString())
                .get(10, TimeUnit.SECONDS);
    }

    private BufferedReader watch() throws Exception {
        var request = HttpRequest.newBuilder(proxy.url().resolve("/apis/syncjobs?watch=true"))
                .build();
        var body = http.sendAsync(request, BodyHandlers.ofInputStream())
                .get(10, TimeUnit.SECONDS)
                .body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }
}
