package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When a watch that does not stand is more than a reconnect. */
class DeafnessTest {

    private static final Set<String> WATCHING = Set.of();
    private static final Duration LIMIT = Duration.ofSeconds(150);

    private final AtomicLong nanoseconds = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicReference<Set<String>> unwatched = new AtomicReference<>(WATCHING);
    private final Deafness deafness = new Deafness(unwatched::get, LIMIT, nanoseconds::get);

    @Test
    void a_watch_that_stands_is_no_fault_for_however_long() {
        assertThat(deafness.fault()).isEmpty();
        later(Duration.ofDays(1));
        assertThat(deafness.fault()).isEmpty();
    }

    @Test
    void one_that_is_down_may_take_as_long_as_the_limit_and_no_longer() {
        unwatched.set(Set.of("syncjobs.twinmaker.dev"));
        assertThat(deafness.fault()).isEmpty();
        later(LIMIT);
        assertThat(deafness.fault()).isEmpty();
        later(Duration.ofSeconds(1));
        assertThat(deafness.fault())
                .hasValueSatisfying(fault ->
                        assertThat(fault).startsWith("there is no watch of syncjobs.twinmaker.dev since 151 s"));
    }

    @Test
    void one_that_stood_meanwhile_has_all_the_time_again() {
        unwatched.set(Set.of("syncjobs.twinmaker.dev"));
        assertThat(deafness.fault()).isEmpty();
        later(LIMIT.plusSeconds(1));
        assertThat(deafness.fault()).isPresent();
        unwatched.set(WATCHING);
        assertThat(deafness.fault()).isEmpty();
        unwatched.set(Set.of("syncjobs.twinmaker.dev"));
        assertThat(deafness.fault()).isEmpty();
        later(LIMIT);
        assertThat(deafness.fault()).isEmpty();
    }

    private void later(Duration time) {
        nanoseconds.addAndGet(time.toNanos());
    }
}
