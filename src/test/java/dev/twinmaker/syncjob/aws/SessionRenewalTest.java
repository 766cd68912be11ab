package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** A session is renewed ahead of its end, by one thread, while the others use the one there is. */
@Timeout(20)
class SessionRenewalTest {

    private static final AssumedRole ROLE = RoleBench.role(PUMPS);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void no_thread_stays() {
        threads.shutdownNow();
    }

    /** Has the session seen to each minute until the role is assumed anew, and returns how long that took. */
    private static Duration renewal(AssumedRole role) {
        BENCH.sees(role);
        Instant begun = BENCH.now();
        int before = BENCH.assumed();
        while (BENCH.assumed() == before) {
            BENCH.pass(MINUTE);
            BENCH.jobs().identities().prove(RoleBench.as(role));
        }
        return Duration.between(begun, BENCH.now());
    }

    @Test
    void it_is_renewed_within_the_last_third_and_a_sixth_before_the_end_at_the_latest() {
        for (int i = 0; i < 10; i++) {
            assertThat(renewal(RoleBench.role(PUMPS, "role-" + i)))
                    .isBetween(Duration.ofMinutes(40), Duration.ofMinutes(51));
        }
    }

    @Test
    void sessions_that_began_together_are_renewed_at_moments_of_their_own() {
        List<AssumedRole> roles = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            roles.add(RoleBench.role(PUMPS, "role-" + i));
        }
        TreeSet<Integer> renewedAt = new TreeSet<>();
        int most = 0;
        try (SessionsOf sessions = new SessionsOf(BENCH)) {
            roles.forEach(sessions::turn);
            for (int minute = 1; minute <= 50; minute++) {
                BENCH.pass(MINUTE);
                int before = BENCH.assumed();
                roles.forEach(sessions::turn);
                int renewed = BENCH.assumed() - before;
                most = Math.max(most, renewed);
                if (renewed > 0) {
                    renewedAt.add(minute);
                }
            }
        }
        assertThat(BENCH.assumed()).isEqualTo(120);
        assertThat(renewedAt).hasSizeGreaterThanOrEqualTo(7);
        assertThat(most).isLessThanOrEqualTo(20);
    }

    @Test
    void after_the_renewal_the_new_session_signs() {
        renewal(ROLE);
        BENCH.sees(ROLE);

        assertThat(BENCH.assumed()).isEqualTo(2);
        assertThat(keys()).doesNotContain(RoleBench.OPERATOR_KEY);
        assertThat(new TreeSet<>(keys())).hasSize(2);
        assertThat(keys().get(keys().size() - 1)).isNotEqualTo(keys().get(0));
    }

    @Test
    void while_sts_fails_the_session_is_used_until_a_minute_before_its_end() {
        BENCH.sees(ROLE);
        BENCH.failing(FaultAction.Answer.error(500, "InternalFailure"));
        for (int minute = 1; minute < 59; minute++) {
            BENCH.pass(MINUTE);
            BENCH.sees(ROLE);
        }
        assertThat(BENCH.assumed()).isBetween(2, 21);

        BENCH.pass(MINUTE);
        assertThat(BENCH.failure(ROLE).text()).contains("sts:AssumeRole", ROLE.arn());
    }

    @Test
    void while_the_renewal_is_denied_the_session_is_used() {
        BENCH.trust(ROLE);
        BENCH.sees(ROLE);
        BENCH.trust(RoleBench.role(RoleBench.PRESSES));
        BENCH.roles().remove(ROLE.arn());

        BENCH.pass(Duration.ofMinutes(55));

        BENCH.sees(ROLE);
        assertThat(BENCH.assumed()).isEqualTo(2);
    }

    @Test
    void whoever_comes_while_another_asks_for_the_first_session_is_told_to_come_back() throws Exception {
        Asking asking = new Asking();
        CompletableFuture<Observation> first = asking.look();

        for (int look = 0; look < 10; look++) {
            assertThat(BENCH.look(ROLE)).isEqualTo(new Observation.NotNow(Duration.ofMillis(200)));
        }

        asking.goOn();
        assertThat(first.get()).isInstanceOf(Observation.Absent.class);
        BENCH.sees(ROLE);
        assertThat(BENCH.assumed()).isEqualTo(1);
    }

    @Test
    void whoever_comes_while_another_renews_the_session_uses_the_one_there_is() throws Exception {
        BENCH.sees(ROLE);
        BENCH.pass(Duration.ofMinutes(51));
        Asking asking = new Asking();
        CompletableFuture<Observation> renewing = asking.look();

        for (int look = 0; look < 10; look++) {
            BENCH.sees(ROLE);
        }
        assertThat(new TreeSet<>(keys())).hasSize(1);

        asking.goOn();
        assertThat(renewing.get()).isInstanceOf(Observation.Absent.class);
        BENCH.sees(ROLE);
        assertThat(new TreeSet<>(keys())).hasSize(2);
        assertThat(BENCH.assumed()).isEqualTo(2);
    }

    @Test
    void others_do_not_wait_for_a_role_that_is_being_asked_for() throws Exception {
        BENCH.sees(RoleBench.role(RoleBench.PRESSES));
        Asking asking = new Asking();
        CompletableFuture<Observation> first = asking.look();

        BENCH.sees(RoleBench.role(RoleBench.PRESSES));

        asking.goOn();
        assertThat(first.get()).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void many_threads_at_once_make_one_call() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Observation>> looks = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            looks.add(CompletableFuture.supplyAsync(
                    () -> {
                        await(start);
                        return BENCH.look(ROLE);
                    },
                    threads));
        }
        start.countDown();

        for (CompletableFuture<Observation> look : looks) {
            assertThat(look.get())
                    .isIn(new Observation.NotNow(Duration.ofMillis(200)), new Observation.Absent(Optional.of(PUMPS)));
        }
        assertThat(BENCH.assumed()).isEqualTo(1);
    }

    private static List<String> keys() {
        return BENCH.simulator().journal().entries(Operation.GET_SYNC_JOB).stream()
                .map(JournalEntry::principal)
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A look that is held up where it asks for a session: the operator's own credential is not there yet. */
    private final class Asking {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch rest = new CountDownLatch(1);

        CompletableFuture<Observation> look() {
            BENCH.operator(this::late);
            CompletableFuture<Observation> look = CompletableFuture.supplyAsync(() -> BENCH.look(ROLE), threads);
            await(begun);
            return look;
        }

        private AwsCredentials late() {
            begun.countDown();
            await(rest);
            return RoleBench.good();
        }

        void goOn() {
            rest.countDown();
        }
    }
}
