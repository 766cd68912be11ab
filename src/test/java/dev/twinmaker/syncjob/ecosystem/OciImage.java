package dev.twinmaker.syncjob.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image in the layout of the OCI image specification, read as a container runtime reads it: each part by its digest. */
final class OciImage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path layout;
    private final JsonNode manifest;
    private final JsonNode config;

    /** @throws IOException if a part is missing or is not what its digest says */
    OciImage(Path layout) throws IOException {
        this.layout = layout;
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        manifest = JSON.readTree(
                blob(index.path("manifests").path(0).path("digest").asText()).toFile());
        config = JSON.readTree(
                blob(manifest.path("config").path("digest").asText()).toFile());
    }

    JsonNode manifest() {
        return manifest;
    }

    /** What the image says of itself and how it starts. */
    JsonNode config() {
        return config;
    }

    List<String> list(String field) {
        List<String> values = new ArrayList<>();
        config.path("config").path(field).forEach(value -> values.add(value.asText()));
        return values;
    }

    /** What a pull transfers, in bytes. */
    long transferSize() {
        long size = manifest.path("config").path("size").asLong();
        for (JsonNode layer : manifest.path("layers")) {
            size += layer.path("size").asLong();
        }
        return size;
    }

    /** Lays the layers over each other; the bytes of all files. */
    long unpack(Path root) throws IOException {
        long size = 0;
        for (JsonNode layer : manifest.path("layers")) {
            try (InputStream packed =
                            Files.newInputStream(blob(layer.path("digest").asText()));
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(packed)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    size += unpack(tar, entry, root);
                }
            }
        }
        return size;
    }

    private static long unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName().replaceFirst("^/", "")).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("outside of the image: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isFile()) {
            Files.createDirectories(target.getParent());
            Files.copy(tar, target);
        } else {
            throw new IOException("neither a file nor a folder: " + entry.getName());
        }
        Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        return entry.getSize();
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        return PosixFilePermissions.fromString(text.toString());
    }

    private Path blob(String digest) throws IOException {
        Path file = layout.resolve("blobs").resolve(digest.replace(':', '/'));
        if (!Files.exists(file) || !digest.equals("sha256:" + sha256(file))) {
            throw new IOException("no blob of the digest " + digest);
        }
        return file;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] some = new byte[1 << 16];
            for (int count = bytes.read(some); count >= 0; count = bytes.read(some)) {
                digest.update(some, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
