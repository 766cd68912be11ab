package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends a JVM that runs a control plane in every way a JVM can end, and looks at what is left. */
class NothingLeftBehindIT {

    private static final Duration BOUND = Duration.ofSeconds(15);

    @TempDir
    private Path temp;

    private interface End {
        void of(Process jvm) throws Exception;
    }

    @Test
    void after_kill_9() throws Exception {
        assertNothingIsLeftAfter(Process::destroyForcibly, Map.of());
    }

    @Test
    void after_sigterm() throws Exception {
        assertNothingIsLeftAfter(Process::destroy, Map.of());
    }

    @Test
    void after_the_end_of_main_without_close() throws Exception {
        assertNothingIsLeftAfter(jvm -> jvm.getOutputStream().close(), Map.of());
    }

    @Test
    void after_kill_9_where_there_is_no_setsid() throws Exception {
        assertNothingIsLeftAfter(
                Process::destroyForcibly, Map.of("PATH", pathWithoutSetsid().toString()));
    }

    @Test
    void after_kill_9_while_the_api_server_hangs() throws Exception {
        assertNothingIsLeftAfter(
                jvm -> {
                    // All below the supervisor.
                    for (var process :
                            jvm.children().findFirst().orElseThrow().children().toList()) {
                        signal("STOP", process.pid());
                    }
                    jvm.destroyForcibly();
                },
                Map.of());
    }

    private void assertNothingIsLeftAfter(End end, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temp,
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        Binaries.find().folder().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var jvm = builder.start();
        var processes = new ArrayList<ProcessHandle>();
        try (var output = jvm.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");
            jvm.descendants().forEach(processes::add);
            // The supervisor, etcd, the API server.
            assertThat(processes).hasSize(3);
            assertThat(leftFolders()).hasSize(1);

            end.of(jvm);

            assertThat(jvm.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await("the supervisor to notice and to clean up").atMost(BOUND).untilAsserted(() -> {
                assertThat(processes).noneMatch(NothingLeftBehindIT::runs);
                assertThat(leftFolders()).isEmpty();
            });
        } finally {
            jvm.destroyForcibly();
            processes.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** A process that has ended but that nobody has collected is none. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private List<Path> leftFolders() throws IOException {
        try (var entries = Files.newDirectoryStream(temp, "syncjob-*")) {
            var left = new ArrayList<Path>();
            entries.forEach(left::add);
            return left;
        }
    }

    private static void signal(String name, long pid) throws Exception {
        var kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    private Path pathWithoutSetsid() throws IOException {
        var folder = Files.createDirectory(temp.resolve("bin"));
        for (var program : List.of("sh", "mkdir", "rm")) {
            for (var place : List.of("/bin", "/usr/bin")) {
                if (Files.exists(Path.of(place, program)) && !Files.exists(folder.resolve(program))) {
                    Files.createSymbolicLink(folder.resolve(program), Path.of(place, program));
                }
            }
        }
        return folder;
    }

    /** The JVM that is ended: it lives until its input ends, and never closes what it started. */
    static final class Owner {

        private Owner() {}

        public static void main(String[] arguments) throws IOException {
            ControlPlane.start(new Binaries(Path.of(arguments[0])));
            System.out.println("started");
            while (System.in.read() >= 0) {
                // Nobody writes: this waits for the end.
            }
        }
    }
}
