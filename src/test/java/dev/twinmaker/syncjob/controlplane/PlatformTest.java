package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformTest {

    private static final Path HOME = Path.of("/home/dev");

    @Test
    void is_named_as_go_names_it() {
        assertThat(Platform.of("Linux", "amd64")).hasToString("linux-amd64");
        assertThat(Platform.of("Mac OS X", "aarch64")).hasToString("darwin-arm64");
    }

    @Test
    void refuses_where_the_control_plane_does_not_run() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64")).hasMessageContaining("Windows 11");
        assertThatThrownBy(() -> Platform.of("Linux", "riscv64")).hasMessageContaining("riscv64");
    }

    @Test
    void keeps_its_cache_where_the_platform_has_it() {
        assertThat(Platform.of("Mac OS X", "x86_64").userCache(Map.of("XDG_CACHE_HOME", "/var/x"), HOME))
                .hasToString("/home/dev/Library/Caches");
        var linux = Platform.of("Linux", "amd64");
        assertThat(linux.userCache(Map.of(), HOME)).hasToString("/home/dev/.cache");
        assertThat(linux.userCache(Map.of("XDG_CACHE_HOME", "/var/x"), HOME)).hasToString("/var/x");
        assertThat(linux.userCache(Map.of("XDG_CACHE_HOME", "relative"), HOME)).hasToString("/home/dev/.cache");
    }

    @Test
    void the_pins_of_this_project_can_be_read() throws Exception {
        var pins = Pins.read(Path.of("src", "kubernetes"));
        assertThat(pins.kubernetes()).startsWith(pins.kubernetesMinor() + ".");
        assertThat(pins.etcd()).startsWith("3.");
        assertThat(pins.go()).startsWith("1.");
    }
}
