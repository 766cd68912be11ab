package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of SyncJobs has to be served, and what is said where it is not. */
class CrdCheckTest {

    private static final CrdCheck CHECK = new CrdCheck(SyncJob.class);

    private static final APIResource OBJECTS = resource("syncjobs", "get", "list", "patch", "watch");

    @Test
    void objects_with_a_status_that_can_be_patched_are_all_it_needs() {
        assertThat(CHECK.fault(List.of(OBJECTS, resource("syncjobs/status", "get", "patch"))))
                .isEmpty();
    }

    @Test
    void a_group_that_is_not_served_or_has_no_such_resource_names_the_crd_and_what_to_apply() {
        assertThat(List.of(CHECK.fault(null), CHECK.fault(List.of()), CHECK.fault(List.of(resource("others")))))
                .allSatisfy(fault -> assertThat(fault)
                        .hasValue("CRD syncjobs.twinmaker.dev is not there, or does not serve twinmaker.dev/v1alpha1."
                                + " Apply crds/syncjobs.twinmaker.dev-v1.yml of this version of the operator, or let the"
                                + " chart do it with crds.enabled=true."));
    }

    @Test
    void a_status_that_is_no_subresource_or_cannot_be_patched_is_a_fault() {
        assertThat(List.of(
                        CHECK.fault(List.of(OBJECTS)),
                        CHECK.fault(List.of(OBJECTS, resource("syncjobs/status", "get")))))
                .allSatisfy(fault -> assertThat(fault)
                        .hasValueSatisfying(text -> assertThat(text)
                                .startsWith("CRD syncjobs.twinmaker.dev has no status subresource in"
                                        + " twinmaker.dev/v1alpha1")
                                .contains("Apply crds/syncjobs.twinmaker.dev-v1.yml")));
    }

    private static APIResource resource(String name, String... verbs) {
        return new APIResourceBuilder().withName(name).withVerbs(verbs).build();
    }
}
