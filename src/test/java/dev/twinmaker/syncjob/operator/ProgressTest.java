package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What counts as stuck, and what is only slow. */
class ProgressTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final AtomicLong nanoseconds = new AtomicLong(Long.MAX_VALUE - 5);
    private final ObjectMemory memory = new ObjectMemory(InstantSource.system());
    private final Progress progress = new Progress(memory, LIMIT, nanoseconds::get);

    @Test
    void nothing_to_do_is_no_fault() {
        later(Duration.ofDays(30));
        assertThat(progress.fault()).isEmpty();
    }

    @Test
    void a_pass_may_take_as_long_as_the_limit_and_no_longer() {
        progress.begun("plant/line1");
        later(LIMIT);
        assertThat(progress.fault()).isEmpty();
        later(Duration.ofSeconds(1));
        assertThat(progress.fault()).hasValue("the pass over plant/line1 has run for 601 s");
        end("plant/line1", Duration.ofHours(1));
        assertThat(progress.fault()).isEmpty();
    }

    @Test
    void one_endless_pass_is_a_fault_though_others_end() {
        progress.begun("plant/line1");
        for (int i = 0; i < 20; i++) {
            later(Duration.ofMinutes(1));
            progress.begun("plant/line2");
            end("plant/line2", Duration.ofMinutes(1));
        }
        assertThat(progress.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("plant/line1"));
    }

    @Test
    void passes_that_are_due_and_do_not_begin_are_a_fault() {
        end("plant/line1", Duration.ofHours(1));
        end("plant/line2", Duration.ofHours(24));
        later(Duration.ofHours(1).plus(LIMIT));
        assertThat(progress.fault()).isEmpty();
        later(Duration.ofSeconds(1));
        assertThat(progress.fault()).hasValue("a pass is due since 601 s, and none came to an end meanwhile");
    }

    @Test
    void a_long_queue_that_moves_is_no_fault() {
        end("plant/line1", Duration.ofMinutes(1));
        for (int i = 0; i < 100; i++) {
            later(Duration.ofMinutes(9));
            end("plant/line2", Duration.ofDays(1));
        }
        assertThat(progress.fault()).isEmpty();
    }

    @Test
    void an_object_that_is_gone_is_not_waited_for() {
        end("plant/line1", Duration.ofMinutes(1));
        memory.forget(object("plant/line1"));
        later(Duration.ofDays(1));
        assertThat(progress.fault()).isEmpty();
    }

    private void end(String name, Duration next) {
        memory.due(object(name), progress.in(next));
        progress.ended(name);
    }

    private void later(Duration span) {
        nanoseconds.addAndGet(span.toNanos());
    }

    private static SyncJob object(String name) {
        SyncJob object = new SyncJob();
        object.setMetadata(new ObjectMetaBuilder().withName(name).withUid(name).build());
        return object;
    }
}
