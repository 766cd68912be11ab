package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {

    private static final Pins PINS = new Pins("1.36.4", "3.6.15", "1.26.0");
    private static final Platform LINUX = new Platform("linux", "amd64");
    private static final List<String> PACKAGES = List.of(
            "go.etcd.io/etcd/server/v3", "k8s.io/kubernetes/cmd/kube-apiserver", "k8s.io/kubernetes/cmd/kubectl");

    @TempDir
    private Path temp;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private HttpServer http;

    @BeforeEach
    void startHttp() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
    }

    @AfterEach
    void stopHttp() {
        http.stop(0);
    }

    @Test
    void builds_with_go_once_and_then_finds_the_programs_in_the_cache() throws Exception {
        var go = FakeGo.in(temp, "go1.26.8", "");

        var first = cache(go.command().toString()).find();
        var second = cache("/there/is/no/go").find();

        assertThat(go.built()).isEqualTo(PACKAGES);
        assertThat(second).isEqualTo(first);
        assertThat(first.folder()).isEqualTo(temp.resolve("k8s").resolve("1.36.4-linux-amd64"));
        assertThat(List.of(first.etcd(), first.kubeApiServer(), first.kubectl()))
                .allMatch(Files::isExecutable);
        assertThat(first.folder().resolve("complete"))
                .hasContent("kubernetes 1.36.4, etcd 3.6.15\nbuilt with go1.26.8");
        assertThat(said()).contains("building kube-apiserver").doesNotContain("/there/is/no/go");
    }

    @Test
    void does_not_use_a_folder_whose_installation_was_cut_short() throws Exception {
        var folder = Files.createDirectories(temp.resolve("k8s").resolve("1.36.4-linux-amd64"));
        var leftover = Files.createDirectories(temp.resolve("k8s").resolve("1.36.4-linux-amd64.partial"));
        for (var parent : List.of(folder, leftover)) {
            for (var program : Binaries.PROGRAMS) {
                assertThat(Files.createFile(parent.resolve(program)).toFile().setExecutable(true))
                        .isTrue();
            }
        }
        var go = FakeGo.in(temp, "go1.26.8", "");

        cache(go.command().toString()).find();

        assertThat(go.built()).isEqualTo(PACKAGES);
        assertThat(leftover).doesNotExist();
    }

    @Test
    void does_not_use_programs_of_another_pin() throws Exception {
        var go = FakeGo.in(temp, "go1.27", "");
        cache(go.command().toString()).find();

        var moved = new Pins("1.36.4", "3.6.16", "1.26.0");
        cache(moved, go.command().toString()).find();

        assertThat(go.built()).hasSize(2 * PACKAGES.size());
    }

    @Test
    void downloads_the_newest_patch_of_the_minor_release_where_go_is_too_old() throws Exception {
        var go = FakeGo.in(temp, "go1.25.9", "");
        var archive = archive();
        serve("/index.yaml", index(sha512(archive)).getBytes(StandardCharsets.UTF_8));
        serve("/good.tar.gz", archive);

        var binaries = cache(go.command().toString()).find();

        assertThat(go.built()).isEmpty();
        assertThat(List.of(binaries.etcd(), binaries.kubeApiServer(), binaries.kubectl()))
                .allMatch(Files::isExecutable);
        assertThat(binaries.folder().resolve("complete")).content().contains("downloaded from", "/good.tar.gz");
        assertThat(said()).contains("this machine has go1.25.9, Go 1.26.0 or newer is needed");
    }

    @Test
    void refuses_an_archive_with_a_wrong_checksum() throws Exception {
        serve("/index.yaml", index("00").getBytes(StandardCharsets.UTF_8));
        serve("/good.tar.gz", archive());

        assertThatThrownBy(() -> cache("/there/is/no/go").find())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum of")
                .hasMessageContaining("is wrong");
        assertThat(temp.resolve("k8s")).isDirectoryNotContaining("glob:**1.36.4*");
    }

    @Test
    void says_what_to_install_when_nothing_can_be_had() {
        assertThatThrownBy(() -> cache("/there/is/no/go").find())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("build with Go: no program '/there/is/no/go' can be run here")
                .hasMessageContaining("/index.yaml answers 404")
                .hasMessageContaining("Install Go 1.26.0 or newer from https://go.dev/dl/");
    }

    @Test
    void shows_the_end_of_the_output_of_a_build_that_fails() throws Exception {
        var go = FakeGo.in(temp, "go1.26.8", "echo 'proxy.golang.org: no such host'; exit 1");

        assertThatThrownBy(() -> cache(go.command().toString()).find())
                .hasMessageContaining("failed while building etcd")
                .hasMessageContaining("proxy.golang.org: no such host");
    }

    @Test
    void two_processes_that_need_the_programs_at_once_build_them_once() throws Exception {
        var gate = temp.resolve("gate");
        var go = FakeGo.in(temp, "go1.26.8", "while [ ! -e '%s' ]; do sleep 0.05; done".formatted(gate));
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherRun.class.getName(),
                        temp.toString(),
                        go.command().toString())
                .redirectErrorStream(true)
                .start();
        var threads = Executors.newSingleThreadExecutor();
        try (var output = other.inputReader()) {
            // The other run is inside its installation when it says so, and stays there until the gate opens.
            assertThat(output.lines().anyMatch(line -> line.contains("building etcd")))
                    .isTrue();
            Callable<Binaries> find = () -> cache(go.command().toString()).find();
            var here = threads.submit(find);
            await("this run to meet the lock of the other")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> said().contains("waiting for another run"));
            Files.createFile(gate);

            assertThat(here.get(20, TimeUnit.SECONDS).etcd()).isExecutable();
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isZero();
        } finally {
            Files.write(gate, new byte[0]);
            other.destroyForcibly();
            threads.shutdownNow();
        }
        assertThat(go.built()).isEqualTo(PACKAGES);
    }

    /** The other process of the test above. */
    static final class OtherRun {

        private OtherRun() {}

        public static void main(String[] arguments) throws Exception {
            var source = new GoBuild(arguments[1], Path.of(arguments[0]), PINS, LINUX);
            var cache = Path.of(arguments[0]).resolve("k8s");
            new BinaryCache(cache, PINS, LINUX, List.of(source), new Progress(System.err)).find();
        }
    }

    private BinaryCache cache(String go) {
        return cache(PINS, go);
    }

    private BinaryCache cache(Pins pins, String go) {
        var index = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/index.yaml");
        var sources = List.of(new GoBuild(go, temp, pins, LINUX), new EnvtestDownload(index, pins, LINUX));
        var out = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return new BinaryCache(temp.resolve("k8s"), pins, LINUX, sources, new Progress(out));
    }

    private String said() {
        return progress.toString(StandardCharsets.UTF_8);
    }

    private void serve(String path, byte[] content) {
        http.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            try (var body = exchange.getResponseBody()) {
                body.write(content);
            }
        });
    }

    private String index(String hash) {
        var at = "http://127.0.0.1:" + http.getAddress().getPort();
        return """
                releases:
                  v1.36.10:
                    envtest-v1.36.10-linux-amd64.tar.gz: {hash: %s, selfLink: %s/good.tar.gz}
                  v1.36.9:
                    envtest-v1.36.9-linux-amd64.tar.gz: {hash: aa, selfLink: %s/older.tar.gz}
                  v1.36.11:
                    envtest-v1.36.11-darwin-arm64.tar.gz: {hash: aa, selfLink: %s/other.tar.gz}
                  v1.37.0:
                    envtest-v1.37.0-linux-amd64.tar.gz: {hash: aa, selfLink: %s/newer.tar.gz}
                """.formatted(hash, at, at, at, at);
    }

    private byte[] archive() throws IOException, InterruptedException {
        var folder = Files.createDirectories(
                temp.resolve("archive").resolve("controller-tools").resolve("envtest"));
        for (var program : Binaries.PROGRAMS) {
            var file = Files.writeString(folder.resolve(program), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        var archive = temp.resolve("archive.tar.gz");
        var tar = new ProcessBuilder(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        temp.resolve("archive").toString(),
                        ".")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(archive);
    }

    private static String sha512(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
    }
}
