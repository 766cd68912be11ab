package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DefectTest {

    @Test
    void the_process_outlives_a_stack_that_overflowed_and_a_class_that_is_missing() {
        assertThatCode(() -> {
                    Defect.survive(new StackOverflowError(), "a test");
                    Defect.survive(new NoClassDefFoundError("x"), "a test");
                    Defect.survive(new IllegalStateException("x"), "a test");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void nobody_is_told_that_work_goes_on_without_memory() {
        OutOfMemoryError full = new OutOfMemoryError("x");

        assertThatThrownBy(() -> Defect.survive(full, "a test")).isSameAs(full);
    }

    @Test
    void what_was_put_off_behind_a_defect_is_done() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (Later later = new Later()) {
            later.after(Duration.ZERO, () -> {
                throw new StackOverflowError();
            });
            later.after(Duration.ZERO, done::countDown);

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
