package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComponentTest {

    private Supervisor supervisor;

    @BeforeEach
    void start() throws IOException {
        supervisor = Supervisor.start();
    }

    @AfterEach
    void stop() throws IOException {
        supervisor.close();
        assertThat(supervisor.folder()).doesNotExist();
    }

    @Test
    void runs_from_ready_to_killed() throws Exception {
        var ready = supervisor.folder().resolve("it's ready");
        var component = component("touch \"$0\"; exec sleep 600", ready.toString(), () -> Files.exists(ready));

        component.start();
        assertThat(component.isRunning()).isTrue();

        component.kill();
        assertThat(component.isRunning()).isFalse();
    }

    @Test
    void says_at_its_early_end_what_it_logged() {
        var component = component("echo no such flag: $0; exit 1", "--x", () -> false);

        assertThatThrownBy(component::start)
                .isNotInstanceOf(Component.PortTaken.class)
                .hasMessageContaining("fake ended before it was ready")
                .hasMessageContaining("no such flag: --x");
    }

    @Test
    void tells_a_taken_port_from_other_failures() {
        var component = component("echo \"listen tcp $0: bind: address already in use\"; exit 1", ":1", () -> false);

        assertThatThrownBy(component::start).isInstanceOf(Component.PortTaken.class);
    }

    private Component component(String script, String argument, Component.Probe probe) {
        return new Component(supervisor, "fake", List.of("sh", "-c", script, argument), probe);
    }
}
