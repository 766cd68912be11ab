package dev.twinmaker.syncjob.ecosystem;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An unpacked image that runs in a container made by runc, the program below containerd and CRI-O, with all that the
 * chart's security context takes away: no writable root, no capability, no new privileges. Only the network is that of
 * this machine, for the control plane is there.
 */
final class Container implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int UID = 65532;

    private final Path runc;
    private final Path state;
    private final String id = "syncjob-operator-" + UUID.randomUUID();
    private final Path bundle;
    private OperatorProcess process;

    /**
     * @param runc the program
     * @param folder for what belongs to the container
     */
    Container(Path runc, Path folder) throws IOException {
        this.runc = runc;
        this.state = Files.createDirectories(folder.resolve("state"));
        this.bundle = Files.createDirectories(folder.resolve("bundle"));
    }

    /**
     * Starts it and does not wait for it.
     *
     * @param root the unpacked image
     * @param environment beside that of the image
     * @param mounts folders of this machine, by their place in the container
     * @param memory the limit in bytes
     */
    OperatorProcess start(
            OciImage image, Path root, Map<String, String> environment, Map<String, Path> mounts, long memory)
            throws IOException {
        JSON.writeValue(bundle.resolve("config.json").toFile(), config(image, root, environment, mounts, memory));
        List<String> command = List.of(
                runc.toString(),
                "--root",
                state.toString(),
                "run",
                "--bundle",
                bundle.toString(),
                "--pid-file",
                pidFile().toString(),
                id);
        process = OperatorProcess.launch(new ProcessBuilder(command), Map.of(), bundle.resolve("log"));
        return process;
    }

    /** The operator's own process, as this machine sees it. */
    long pid() throws IOException {
        return Long.parseLong(Files.readString(pidFile()).strip());
    }

    private Path pidFile() {
        return bundle.resolve("pid");
    }

    private static Map<String, Object> config(
            OciImage image, Path root, Map<String, String> environment, Map<String, Path> mounts, long memory) {
        List<String> variables = new ArrayList<>(image.list("Env"));
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        List<String> none = List.of();
        Map<String, Object> process = Map.of(
                "user", Map.of("uid", UID, "gid", UID),
                "args", image.list("Entrypoint"),
                "env", variables,
                "cwd", image.config().path("config").path("WorkingDir").asText(),
                "noNewPrivileges", true,
                "capabilities",
                        Map.of(
                                "bounding",
                                none,
                                "effective",
                                none,
                                "permitted",
                                none,
                                "inheritable",
                                none,
                                "ambient",
                                none));
        return Map.of(
                "ociVersion",
                "1.0.2",
                "process",
                process,
                "root",
                Map.of("path", root.toString(), "readonly", true),
                "hostname",
                "syncjob-operator",
                "mounts",
                mounts(mounts),
                "linux",
                Map.of(
                        "resources", Map.of("memory", Map.of("limit", memory)),
                        "namespaces",
                                List.of(
                                        Map.of("type", "pid"),
                                        Map.of("type", "ipc"),
                                        Map.of("type", "uts"),
                                        Map.of("type", "mount")),
                        "maskedPaths", List.of("/proc/kcore", "/proc/keys", "/sys/firmware"),
                        "readonlyPaths", List.of("/proc/sys", "/proc/sysrq-trigger")));
    }

    private static List<Map<String, Object>> mounts(Map<String, Path> folders) {
        List<Map<String, Object>> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "proc"));
        mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755", "size=65536k"));
        mounts.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "ro"));
        mounts.add(mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", "size=64m"));
        folders.forEach((place, folder) -> mounts.add(mount(place, "bind", folder.toString(), "rbind", "ro")));
        return mounts;
    }

    private static Map<String, Object> mount(String place, String type, String source, String... options) {
        return Map.of("destination", place, "type", type, "source", source, "options", List.of(options));
    }

    /** Ends it in the middle of whatever it does, if it still runs. */
    @Override
    public void close() throws IOException {
        if (process != null && process.isAlive()) {
            Process delete = new ProcessBuilder(runc.toString(), "--root", state.toString(), "delete", "--force", id)
                    .inheritIO()
                    .start();
            delete.onExit().join();
            process.exitCode(Duration.ofSeconds(10));
        }
    }
}
