package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A program that is built from a Go module of this project, which pins it. It is built once for this user and kept beside
 * the programs of the control plane, under a hash of all that it is built from.
 *
 * @param name of the program
 * @param module the folder with {@code go.mod}, {@code go.sum} and the sources, if there are any
 * @param what the package to build
 * @param toolchain the Go release that it asks for where that is newer than the one at hand; empty for the one at hand
 * @param flags of the linker
 */
public record GoTool(String name, Path module, String what, String toolchain, List<String> flags) {

    /** The file lock holds between processes only. */
    private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();

    /**
     * Finds it, or builds it first, which takes seconds to minutes once.
     *
     * @throws UncheckedIOException if it cannot be built; its message has the words of the compiler
     */
    public Path find() {
        try {
            Platform platform = Platform.current();
            Path cache = platform.userCache(System.getenv(), Path.of(System.getProperty("user.home")))
                    .resolve("syncjob-operator")
                    .resolve("tools");
            Path program = cache.resolve(name + "-" + hash() + "-" + platform).resolve(name);
            if (!Files.isExecutable(program)) {
                build(program, cache, platform);
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was built", e);
        }
    }

    /** Where the module of that path lies unpacked, for what it has besides its program. */
    public Path sourceOf(String path) {
        try {
            GoCommand go = new GoCommand("go", module, Platform.current(), environment());
            Path scratch = Files.createTempDirectory("go");
            String folder = go.run(
                    List.of("mod", "download", "-json", path), scratch, new Progress(System.err), "fetching " + path);
            Folders.delete(scratch);
            String line = folder.lines()
                    .filter(l -> l.strip().startsWith("\"Dir\""))
                    .findFirst()
                    .orElseThrow(() -> new IOException("go does not say where " + path + " lies: " + folder));
            return Path.of(line.replaceAll(".*: \"(.*)\",?", "$1").strip());
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void build(Path program, Path cache, Platform platform) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        WITHIN_THIS_PROCESS.lockInterruptibly();
        try (FileChannel lock = FileChannel.open(
                        cache.resolve("." + name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (Files.isExecutable(program) || !held.isValid()) {
                return;
            }
            Path partial = Files.createTempDirectory(cache, name + ".partial");
            List<String> command = new ArrayList<>(List.of("build", "-trimpath", "-buildvcs=false", "-ldflags"));
            command.add(String.join(
                    " ", Stream.concat(Stream.of("-s -w"), flags.stream()).toList()));
            command.addAll(List.of("-o", partial.resolve(name).toString(), what));
            new GoCommand("go", module, platform, environment())
                    .run(command, partial, new Progress(System.err), "building " + name + ", needed once");
            Folders.delete(program.getParent());
            Files.move(partial, program.getParent());
        } finally {
            WITHIN_THIS_PROCESS.unlock();
        }
    }

    private Map<String, String> environment() {
        return toolchain.isEmpty() ? Map.of() : Map.of("GOTOOLCHAIN", toolchain);
    }

    private String hash() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Stream<Path> files = Files.list(module)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(file));
                }
            }
            digest.update((what + toolchain + flags).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
