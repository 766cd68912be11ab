package dev.twinmaker.syncjob.ecosystem;

import dev.twinmaker.syncjob.controlplane.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program that makes containers: that of this machine, or else the one pinned in {@code src/runc}. */
final class Runc {

    private static final String NAME = "runc";
    private static final Path MODULE = Path.of("src", "runc");
    private static final Pattern VERSION = Pattern.compile("(?m)^\\s*github\\.com/opencontainers/runc (v\\S+)");

    private Runc() {}

    /**
     * Finds it on the PATH or in the cache of this user, or builds it into the cache first.
     *
     * @throws IOException if it cannot be had; the message says what to install
     */
    static Path find() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IOException("runc makes containers as root: run this test as root, as by sudo");
        }
        Optional<Path> installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
        return installed.isPresent() ? installed.get() : cached();
    }

    private static Path cached() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(MODULE.resolve("go.mod")));
        if (!version.find()) {
            throw new IOException("no version of runc in " + MODULE.resolve("go.mod"));
        }
        Platform platform = Platform.current();
        Path folder = platform.userCache(System.getenv(), Path.of(System.getProperty("user.home")))
                .resolve("syncjob-operator")
                .resolve(NAME)
                .resolve(version.group(1) + "-" + platform);
        Path program = folder.resolve(NAME);
        if (!Files.isExecutable(program)) {
            Files.createDirectories(folder);
            System.err.println("building runc " + version.group(1) + " with Go: needed once, takes a minute");
            // Another run may build it at the same time; whoever is later takes the other's place.
            Path partial = folder.resolve(NAME + "." + ProcessHandle.current().pid());
            build(partial);
            Files.move(partial, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return program;
    }

    /** Without the filter of system calls, which would need one more library. */
    private static void build(Path program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "go",
                        "build",
                        "-trimpath",
                        "-buildvcs=false",
                        "-ldflags=-s -w",
                        "-o",
                        program.toString(),
                        "github.com/opencontainers/runc"))
                .directory(MODULE.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("CGO_ENABLED", "1", "GOWORK", "off"));
        String output;
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            output = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while runc was built", e);
        }
        throw new IOException("To run the image, this test needs runc: there is none on the PATH, and it could not be "
                + "built. Install it (apt-get install runc), or Go 1.26 and gcc to have it built. " + output.strip());
    }
}
