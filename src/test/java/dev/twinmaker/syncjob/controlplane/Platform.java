package dev.twinmaker.syncjob.controlplane;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The operating system and processor in Go's names, which the release archives use too. */
public record Platform(String os, String arch) {

    /** That of this JVM. */
    public static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        var name = osName.toLowerCase(Locale.ROOT);
        String os;
        if (name.contains("linux")) {
            os = "linux";
        } else if (name.contains("mac")) {
            os = "darwin";
        } else {
            throw new IllegalStateException("The test control plane runs on Linux and macOS, not on " + osName);
        }
        return switch (osArch) {
            case "amd64", "x86_64" -> new Platform(os, "amd64");
            case "aarch64", "arm64" -> new Platform(os, "arm64");
            default ->
                throw new IllegalStateException("The test control plane runs on amd64 and arm64, not on " + osArch);
        };
    }

    /** Where this platform keeps what a user's programs can make again. */
    public Path userCache(Map<String, String> environment, Path home) {
        if (os.equals("darwin")) {
            return home.resolve("Library").resolve("Caches");
        }
        var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG specification has relative values ignored.
        return xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
    }

    @Override
    public String toString() {
        return os + "-" + arch;
    }
}
