package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WakeFilterTest {

    @Test
    void an_edit_of_the_spec_wakes() {
        assertThat(wakes(meta -> meta.setGeneration(2L))).isTrue();
    }

    @Test
    void a_deletion_wakes() {
        assertThat(wakes(meta -> meta.setDeletionTimestamp("2026-01-01T00:00:00Z")))
                .isTrue();
    }

    @Test
    void another_object_under_the_name_wakes_even_where_its_generation_is_lower() {
        assertThat(wakes(meta -> meta.setUid("another"))).isTrue();
    }

    @Test
    void an_approval_or_a_forced_release_wakes() {
        assertThat(wakes(meta -> meta.setAnnotations(
                        Map.of(SyncJob.RECONCILE_REQUESTED_AT, "1", SyncJob.APPROVE_REPLACEMENT, "2"))))
                .isTrue();
        assertThat(wakes(meta ->
                        meta.setAnnotations(Map.of(SyncJob.RECONCILE_REQUESTED_AT, "1", SyncJob.FORCE_RELEASE, "uid"))))
                .isTrue();
    }

    @Test
    void the_watched_annotation_wakes_when_set_changed_or_removed() {
        assertThat(wakes(meta -> meta.setAnnotations(Map.of(SyncJob.RECONCILE_REQUESTED_AT, "2"))))
                .isTrue();
        assertThat(wakes(meta -> meta.setAnnotations(Map.of()))).isTrue();
    }

    @Test
    void finalizers_wake_but_not_our_own_when_it_is_added() {
        assertThat(wakes(meta -> meta.setFinalizers(List.of("a/b", "c/d")))).isTrue();
        assertThat(wakes(meta -> meta.setFinalizers(List.of()))).isTrue();
        assertThat(wakes(meta -> meta.setFinalizers(List.of("a/b", SyncJob.FINALIZER))))
                .isFalse();
    }

    @Test
    void the_loss_of_our_own_finalizer_wakes() {
        SyncJob before = object();
        before.getMetadata().setFinalizers(List.of("a/b", SyncJob.FINALIZER));
        assertThat(new WakeFilter().accept(object(), before)).isTrue();
    }

    @Test
    void status_labels_other_annotations_and_managed_fields_do_not_wake() {
        assertThat(wakes(meta -> meta.setLabels(Map.of("team", "plant")))).isFalse();
        assertThat(wakes(meta -> meta.setAnnotations(Map.of(SyncJob.RECONCILE_REQUESTED_AT, "1", "note", "x"))))
                .isFalse();
        assertThat(wakes(meta -> meta.setManagedFields(List.of(new ManagedFieldsEntry()))))
                .isFalse();
        SyncJob now = object();
        now.setStatus(SyncJobStatus.EMPTY);
        assertThat(new WakeFilter().accept(now, object())).isFalse();
    }

    private static boolean wakes(Consumer<ObjectMeta> change) {
        SyncJob now = object();
        change.accept(now.getMetadata());
        return new WakeFilter().accept(now, object());
    }

    private static SyncJob object() {
        SyncJob object = new SyncJob();
        object.setMetadata(new ObjectMetaBuilder()
                .withName("plant")
                .withUid("uid")
                .withGeneration(1L)
                .withFinalizers("a/b")
                .withAnnotations(Map.of(SyncJob.RECONCILE_REQUESTED_AT, "1"))
                .build());
        return object;
    }
}
