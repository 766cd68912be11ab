package dev.twinmaker.syncjob.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a Java runtime needs of a system: the parts of this machine's C library that it is linked to, and little more. */
final class SystemFiles {

    private static final Pattern LOADED = Pattern.compile("(?m)^\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");
    private static final Pattern MISSING = Pattern.compile("(?m)^\\s*(\\S+) => not found$");

    /** The C library loads these by itself when it looks up a name; newer ones hold them inside. */
    private static final List<String> LOADED_BY_NAME =
            List.of("libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2");

    private static final String LIBC = "libc.so.6";

    private SystemFiles() {}

    /** Lays them under a root, each in the place that it has on this machine. */
    static void lay(Path runtime, Path root) throws IOException {
        Set<Path> libraries = libraries(runtime);
        for (Path library : libraries) {
            copyIfThere(library, root);
        }
        Path libc = libraries.stream()
                .filter(library -> library.endsWith(LIBC))
                .findFirst()
                .orElseThrow(() -> new IOException("the JDK is not linked to glibc (" + LIBC
                        + "): build the image on a system with glibc and a JDK made for it"));
        for (String name : LOADED_BY_NAME) {
            copyIfThere(libc.resolveSibling(name), root);
        }
        // For scanners, which ask what the C library is, and for its licence.
        copyIfThere(Path.of("/etc/os-release"), root);
        copyIfThere(Path.of("/usr/share/doc/libc6/copyright"), root);
        recordPackage("libc6", root);
        write(
                root.resolve("etc/passwd"),
                "root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n");
        write(root.resolve("etc/group"), "root:x:0:\nnonroot:x:65532:\n");
        write(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
        Path tmp = Files.createDirectories(root.resolve("tmp"));
        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** All that the loader of this machine finds for the programs and libraries of a runtime, outside of it. */
    private static Set<Path> libraries(Path runtime) throws IOException {
        Set<Path> found = new TreeSet<>();
        Path home = runtime.toRealPath();
        List<Path> binaries = binaries(home);
        for (Path binary : binaries) {
            String told = Program.run(List.of("ldd", binary.toString()));
            for (MatchResult missing : MISSING.matcher(told).results().toList()) {
                // What belongs to the JVM is there when the JVM loads this.
                if (binaries.stream().noneMatch(own -> own.endsWith(missing.group(1)))) {
                    throw new IOException(binary + " needs " + missing.group(1) + ", which this machine does not have");
                }
            }
            LOADED.matcher(told)
                    .results()
                    .map(match -> Path.of(match.group(1)).normalize())
                    .filter(library -> !library.startsWith(home))
                    .forEach(found::add);
        }
        return found;
    }

    private static List<Path> binaries(Path home) throws IOException {
        try (Stream<Path> libraries = Files.walk(home.resolve("lib"))) {
            return Stream.concat(
                            Stream.of(home.resolve("bin").resolve("java")),
                            libraries.filter(file -> file.toString().endsWith(".so")))
                    .toList();
        }
    }

    private static void copyIfThere(Path file, Path root) throws IOException {
        Path target = root.resolve(Path.of("/").relativize(file).toString());
        if (Files.exists(file) && !Files.exists(target)) {
            Files.createDirectories(target.getParent());
            // The file itself, where the name is a link to it.
            Files.copy(file.toRealPath(), target);
        }
    }

    /** In the way of images without a package manager: a file a package. */
    private static void recordPackage(String name, Path root) throws IOException {
        if (Files.isExecutable(Path.of("/usr/bin/dpkg-query"))) {
            write(
                    root.resolve("var/lib/dpkg/status.d").resolve(name),
                    Program.run(List.of("/usr/bin/dpkg-query", "--status", name)));
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
