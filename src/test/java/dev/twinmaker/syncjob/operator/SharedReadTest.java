package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedReadTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whoever_asks_while_one_is_under_way_shares_the_next_one() throws Exception {
        SharedRead<Integer> read = new SharedRead<>(this::number);
        CompletableFuture<Integer> early = CompletableFuture.supplyAsync(read::get, threads);
        Awaitility.await("the first read has begun").until(() -> begun.get() == 1);
        AtomicInteger asking = new AtomicInteger();
        List<CompletableFuture<Integer>> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            late.add(CompletableFuture.supplyAsync(
                    () -> {
                        asking.incrementAndGet();
                        return read.get();
                    },
                    threads));
        }
        Awaitility.await("all ask").until(() -> asking.get() == 20);
        assertThat(begun).as("one at a time").hasValue(1);
        first.countDown();
        assertThat(early.get()).isEqualTo(1);
        for (CompletableFuture<Integer> answer : late) {
            assertThat(answer.get()).as("no answer is older than its question").isGreaterThan(1);
        }
        assertThat(begun).hasValueLessThan(21);
    }

    @Test
    void each_question_by_itself_is_a_read_of_its_own() {
        first.countDown();
        SharedRead<Integer> read = new SharedRead<>(this::number);
        assertThat(List.of(read.get(), read.get(), read.get())).containsExactly(1, 2, 3);
    }

    @Test
    void a_read_that_fails_fails_for_those_who_asked_for_it_and_the_next_one_is_made() {
        AtomicInteger times = new AtomicInteger();
        SharedRead<String> read = new SharedRead<>(() -> {
            if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            return "read";
        });
        assertThatThrownBy(read::get).isInstanceOf(IllegalStateException.class).hasMessage("not now");
        assertThat(read.get()).isEqualTo("read");
    }

    private int number() {
        int number = begun.incrementAndGet();
        try {
            if (number == 1) {
                first.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return number;
    }
}
