package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands behind the name of the program, such as the chart's {@code extraArgs}. */
class ArgumentsIT {

    private static final Map<String, String> REGION = Map.of("AWS_REGION", "eu-central-1");

    @Test
    void a_setting_can_be_an_argument() {
        assertThatThrownBy(() -> OperatorProcess.run(REGION, "-Dsyncjob.poll-max=soon"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("syncjob.poll-max");
    }

    @Test
    void anything_else_ends_with_2_and_what_can_be_one() {
        assertThatThrownBy(() -> OperatorProcess.run(REGION, "nonsense"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("Unknown argument 'nonsense'")
                .hasMessageContaining("-Dname=value");
    }
}
