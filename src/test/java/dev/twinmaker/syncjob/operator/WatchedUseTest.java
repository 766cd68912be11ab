package dev.twinmaker.syncjob.operator;

import static dev.twinmaker.syncjob.operator.WatchedSamples.kept;
import static dev.twinmaker.syncjob.operator.WatchedSamples.object;
import static dev.twinmaker.syncjob.operator.WatchedSamples.observer;
import static dev.twinmaker.syncjob.operator.WatchedSamples.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an access hears of those who use it. */
class WatchedUseTest {

    private final WatchedObjects watched = new WatchedObjects(
            new DesiredFactory("cluster", Set.of(), "eu-central-1", Map.of()),
            () -> {},
            namespace -> Optional.empty(),
            desired -> false);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        watched.setEventHandler(event -> {});
        watched.start();
        watched.onUse(told::add);
    }

    @Test
    void who_holds_the_finalizer_or_shows_a_job_uses_its_namespaces_access_and_who_only_observes_does_not() {
        SyncJob idle = object("idle", "plant", false);
        SyncJob held = object("held", "barn", true);
        SyncJob seen = object("seen", "plant", false);
        seen.setStatus(kept("111111111111"));
        SyncJob observer = observer("observer");
        observer.setStatus(kept("111111111111"));
        watched.onResourceCreated(observer);
        watched.onResourceCreated(idle);
        assertThat(told).isEmpty();
        watched.onResourceCreated(held);
        watched.onResourceCreated(seen);
        assertThat(watched.using("default")).isEqualTo(2);
        assertThat(told).containsExactly("default", "default");
        watched.onResourceDeleted(held);
        assertThat(watched.using("default")).isEqualTo(1);
        assertThat(watched.using("elsewhere")).isZero();
        assertThat(told).hasSize(3);
    }

    @Test
    void an_object_that_is_not_let_in_is_told_of_once_and_again_when_it_is() {
        SyncJob before = shown(null);
        watched.onResourceCreated(before);
        assertThat(told).isEmpty();
        for (Reason reason : List.of(Reason.ACCESS_DENIED, Reason.CREDENTIALS_UNAVAILABLE)) {
            watched.onResourceUpdated(shown(synced(false, reason)), before);
            watched.onResourceUpdated(shown(synced(false, reason)), before);
            assertThat(told).containsExactly("default");
            watched.onResourceUpdated(shown(synced(true, Reason.IN_SYNC)), before);
            assertThat(told).containsExactly("default", "default");
            told.clear();
        }
    }

    @Test
    void trouble_that_is_not_one_of_its_identity_is_nothing_to_tell() {
        watched.onResourceCreated(shown(synced(false, Reason.SERVICE_UNAVAILABLE)));
        watched.onResourceUpdated(shown(synced(false, Reason.THROTTLED)), shown(null));
        assertThat(told).isEmpty();
    }

    private static SyncJob shown(@Nullable SyncJobStatus status) {
        SyncJob object = object("plant", "plant", false);
        object.setStatus(status);
        return object;
    }
}
