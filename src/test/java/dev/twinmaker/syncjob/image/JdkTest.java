package dev.twinmaker.syncjob.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {

    @TempDir
    private Path folder;

    private Path shelf;
    private Path running;

    @BeforeEach
    void aBuildOnJdk17() throws IOException {
        shelf = Files.createDirectory(folder.resolve("shelf"));
        running = jdk("running", "17.0.18+8");
    }

    @Test
    void the_one_that_the_user_names_comes_first() throws IOException {
        Path named = jdk("named", "25.0.4+7-LTS");
        jdk("shelf/other", "25.0.3+9-LTS");
        assertThat(Jdk.find(named.toString(), Map.of(), running, shelf)).isEqualTo(new Jdk(named, "25.0.4+7-LTS"));
    }

    @Test
    void one_that_the_user_names_and_that_is_another_version_is_refused_and_nothing_else_is_tried() throws IOException {
        jdk("shelf/other", "25.0.3+9-LTS");
        assertThatThrownBy(() -> Jdk.find(running.toString(), Map.of(), running, shelf))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("-Dimage.jdk names " + running)
                .hasMessageContaining("no JDK 25");
    }

    @Test
    void then_come_the_variables_then_the_jdk_of_the_build_then_those_of_the_system() throws IOException {
        Path last = jdk("shelf/temurin-25", "25.0.3+9-LTS");
        assertThat(find(Map.of(), running)).isEqualTo(last);
        Path build = jdk("build", "25+36");
        assertThat(find(Map.of(), build)).isEqualTo(build);
        Path variable = jdk("variable", "25.0.4+7-LTS");
        assertThat(find(Map.of("JAVA25_HOME", variable.toString()), build)).isEqualTo(variable);
        assertThat(find(Map.of("JAVA_HOME_25_X64", variable.toString()), build)).isEqualTo(variable);
    }

    @Test
    void a_runtime_without_jlink_does_not_count() throws IOException {
        Path runtime = jdk("shelf/temurin-25-jre", "25.0.3+9-LTS");
        Files.delete(runtime.resolve("bin/jlink"));
        assertThatThrownBy(() -> find(Map.of(), running)).isInstanceOf(IOException.class);
    }

    @Test
    void where_there_is_none_the_message_says_what_to_install_and_how_to_name_it() {
        assertThatThrownBy(() -> find(Map.of(), running))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needs a JDK 25 with jlink")
                .hasMessageContaining("https://adoptium.net")
                .hasMessageContaining("-Dimage.jdk or JAVA25_HOME");
    }

    private Path find(Map<String, String> environment, Path build) throws IOException {
        return Jdk.find("", environment, build, shelf).home();
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"" + version + "\"\n");
        Files.createFile(
                home.resolve("bin/jlink"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return home;
    }
}
