package dev.twinmaker.syncjob.operator;

import static dev.twinmaker.syncjob.operator.WatchedSamples.in;
import static dev.twinmaker.syncjob.operator.WatchedSamples.kept;
import static dev.twinmaker.syncjob.operator.WatchedSamples.object;
import static dev.twinmaker.syncjob.operator.WatchedSamples.observer;
import static dev.twinmaker.syncjob.operator.WatchedSamples.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Sibling;
import io.javaoperatorsdk.operator.processing.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who else there is, and who is woken when one gives its claim up. */
class WatchedObjectsTest {

    private final DesiredFactory factory = new DesiredFactory("cluster", Set.of(), "eu-central-1", Map.of());
    private final AtomicInteger heard = new AtomicInteger();
    private final Map<String, String> accountOfNamespace = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final WatchedObjects watched = new WatchedObjects(
            factory,
            heard::incrementAndGet,
            namespace -> Optional.ofNullable(accountOfNamespace.get(namespace)),
            desired -> refused.contains(desired.owner().name()));
    private final List<String> woken = new ArrayList<>();

    @BeforeEach
    void listen() {
        watched.setEventHandler(
                (Event event) -> woken.add(event.getRelatedCustomResourceID().getName()));
        watched.start();
    }

    @Test
    void what_was_there_at_the_start_is_known_then_and_what_happens_meanwhile_is_not_forgotten()
            throws InterruptedException {
        WatchedObjects filling =
                new WatchedObjects(factory, heard::incrementAndGet, namespace -> Optional.empty(), desired -> false);
        SyncJob stays = object("stays", "plant", false);
        SyncJob goes = object("goes", "plant", false);
        Thread news = new Thread(() -> filling.onResourceDeleted(goes));
        filling.filledFrom(() -> {
            news.start();
            return List.of(stays, goes);
        });
        filling.setEventHandler(event -> {});
        assertThat(filling.known()).isFalse();
        filling.start();
        news.join();
        assertThat(filling.known()).isTrue();
        assertThat(filling.rivals(factory.of(object("third", "plant", false))))
                .extracting(sibling -> sibling.owner().name())
                .containsExactly("stays");
    }

    @Test
    void others_with_the_same_workspace_source_and_region_are_rivals() {
        SyncJob first = object("first", "plant", false);
        watched.onResourceCreated(first);
        watched.onResourceCreated(object("second", "plant", false));
        watched.onResourceCreated(object("elsewhere", "barn", false));
        assertThat(rivals(first)).containsExactly("second");
    }

    @Test
    void who_may_not_act_is_no_rival_until_he_may_and_one_that_was_let_act_stays_one() {
        SyncJob mine = object("mine", "plant", false);
        watched.onResourceCreated(mine);
        watched.onResourceCreated(object("envious", "plant", false));
        refused.add("envious");
        assertThat(rivals(mine)).isEmpty();
        refused.clear();
        assertThat(rivals(mine)).containsExactly("envious");
        SyncJob held = object("holding", "plant", false);
        held.getMetadata().setFinalizers(List.of(SyncJob.FINALIZER));
        watched.onResourceCreated(held);
        refused.add("holding");
        assertThat(rivals(mine)).contains("holding");
    }

    @Test
    void whoever_asks_is_told_of_each_event() {
        SyncJob first = object("first", "plant", false);
        watched.onResourceCreated(first);
        watched.onResourceUpdated(object("first", "plant", true), first);
        watched.onResourceDeleted(first);
        assertThat(heard).hasValue(3);
    }

    @Test
    void an_observer_is_no_rival() {
        SyncJob first = object("first", "plant", false);
        watched.onResourceCreated(first);
        watched.onResourceCreated(observer("second"));
        assertThat(rivals(first)).isEmpty();
    }

    @Test
    void an_object_in_deletion_is_a_rival_until_its_finalizer_is_gone_and_then_the_others_are_woken() {
        SyncJob first = object("first", "plant", false);
        SyncJob second = object("second", "plant", true);
        watched.onResourceCreated(first);
        watched.onResourceCreated(second);
        SyncJob leaving = object("second", "plant", true);
        leaving.getMetadata().setDeletionTimestamp("2026-03-01T12:00:00Z");
        watched.onResourceUpdated(leaving, second);
        assertThat(rivals(first)).containsExactly("second");
        assertThat(woken).isEmpty();
        SyncJob released = object("second", "plant", false);
        released.getMetadata().setDeletionTimestamp("2026-03-01T12:00:00Z");
        watched.onResourceUpdated(released, leaving);
        assertThat(rivals(first)).isEmpty();
        assertThat(woken).containsExactly("first");
        watched.onResourceDeleted(released);
        assertThat(woken).containsOnly("first");
    }

    @Test
    void who_turns_observer_wakes_the_others() {
        watched.onResourceCreated(object("first", "plant", false));
        SyncJob second = object("second", "plant", true);
        watched.onResourceCreated(second);
        watched.onResourceUpdated(observer("second"), second);
        assertThat(woken).containsExactly("first");
    }

    @Test
    void another_object_under_an_old_name_replaces_it() {
        SyncJob first = object("first", "plant", false);
        SyncJob old = object("second", "plant", false);
        watched.onResourceCreated(first);
        watched.onResourceCreated(old);
        SyncJob young = object("second", "barn", false);
        young.getMetadata().setUid("another-uid");
        watched.onResourceUpdated(young, old);
        assertThat(rivals(first)).isEmpty();
        assertThat(woken).containsExactly("first");
    }

    @Test
    void the_holder_of_a_source_is_who_has_a_job_of_it_in_another_workspace() {
        SyncJob holder = object("holder", "plant", true);
        watched.onResourceCreated(object("idle", "annex", false));
        watched.onResourceCreated(holder);
        Desired barn = factory.of(object("asking", "barn", false));
        assertThat(watched.holder(barn)).isEmpty();
        SyncJob holding = object("holder", "plant", true);
        holding.setStatus(status("arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/plant/sync-job/x"));
        watched.onResourceUpdated(holding, holder);
        assertThat(watched.holder(barn).map(sibling -> sibling.owner().name())).contains("holder");
        assertThat(watched.holder(factory.of(object("asking", "plant", false)))).isEmpty();
        assertThat(watched.holder(new DesiredFactory("cluster", Set.of(), "eu-west-1", Map.of())
                        .of(object("asking", "barn", false))))
                .isEmpty();
        watched.onResourceDeleted(holding);
        assertThat(watched.holder(barn)).isEmpty();
    }

    @Test
    void who_is_kept_in_another_account_is_no_rival() {
        SyncJob first = in("first", "north");
        watched.onResourceCreated(first);
        watched.onResourceCreated(in("second", "south"));
        assertThat(rivals(first)).containsExactly("second");
        accountOfNamespace.put("north", "111111111111");
        assertThat(rivals(first)).as("one of the two accounts is not known").containsExactly("second");
        accountOfNamespace.put("south", "222222222222");
        assertThat(rivals(first)).isEmpty();
        accountOfNamespace.put("south", "111111111111");
        assertThat(rivals(first)).containsExactly("second");
    }

    @Test
    void the_account_of_the_status_counts_before_that_of_the_namespace() {
        accountOfNamespace.putAll(Map.of("north", "111111111111", "south", "111111111111"));
        SyncJob first = in("first", "north");
        SyncJob second = in("second", "south");
        second.setStatus(kept("222222222222"));
        watched.onResourceCreated(first);
        watched.onResourceCreated(second);
        assertThat(rivals(first)).isEmpty();
    }

    @Test
    void the_holder_of_a_source_in_another_account_is_none() {
        SyncJob holder = in("holder", "north");
        holder.setStatus(kept("222222222222"));
        watched.onResourceCreated(holder);
        SyncJob asking = object("asking", "barn", false);
        watched.onResourceCreated(asking);
        assertThat(watched.holder(factory.of(asking))).isPresent();
        accountOfNamespace.put("default", "111111111111");
        assertThat(watched.holder(factory.of(asking))).isEmpty();
    }

    @Test
    void who_learns_its_account_wakes_the_others() {
        watched.onResourceCreated(in("first", "north"));
        SyncJob second = in("second", "south");
        watched.onResourceCreated(second);
        SyncJob told = in("second", "south");
        told.setStatus(kept("222222222222"));
        watched.onResourceUpdated(told, second);
        assertThat(woken).containsExactly("first");
    }

    @Test
    void all_objects_of_a_namespace_are_woken_and_no_others() {
        watched.onResourceCreated(in("first", "north"));
        watched.onResourceCreated(in("second", "north"));
        watched.onResourceCreated(in("third", "south"));
        watched.wake("north");
        assertThat(woken).containsExactlyInAnyOrder("first", "second");
        assertThat(watched.namespaces()).containsExactlyInAnyOrder("north", "south");
        watched.onResourceDeleted(in("third", "south"));
        assertThat(watched.namespaces()).containsExactly("north");
    }

    private List<String> rivals(SyncJob object) {
        return watched.rivals(factory.of(object)).stream()
                .map(Sibling::owner)
                .map(owner -> owner.name())
                .toList();
    }
}
