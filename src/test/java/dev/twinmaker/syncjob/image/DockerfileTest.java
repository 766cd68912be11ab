package dev.twinmaker.syncjob.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Dockerfile says the same as the image that is built without a container engine. */
class DockerfileTest {

    private static final Path FILE = Path.of("src", "main", "docker", "Dockerfile");
    private static final String FILES = "/build/target/image";

    private List<String> instructions;

    @BeforeEach
    void read() throws IOException {
        String text = Files.readAllLines(FILE).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"));
        instructions = Arrays.stream(text.replaceAll("\\s*\\\\\n\\s*", " ").split("\n", -1))
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Test
    void it_builds_trains_and_keeps_nothing_but_the_files_of_the_image() {
        assertThat(arguments("FROM"))
                .hasSize(3)
                .first()
                .asString()
                .matches("eclipse-temurin:25\\.\\d+\\.\\d+_\\d+-jdk-\\w+ AS build");
        assertThat(arguments("FROM").subList(1, 3)).containsExactly("build AS train", "scratch");
    }

    @Test
    void it_copies_every_layer_to_its_place() {
        List<String> copied = arguments("COPY").stream()
                .filter(copy -> copy.startsWith("--from=train "))
                .map(copy -> copy.split(" ", 3)[1])
                .toList();
        ImageFolder image = new ImageFolder(Path.of(FILES));
        String application = image.application() + "/";
        assertThat(copied)
                .containsExactly(
                        image.system() + "/",
                        image.java() + "/",
                        image.libraries() + "/",
                        application + "quarkus-run.jar",
                        application + "quarkus/",
                        application + "app/",
                        image.cache().toString());
        assertThat(arguments("COPY"))
                .filteredOn(copy -> copy.contains(" " + FILES + "/opt/"))
                .allSatisfy(copy -> {
                    String from = copy.split(" ", 3)[1];
                    String to = copy.split(" ", 3)[2];
                    assertThat(from.substring(FILES.length())).startsWith(to);
                });
    }

    @Test
    void it_starts_the_operator_in_the_same_way() throws IOException {
        assertThat(new ObjectMapper().readValue(only("ENTRYPOINT"), String[].class))
                .containsExactlyElementsOf(ImageSettings.entrypoint());
        assertThat(only("WORKDIR")).isEqualTo(ImageSettings.APPLICATION);
        assertThat(only("USER")).isEqualTo(ImageSettings.USER);
        assertThat(only("EXPOSE")).isEqualTo(String.valueOf(ImageSettings.PORT));
        assertThat(only("ENV").split(" ", -1))
                .allSatisfy(variable -> assertThat(ImageSettings.environment("25"))
                        .containsEntry(variable.split("=", 2)[0], variable.split("=", 2)[1]));
    }

    @Test
    void its_labels_are_among_those_of_the_other() {
        ImageSettings.labels("1", "", "").forEach((name, value) -> {
            if (!name.endsWith(".version")) {
                assertThat(only("LABEL")).contains(name + "=\"" + value + "\"");
            }
        });
    }

    @Test
    void what_the_build_reads_is_sent_to_the_engine_and_no_result_of_another_build() throws IOException {
        assertThat(Files.readAllLines(FILE.resolveSibling("Dockerfile.dockerignore")))
                .containsExactly("*", "!.mvn/", "!crds/", "!deploy/", "!src/", "!mvnw", "!pom.xml");
    }

    /** In the last stage. */
    private String only(String instruction) {
        List<String> all = arguments(instruction);
        return all.get(all.size() - 1);
    }

    private List<String> arguments(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }
}
