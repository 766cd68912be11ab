package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestedWaitsTest {

    @Test
    void a_wait_that_is_asked_for_is_kept_up_to_a_limit() {
        assertThat(RequestedWaits.wait(429, "2")).isEqualTo(Duration.ofSeconds(2));
        assertThat(RequestedWaits.wait(429, "999999999")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void what_asks_for_none_waits_for_nothing() {
        assertThat(RequestedWaits.wait(429, null)).isZero();
        assertThat(RequestedWaits.wait(429, "soon")).isZero();
        assertThat(RequestedWaits.wait(429, "99999999999999999999")).isZero();
        assertThat(RequestedWaits.wait(503, "2")).isZero();
    }
}
