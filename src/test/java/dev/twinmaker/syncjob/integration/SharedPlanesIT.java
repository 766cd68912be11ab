package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tests that have a control plane one after the other may rely on. */
final class SharedPlanesIT {

    @Test
    void the_next_one_finds_nothing_of_what_a_test_left_in_it() {
        Stage first = Stage.shared();
        ControlPlane plane = first.plane();
        SyncJob held = Stage.syncJob("held");
        held.getMetadata().setFinalizers(List.of("example.com/held"));
        first.create(held);
        first.delete("held");
        assertThat(plane.audit().events()).anyMatch(request -> request.name().equals("held"));
        first.close();

        try (Stage next = Stage.shared()) {
            assertThat(next.plane()).isSameAs(plane);
            assertThat(next.plane().audit().events())
                    .noneMatch(request -> request.name().equals("held"));
            assertThat(next.get("held")).isEmpty();
        }
    }

    @Test
    void one_that_a_test_has_changed_is_nobodys_any_more_and_the_test_is_told_so() {
        Stage changing = Stage.shared();
        ControlPlane plane = changing.plane();
        changing.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("left-behind")
                        .endMetadata()
                        .build())
                .create();

        assertThatIllegalStateException().isThrownBy(changing::close).withMessageContaining("left-behind");

        try (Stage next = Stage.shared()) {
            assertThat(next.plane()).isNotSameAs(plane);
        }
    }
}
