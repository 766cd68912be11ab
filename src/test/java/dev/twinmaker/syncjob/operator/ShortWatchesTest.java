package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When watches that end are more than what happens. */
class ShortWatchesTest {

    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Duration BRIEF = Duration.ofSeconds(10);

    private final AtomicLong nanoseconds = new AtomicLong(Long.MAX_VALUE - 5);
    private final ShortWatches watches = new ShortWatches(LIMIT, nanoseconds::get);

    @Test
    void watches_that_all_end_at_once_are_borne_for_the_limit_and_no_longer() {
        again(151);
        assertThat(watches.fault()).isEmpty();
        again(1);
        assertThat(watches.fault())
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("every watch of SyncJobs has ended as soon as it stood for 151 s"));
    }

    @Test
    void one_that_lasts_is_none_of_them_and_the_next_have_all_the_time_again() {
        again(200);
        assertThat(watches.fault()).isPresent();
        later(BRIEF);
        assertThat(watches.fault()).isEmpty();
        again(151);
        assertThat(watches.fault()).isEmpty();
    }

    @Test
    void one_that_told_of_something_gives_all_the_others_their_time_again() {
        again(200);
        watches.heard();
        assertThat(watches.fault()).isEmpty();
        again(151);
        assertThat(watches.fault()).isEmpty();
        again(1);
        assertThat(watches.fault()).isPresent();
    }

    @Test
    void watches_that_a_load_balancer_cuts_are_no_fault_for_however_long() {
        for (int cut = 0; cut < 1000; cut++) {
            watches.stands("/apis/twinmaker.dev/v1alpha1/syncjobs");
            assertThat(watches.fault()).isEmpty();
            later(BRIEF);
        }
    }

    @Test
    void watches_of_many_namespaces_that_are_renewed_one_after_the_other_are_no_fault() {
        for (int second = 0; second < 3000; second++) {
            later(Duration.ofSeconds(1));
            watches.stands("/apis/twinmaker.dev/v1alpha1/namespaces/plant-" + second % 300 + "/syncjobs");
            assertThat(watches.fault()).isEmpty();
        }
    }

    @Test
    void while_the_watch_of_one_namespace_lasts_those_of_the_others_may_end() {
        watches.stands("/apis/twinmaker.dev/v1alpha1/namespaces/north/syncjobs");
        again(500);
        assertThat(watches.fault()).isEmpty();
    }

    @Test
    void before_the_first_watch_there_is_no_fault() {
        later(LIMIT.multipliedBy(2));
        assertThat(watches.fault()).isEmpty();
    }

    /** So many watches, one a second, the last of them just now. */
    private void again(int times) {
        for (int i = 0; i < times; i++) {
            later(Duration.ofSeconds(1));
            watches.stands("/apis/twinmaker.dev/v1alpha1/syncjobs");
        }
    }

    private void later(Duration time) {
        nanoseconds.addAndGet(time.toNanos());
    }
}
