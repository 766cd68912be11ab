package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.TakeBack;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Requests;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Jobs that were made for an object which is gone: this process is the only one that knows of them. */
class AbandonedJobsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Timing TIMING =
            new Timing(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, Duration.ZERO, Duration.ofMinutes(1));

    @Test
    void an_attempt_that_fails_unexpectedly_is_not_the_last_one() {
        AtomicInteger asked = new AtomicInteger();
        Owners owners = new Owners() {
            @Override
            public Standing standing(Desired desired) {
                if (asked.incrementAndGet() < 3) {
                    throw new IllegalStateException("on purpose: a defect");
                }
                return Standing.CURRENT;
            }

            @Override
            public boolean gone(Owner owner) {
                return false;
            }
        };
        try (Later later = new Later()) {
            AbandonedJobs abandoned = new AbandonedJobs(
                    later,
                    new TakeBack(nobodyAsks(), owners, Grants.OPERATOR, TIMING, InstantSource.fixed(NOW)),
                    InstantSource.fixed(NOW));
            assertThat(abandoned.namespaces()).isEmpty();
            abandoned.add(desired(), new SyncJobs.Caller("uid-1", SyncJobs.Lane.URGENT, Optional.of("123456789012")));
            assertThat(abandoned.namespaces()).containsExactly("default");
            Awaitility.await("it is settled").until(() -> abandoned.namespaces().isEmpty());
            assertThat(asked).hasValue(3);
        }
    }

    private static SyncJobs nobodyAsks() {
        return (SyncJobs) Proxy.newProxyInstance(
                SyncJobs.class.getClassLoader(), new Class<?>[] {SyncJobs.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("AWS is asked: " + method);
                });
    }

    private static Desired desired() {
        return new Desired(
                new Owner("cluster-a", "default", "plant", "uid-1"),
                Set.of(),
                NOW,
                1,
                null,
                true,
                List.of(),
                new Identity("eu-central-1", "plant", "SITEWISE"),
                "arn:aws:iam::123456789012:role/sync",
                Map.of(),
                Policy.DEFAULT,
                Requests.NONE,
                Optional.empty(),
                Optional.empty());
    }
}
