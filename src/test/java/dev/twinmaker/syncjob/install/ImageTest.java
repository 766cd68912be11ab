package dev.twinmaker.syncjob.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageTest {

    private static final Path FILE = Path.of("src", "main", "docker", "Dockerfile.jvm");

    @Test
    void the_base_is_a_pinned_release_of_a_java_25_runtime() throws IOException {
        assertThat(Files.readAllLines(FILE))
                .filteredOn(line -> line.startsWith("FROM "))
                .singleElement()
                .asString()
                .matches("FROM eclipse-temurin:25\\.\\d+\\.\\d+_\\d+-jre-\\w+");
    }

    @Test
    void the_user_is_a_number_other_than_root_as_the_pod_demands() throws IOException {
        assertThat(Files.readAllLines(FILE)).contains("USER 65532:65532");
    }

    @Test
    void every_part_of_the_application_is_copied() throws IOException {
        assertThat(Files.readAllLines(FILE))
                .filteredOn(line -> line.startsWith("COPY "))
                .extracting(line -> line.split(" ", 3)[1])
                .containsExactly(
                        "target/quarkus-app/lib/",
                        "target/quarkus-app/quarkus-run.jar",
                        "target/quarkus-app/quarkus/",
                        "target/quarkus-app/app/");
    }
}
