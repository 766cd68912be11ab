package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.decision.Memory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectMemoryTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private Instant now = START;
    private final ObjectMemory memory = new ObjectMemory(() -> now);

    @Test
    void our_own_write_counts_until_the_watch_shows_it() {
        SyncJob written = version("11");
        memory.written(written);
        assertThat(memory.latest(version("10"), this::nobodyAsks)).isSameAs(written);
        memory.watched(version("10"));
        assertThat(memory.latest(version("10"), this::nobodyAsks)).isSameAs(written);
        memory.watched(version("11"));
        SyncJob shown = version("11");
        assertThat(memory.latest(shown, this::nobodyAsks)).isSameAs(shown);
    }

    @Test
    void what_the_watch_shows_counts_before_an_older_object_that_the_framework_took_before() {
        SyncJob taken = version("10");
        memory.written(version("11"));
        memory.watched(version("11"));
        SyncJob shown = version("11");
        assertThat(memory.latest(taken, () -> Optional.of(shown))).isSameAs(shown);
    }

    @Test
    void what_the_watch_shows_of_another_object_of_the_name_or_no_more_does_not_count() {
        SyncJob taken = version("10");
        memory.written(version("11"));
        memory.watched(version("11"));
        SyncJob another = version("12");
        another.getMetadata().setUid("another");
        assertThat(memory.latest(taken, () -> Optional.of(another))).isSameAs(taken);
        assertThat(memory.latest(taken, Optional::empty)).isSameAs(taken);
        SyncJob older = version("9");
        assertThat(memory.latest(taken, () -> Optional.of(older))).isSameAs(taken);
    }

    @Test
    void a_newer_object_of_the_watch_counts_before_our_own_write() {
        memory.written(version("11"));
        SyncJob newer = version("12");
        assertThat(memory.latest(newer, this::nobodyAsks)).isSameAs(newer);
    }

    @Test
    void a_write_that_the_watch_showed_before_its_answer_came_is_not_kept() {
        memory.remember(version("10"), Memory.NONE);
        memory.watched(version("11"));
        memory.written(version("11"));
        SyncJob watched = version("11");
        assertThat(memory.latest(watched, this::nobodyAsks)).isSameAs(watched);
        SyncJob taken = version("10");
        SyncJob shown = version("12");
        assertThat(memory.latest(taken, () -> Optional.of(shown))).isSameAs(shown);
    }

    private Optional<SyncJob> nobodyAsks() {
        throw new AssertionError("the watch shows nothing newer");
    }

    @Test
    void an_object_that_was_released_stays_so_in_every_older_view() {
        assertThat(memory.isReleased(version("10"))).isFalse();
        memory.released(version("11"));
        memory.watched(version("11"));
        memory.due(version("10"), 1);
        assertThat(memory.isReleased(version("10"))).isTrue();
        memory.forget(version("10"));
        assertThat(memory.isReleased(version("10"))).isFalse();
    }

    @Test
    void what_is_forgotten_is_as_if_never_seen() {
        memory.remember(version("10"), Memory.NONE.heldByThisProcess());
        assertThat(memory.size()).isEqualTo(1);
        memory.forget(version("10"));
        assertThat(memory.of(version("10"))).isEqualTo(Memory.NONE);
        assertThat(memory.size()).isZero();
    }

    @Test
    void an_object_that_comes_later_than_the_leadership_may_have_been_in_other_hands_until_then() {
        Instant leading = START.minusSeconds(600);
        assertThat(memory.aloneSince(version("10"), leading)).isEqualTo(START);
        now = START.plusSeconds(60);
        memory.remember(version("10"), Memory.NONE);
        memory.written(version("11"));
        memory.due(version("11"), 1);
        memory.watched(version("11"));
        assertThat(memory.aloneSince(version("11"), leading)).isEqualTo(START);
        memory.forget(version("11"));
        assertThat(memory.aloneSince(version("11"), leading)).isEqualTo(now);
    }

    @Test
    void an_object_that_was_there_before_or_had_no_finalizer_before_ours_is_ours_as_long_as_we_lead() {
        Instant later = START.plusSeconds(600);
        assertThat(memory.aloneSince(version("10"), later)).isEqualTo(later);
        Instant leading = START.minusSeconds(600);
        memory.remember(version("10"), Memory.NONE.heldByThisProcess());
        assertThat(memory.aloneSince(version("10"), leading)).isEqualTo(leading);
    }

    private static SyncJob version(String version) {
        SyncJob object = new SyncJob();
        object.setMetadata(new ObjectMetaBuilder()
                .withName("plant")
                .withUid("uid")
                .withResourceVersion(version)
                .build());
        return object;
    }
}
