package dev.twinmaker.syncjob.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Downloads the archive that the Kubernetes controller-tools project publishes for test control planes.
 *
 * <p>Not every patch release is published there, so the newest one of the pinned minor release is taken: an API server
 * of the same minor release serves the same API.
 */
final class EnvtestDownload implements BinarySource {

    static final URI INDEX =
            URI.create("https://raw.githubusercontent.com/kubernetes-sigs/controller-tools/HEAD/envtest-releases.yaml");

    private record Archive(String name, URI location, String sha512) {}

    private final URI index;
    private final Pins pins;
    private final Platform platform;

    EnvtestDownload(URI index, Pins pins, Platform platform) {
        this.index = index;
        this.pins = pins;
        this.platform = platform;
    }

    @Override
    public String description() {
        return "download from " + index;
    }

    @Override
    public String install(Path folder, Progress progress) throws IOException, InterruptedException {
        var http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        var archive = choose(get(http, index, BodyHandlers.ofString(), progress));
        var file = folder.resolve(archive.name());
        get(http, archive.location(), BodyHandlers.ofFile(file), progress);
        var sum = sha512(file);
        if (!sum.equals(archive.sha512())) {
            throw new IOException("checksum of " + archive.location() + " is wrong: the index says " + archive.sha512()
                    + ", the file has " + sum);
        }
        unpack(file, folder);
        return "downloaded from " + archive.location();
    }

    private static <T> T get(HttpClient http, URI uri, BodyHandler<T> handler, Progress progress)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(10)).build();
        try {
            var response = progress.await(http.sendAsync(request, handler), "downloading " + uri);
            if (response.statusCode() != 200) {
                throw new IOException(uri + " answers " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException(uri + " cannot be downloaded: " + e.getCause(), e);
        }
    }

    private Archive choose(String indexText) throws IOException {
        var releases = new ObjectMapper(new YAMLFactory()).readTree(indexText).path("releases");
        var wanted = Pattern.compile("v" + Pattern.quote(pins.kubernetesMinor()) + "\\.(\\d+)");
        Archive newest = null;
        var newestPatch = -1;
        for (var release : releases.properties()) {
            var matcher = wanted.matcher(release.getKey());
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) <= newestPatch) {
                continue;
            }
            var name = "envtest-" + release.getKey() + "-" + platform + ".tar.gz";
            JsonNode entry = release.getValue().path(name);
            if (entry.hasNonNull("hash") && entry.hasNonNull("selfLink")) {
                newestPatch = Integer.parseInt(matcher.group(1));
                var hash = entry.get("hash").asText().toLowerCase(Locale.ROOT);
                newest = new Archive(name, URI.create(entry.get("selfLink").asText()), hash);
            }
        }
        if (newest == null) {
            throw new IOException(index + " lists no " + pins.kubernetesMinor() + " release for " + platform);
        }
        return newest;
    }

    private static String sha512(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-512");
            var buffer = new byte[1 << 16];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The archive keeps the programs some folders deep, which ones has changed over the releases. */
    private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
        var unpacked = Files.createDirectory(folder.resolve("unpacked"));
        var tar = new ProcessBuilder(List.of("tar", "-xzf", archive.toString(), "-C", unpacked.toString()))
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar could not unpack " + archive.getFileName());
        }
        List<Path> files;
        try (var all = Files.walk(unpacked)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (var file : files) {
            var name = file.getFileName().toString();
            if (Binaries.PROGRAMS.contains(name)) {
                Files.move(file, folder.resolve(name));
            }
        }
        Files.delete(archive);
        Folders.delete(unpacked);
    }
}
