package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeupsTest {

    private static final ResourceID ONE = new ResourceID("one", "default");
    private static final ResourceID TWO = new ResourceID("two", "default");

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Wakeups<SyncJob> wakeups = new Wakeups<>(SyncJob.class);

    @BeforeEach
    void start() {
        wakeups.setEventHandler(events::add);
        wakeups.start();
    }

    @AfterEach
    void stop() {
        wakeups.stop();
    }

    private ResourceID next() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event.getRelatedCustomResourceID();
    }

    @Test
    void an_object_is_woken_when_its_time_comes() throws InterruptedException {
        wakeups.after(Duration.ofMillis(1), ONE);
        wakeups.after(Duration.ofMillis(20), TWO);

        assertThat(next()).isEqualTo(ONE);
        assertThat(next()).isEqualTo(TWO);
    }

    @Test
    void of_two_waits_the_sooner_one_counts() throws InterruptedException {
        wakeups.after(Duration.ofHours(1), ONE);
        wakeups.after(Duration.ofMillis(1), ONE);
        wakeups.after(Duration.ofHours(1), TWO);

        assertThat(next()).isEqualTo(ONE);

        wakeups.after(Duration.ofMinutes(1), TWO);
        wakeups.after(Duration.ofHours(1), TWO);

        assertThat(wakeups.size()).isEqualTo(1);
    }

    @Test
    void a_thousand_changes_of_mind_leave_one_wait() {
        for (int i = 0; i < 1000; i++) {
            wakeups.cancel(ONE);
            wakeups.after(Duration.ofHours(1).plusSeconds(i), ONE);
            wakeups.after(Duration.ofMinutes(1).minusMillis(i), TWO);
        }
        wakeups.cancel(TWO);

        assertThat(wakeups.size()).isEqualTo(1);
    }

    @Test
    void what_is_cancelled_leaves_nothing_and_wakes_nobody() throws InterruptedException {
        wakeups.after(Duration.ofHours(1), ONE);
        wakeups.after(Duration.ofMillis(1), TWO);
        wakeups.cancel(ONE);
        wakeups.cancel(ONE);

        assertThat(next()).isEqualTo(TWO);
        assertThat(wakeups.size()).isZero();
    }

    @Test
    void what_is_asked_for_after_the_end_is_dropped() {
        wakeups.stop();
        wakeups.after(Duration.ZERO, ONE);

        assertThat(wakeups.size()).isZero();
        assertThat(events).isEmpty();
    }
}
