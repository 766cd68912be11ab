package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClosedConnectionsTest {

    private static final String ANSWER = """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a-map","namespace":"a","resourceVersion":"7"}}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    /** Closes the connection of so many requests, then answers. */
    private void handle(HttpServerRequest request) {
        requests.add(request.method() + " " + request.path() + " " + request.getHeader("Authorization"));
        if (closed.getAndDecrement() > 0) {
            request.connection().close();
        } else {
            request.response().putHeader("Content-Type", "application/json").end(ANSWER);
        }
    }

    @Test
    void a_read_whose_connection_is_closed_is_made_again() {
        closed.set(2);
        try (KubernetesClient client = client(new ClosedConnections.Factory(new VertxHttpClientFactory(vertx)))) {
            assertThat(read(client).getMetadata().getResourceVersion()).isEqualTo("7");
        }
        assertThat(requests).hasSize(3).containsOnly("GET /api/v1/namespaces/a/configmaps/a-map Bearer a-token");
    }

    @Test
    void a_write_whose_connection_is_closed_is_made_again() {
        closed.set(1);
        try (KubernetesClient client = client(new ClosedConnections.Factory(new VertxHttpClientFactory(vertx)))) {
            ConfigMap map = new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace("a")
                    .withName("a-map")
                    .endMetadata()
                    .build();
            client.resource(map).create();
        }
        assertThat(requests).hasSize(2).containsOnly("POST /api/v1/namespaces/a/configmaps Bearer a-token");
    }

    @Test
    void a_connection_that_is_always_closed_is_told_after_as_many_requests_as_the_client_is_allowed() {
        closed.set(Integer.MAX_VALUE);
        try (KubernetesClient client = client(new ClosedConnections.Factory(new VertxHttpClientFactory(vertx)))) {
            assertThatThrownBy(() -> read(client))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasStackTraceContaining("Connection was closed");
        }
        assertThat(requests).hasSize(4);
    }

    @Test
    void a_derived_client_asks_again_too_and_shares_the_connections() {
        HttpClient client = new ClosedConnections.Factory(new VertxHttpClientFactory(vertx))
                .newBuilder(config())
                .build();
        HttpClient derived = client.newBuilder().build();
        closed.set(1);
        assertThat(derived.sendAsync(derived.newHttpRequestBuilder().uri(url()).build(), String.class)
                        .join()
                        .code())
                .isEqualTo(200);
        client.close();
        assertThat(derived.isClosed()).isTrue();
        assertThat(requests).hasSize(2);
    }

    /** The reason why the class exists; where this fails, it may go. */
    @Test
    void the_client_alone_does_not_ask_again() {
        closed.set(1);
        try (KubernetesClient client = client(new VertxHttpClientFactory(vertx))) {
            assertThatThrownBy(() -> read(client)).hasStackTraceContaining("Connection was closed");
        }
        assertThat(requests).hasSize(1);
    }

    private static ConfigMap read(KubernetesClient client) {
        return client.configMaps().inNamespace("a").withName("a-map").get();
    }

    private KubernetesClient client(HttpClient.Factory factory) {
        return new KubernetesClientBuilder()
                .withConfig(config())
                .withHttpClientFactory(factory)
                .build();
    }

    private Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withOauthToken("a-token")
                .withRequestRetryBackoffLimit(3)
                .withRequestRetryBackoffInterval(1)
                .build();
    }

    private String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }
}
