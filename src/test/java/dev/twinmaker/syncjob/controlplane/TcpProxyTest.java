package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that sends back what it gets. */
class TcpProxyTest {

    private Vertx vertx;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        NetServer echo = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(socket -> socket.handler(socket::write))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        proxy = TcpProxy.start(URI.create("https://127.0.0.1:" + echo.actualPort()));
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void passes_bytes_on_both_ways_until_the_client_leaves() throws IOException {
        try (var socket = connect()) {
            assertThat(echo(socket, "hello")).isEqualTo("hello");
            assertThat(proxy.open()).isEqualTo(1);
        }
        await("the proxy to forget the connection").until(() -> proxy.open() == 0);
    }

    @Test
    void a_silent_connection_stays_open_and_a_later_one_is_whole() throws IOException {
        try (var silent = connect();
                var later = connect()) {
            assertThat(echo(silent, "hello")).isEqualTo("hello");
            assertThat(proxy.silence()).isGreaterThanOrEqualTo(1);
            silent.setSoTimeout(200);
            assertThatThrownBy(() -> echo(silent, "nobody")).isInstanceOf(SocketTimeoutException.class);
            try (var whole = connect()) {
                assertThat(echo(whole, "hello")).isEqualTo("hello");
            }
            assertThat(later.isClosed()).isFalse();
        }
    }

    @Test
    void what_is_held_arrives_as_a_whole_when_it_is_let_go_and_the_rest_is_not_kept_waiting() throws IOException {
        proxy.hold(bytes -> bytes.startsWith("late"));
        try (var slow = connect();
                var other = connect()) {
            slow.getOutputStream().write("late".getBytes(StandardCharsets.US_ASCII));
            await("the proxy to hold it").until(() -> proxy.holding() == 1);
            slow.getOutputStream().write(" bytes".getBytes(StandardCharsets.US_ASCII));
            assertThat(echo(other, "hello")).isEqualTo("hello");

            proxy.letGo();

            assertThat(new String(slow.getInputStream().readNBytes(10), StandardCharsets.US_ASCII))
                    .isEqualTo("late bytes");
            assertThat(proxy.holding()).isZero();
            assertThat(echo(slow, "late")).isEqualTo("late");
        }
    }

    @Test
    void counts_who_finds_nobody_behind_it() throws IOException {
        try (var nobody = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            proxy.retarget(URI.create("https://127.0.0.1:" + nobody.getLocalPort()));
        }
        try (var socket = connect()) {
            assertThat(socket.isConnected()).isTrue();
            await("the proxy to find nobody").until(() -> proxy.refused() == 1);
        }
    }

    @Test
    void resets_what_is_open() throws IOException {
        try (var socket = connect()) {
            assertThat(echo(socket, "hello")).isEqualTo("hello");

            assertThat(proxy.reset()).isEqualTo(1);

            assertThatThrownBy(() -> echo(socket, "nobody")).isInstanceOf(IOException.class);
            assertThat(proxy.resets()).isEqualTo(1);
        }
    }

    @Test
    void breaks_an_answer_off_at_its_limit() throws IOException {
        proxy.limit(7);
        try (var socket = connect()) {
            assertThat(echo(socket, "hello")).isEqualTo("hello");
            assertThatThrownBy(() -> echo(socket, "world")).isInstanceOf(IOException.class);
        }
        proxy.unlimited();
        try (var socket = connect()) {
            assertThat(echo(socket, "hello world")).isEqualTo("hello world");
        }
    }

    @Test
    void slows_answers_down() throws IOException {
        proxy.slowDown(Duration.ofMillis(300));
        try (var socket = connect()) {
            var before = Instant.now();
            assertThat(echo(socket, "hello")).isEqualTo("hello");
            assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void has_connections_to_come_go_elsewhere_and_leaves_those_that_are_open() throws Exception {
        NetServer other = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(socket -> socket.write("other"))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try (var before = connect()) {
            assertThat(echo(before, "hello")).isEqualTo("hello");
            proxy.retarget(URI.create("https://127.0.0.1:" + other.actualPort()));
            assertThat(echo(before, "hello")).isEqualTo("hello");
            try (var after = connect()) {
                assertThat(new String(after.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                        .isEqualTo("other");
            }
        }
    }

    @Test
    void redirects_a_kubeconfig_and_keeps_its_certificate(@TempDir Path folder) throws IOException {
        var original = Kubeconfig.write(
                folder.resolve("admin"), URI.create("https://127.0.0.1:1"), Path.of("/ca.crt"), "mine", "default");

        assertThat(Files.readString(proxy.kubeconfig(original)))
                .contains("server: \"" + proxy.url() + "\"", "token: \"mine\"", "/ca.crt");
    }

    private Socket connect() throws IOException {
        var socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), proxy.url().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String echo(Socket socket, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes);
        new DataInputStream(socket.getInputStream()).readFully(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
