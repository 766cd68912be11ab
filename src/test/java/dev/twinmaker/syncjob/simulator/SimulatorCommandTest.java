package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> served = new ArrayList<>();

    private int run(String... args) {
        return new SimulatorCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        simulator -> served.add(simulator.endpoint().toString()))
                .execute(args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void one_line_says_that_it_is_ready_and_where() {
        assertThat(run("--port", "0", "--workspace", "barn", "--workspace", "silo"))
                .isZero();

        assertThat(served).hasSize(1);
        assertThat(printed().lines())
                .containsExactly("IoT TwinMaker simulator ready at " + served.get(0) + " with workspaces barn, silo");
    }

    @Test
    void a_workspace_named_plant_is_there_by_default() {
        assertThat(run("--port", "0", "--host", "localhost", "--no-throttling")).isZero();

        assertThat(printed()).contains("http://localhost:").endsWith("plant" + System.lineSeparator());
    }

    @Test
    void help_is_given_and_nothing_started() {
        assertThat(run("--help")).isZero();

        assertThat(printed()).contains("--port", "--host", "--workspace", "4567");
        assertThat(served).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 1,--prot",
        "--port,--port",
        "--port x,--port",
        "--port 65536,--port",
        "--workspace,--workspace",
        "extra,extra"
    })
    void an_argument_that_makes_no_sense_is_named(String line, String named) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);

        assertThat(complaint()).contains(named);
        assertThat(printed()).isEmpty();
        assertThat(served).isEmpty();
    }

    @Test
    void an_address_that_cannot_be_had_is_named() {
        assertThat(run("--port", "0", "--host", "203.0.113.1")).isEqualTo(1);

        assertThat(complaint()).contains("203.0.113.1");
    }
}
