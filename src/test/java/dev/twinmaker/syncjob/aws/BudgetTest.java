package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Budget budget = new Budget(2, 3, () -> now);

    @Test
    void a_burst_passes_at_once_and_the_next_one_is_told_when() {
        assertThat(take("a")).isEmpty();
        assertThat(take("b")).isEmpty();
        assertThat(take("c")).isEmpty();
        assertThat(take("d")).contains(Duration.ofMillis(500));
    }

    @Test
    void each_waiting_caller_has_a_place_of_its_own() {
        drain();
        assertThat(take("a")).contains(Duration.ofMillis(500));
        assertThat(take("b")).contains(Duration.ofSeconds(1));
        assertThat(take("c")).contains(Duration.ofMillis(1500));
        pass(Duration.ofMillis(500));
        assertThat(take("b")).isPresent();
        assertThat(take("a")).isEmpty();
    }

    @Test
    void who_asks_again_too_early_keeps_the_place_and_wins_nothing() {
        drain();
        take("a");
        take("b");
        pass(Duration.ofMillis(100));
        assertThat(take("b")).contains(Duration.ofMillis(900));
        assertThat(take("a")).contains(Duration.ofMillis(400));
    }

    @Test
    void urgent_callers_stand_before_periodic_ones() {
        drain();
        assertThat(budget.take(1, new Caller("steady", Lane.PERIODIC, Optional.empty())))
                .contains(Duration.ofMillis(500));
        assertThat(take("edited")).contains(Duration.ofMillis(500));
        assertThat(budget.take(1, new Caller("steady", Lane.PERIODIC, Optional.empty())))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void a_place_that_nobody_comes_back_for_is_lost() {
        drain();
        take("gone");
        take("here");
        pass(Duration.ofSeconds(6));
        assertThat(take("x")).isEmpty();
        assertThat(take("here")).isEmpty();
    }

    @Test
    void throttling_slows_down_once_a_second_and_success_recovers() {
        drain();
        budget.throttled();
        budget.throttled();
        assertThat(take("a")).contains(Duration.ofMillis(715));
        for (int i = 0; i < 10; i++) {
            budget.passed();
        }
        assertThat(take("a")).contains(Duration.ofMillis(500));
    }

    @Test
    void however_long_throttling_lasts_a_tenth_of_the_rate_remains() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(2));
            budget.throttled();
        }
        assertThat(take("a")).contains(Duration.ofSeconds(5));
    }

    @Test
    void nobody_is_sent_away_for_so_long_that_the_recovery_is_missed() {
        budget.charge(100);
        for (int i = 0; i < 20; i++) {
            assertThat(take("waiting-" + i).orElseThrow()).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void a_call_made_without_asking_is_paid_for_by_those_who_come_after() {
        drain();
        budget.charge(2);
        assertThat(take("a")).contains(Duration.ofMillis(1500));
    }

    @Test
    void no_second_sees_more_calls_than_burst_and_rate_allow() {
        Map<String, Instant> due = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            due.put("object-" + i, now);
        }
        List<Instant> granted = new ArrayList<>();
        while (!due.isEmpty()) {
            for (String uid : List.copyOf(due.keySet())) {
                if (!due.get(uid).isAfter(now)) {
                    Optional<Duration> delay = take(uid);
                    if (delay.isEmpty()) {
                        granted.add(now);
                        due.remove(uid);
                    } else {
                        due.put(uid, now.plus(delay.get()));
                    }
                }
            }
            pass(Duration.ofMillis(10));
        }
        for (int i = 3; i < granted.size() - 2; i++) {
            assertThat(Duration.between(granted.get(i), granted.get(i + 2))).isGreaterThan(Duration.ofMillis(900));
        }
        assertThat(Duration.between(granted.get(0), granted.get(199))).isLessThan(Duration.ofSeconds(100));
    }

    private Optional<Duration> take(String uid) {
        return budget.take(1, new Caller(uid, Lane.URGENT, Optional.empty()));
    }

    private void drain() {
        for (int i = 0; i < 3; i++) {
            assertThat(take("drain-" + i)).isEmpty();
        }
    }

    private void pass(Duration span) {
        now = now.plus(span);
    }
}
