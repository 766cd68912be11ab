package dev.twinmaker.syncjob.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {

    private static final Instant TIME = Instant.parse("2026-11-24T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void the_same_files_give_the_same_bytes() throws IOException {
        Path first = write(files("first"));
        Path second = write(files("second"));
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void what_is_in_the_file_is_in_the_folder_and_names_its_processor_and_user() throws IOException {
        ImageFolder files = files("image");
        write(files);
        JsonNode index = JSON.readTree(files.layout().resolve("index.json").toFile());
        JsonNode manifest = JSON.readTree(blob(files, index.path("manifests").path(0)));
        assertThat(manifest.path("mediaType").asText("application/vnd.oci.image.manifest.v1+json"))
                .isEqualTo("application/vnd.oci.image.manifest.v1+json");
        assertThat(manifest.path("layers")).hasSize(5);
        JsonNode config = JSON.readTree(blob(files, manifest.path("config")));
        assertThat(config.path("architecture").asText()).isEqualTo("arm64");
        assertThat(config.path("created").asText()).isEqualTo(TIME.toString());
        assertThat(config.path("config").path("User").asText()).isEqualTo("65532:65532");
        assertThat(config.path("config").path("Labels").path("team").asText()).isEqualTo("plant");
    }

    @Test
    void another_application_leaves_the_layers_before_it_as_they_were() throws IOException {
        ImageFolder before = files("before");
        write(before);
        ImageFolder after = files("after");
        Files.writeString(after.application().resolve("quarkus-run.jar"), "another");
        write(after);
        assertThat(digests(after).subList(0, 3)).isEqualTo(digests(before).subList(0, 3));
        assertThat(digests(after).get(3)).isNotEqualTo(digests(before).get(3));
    }

    private static List<String> digests(ImageFolder files) throws IOException {
        JsonNode index = JSON.readTree(files.layout().resolve("index.json").toFile());
        return JSON.readTree(blob(files, index.path("manifests").path(0))).findValuesAsText("digest").stream()
                .skip(1)
                .toList();
    }

    private static File blob(ImageFolder files, JsonNode descriptor) {
        return files.layout()
                .resolve("blobs")
                .resolve(descriptor.path("digest").asText().replace(':', '/'))
                .toFile();
    }

    private static Path write(ImageFolder files) throws IOException {
        return new ImageArchive(files, "1.2.3", TIME)
                .write("arm64", Map.of("LANG", "C.UTF-8"), Map.of("team", "plant"));
    }

    private ImageFolder files(String name) throws IOException {
        ImageFolder files = new ImageFolder(folder.resolve(name));
        file(files.system().resolve("etc/passwd"));
        Files.createDirectories(files.system().resolve("tmp"));
        file(files.java().resolve("bin/java"));
        file(files.libraries().resolve("library.jar"));
        file(files.application().resolve("quarkus-run.jar"));
        file(files.cache());
        return files;
    }

    private static void file(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, file.getFileName().toString());
    }
}
