package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.KEY;
import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.iottwinmaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iottwinmaker.model.SyncJobState;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceState;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceSummary;

class LifecycleTest {

    @RegisterExtension
    final Plant plant = new Plant();

    private SyncJobState state() {
        return plant.get().status().state();
    }

    private String errorCode() {
        return plant.get().status().error().codeAsString();
    }

    private World world() {
        return plant.simulator().world();
    }

    private List<SyncResourceSummary> resources() {
        return plant.aws()
                .listSyncResources(request -> request.workspaceId("plant").syncSource("SITEWISE"))
                .syncResources();
    }

    @Test
    void a_job_is_creating_for_two_seconds_and_initializing_for_five() {
        plant.create();

        plant.advance(1999);
        assertThat(state()).isEqualTo(SyncJobState.CREATING);
        plant.advance(1);
        assertThat(state()).isEqualTo(SyncJobState.INITIALIZING);
        plant.advance(4999);
        assertThat(state()).isEqualTo(SyncJobState.INITIALIZING);
        plant.advance(1);
        assertThat(state()).isEqualTo(SyncJobState.ACTIVE);
    }

    @Test
    void the_time_of_update_moves_with_each_transition_and_the_time_of_creation_does_not() {
        Instant created = plant.create().creationDateTime();

        plant.advance(2500);

        assertThat(plant.get().creationDateTime()).isEqualTo(created);
        assertThat(plant.get().updateDateTime()).isEqualTo(created.plusMillis(2000));
    }

    @Test
    void resources_make_initialization_and_deletion_longer_and_appear_and_drop_out_little_by_little() {
        world().setResources(
                        KEY,
                        IntStream.range(0, 40)
                                .mapToObj(i -> SyncResource.asset("a" + i))
                                .toList());
        plant.create();
        assertThat(resources()).isEmpty();

        plant.advance(2000 + 2700);
        assertThat(resources()).hasSize(40);
        assertThat(resources())
                .filteredOn(r -> r.status().state() == SyncResourceState.IN_SYNC)
                .hasSize(20);
        plant.advance(2699);
        assertThat(state()).isEqualTo(SyncJobState.INITIALIZING);
        plant.advance(1);
        assertThat(state()).isEqualTo(SyncJobState.ACTIVE);

        plant.delete();
        plant.advance(1600);
        assertThat(resources()).hasSize(20);
        plant.advance(1599);
        assertThat(state()).isEqualTo(SyncJobState.DELETING);
        plant.advance(1);
        assertThatThrownBy(this::state).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void a_bad_role_shows_up_later_as_an_error_that_its_repair_does_not_heal() {
        world().markRoleBad(ROLE, BadRole.notAssumable());
        plant.create();

        plant.advance(1999);
        assertThat(state()).isEqualTo(SyncJobState.CREATING);
        plant.advance(1);
        assertThat(state()).isEqualTo(SyncJobState.ERROR);
        assertThat(errorCode()).isEqualTo("SYNC_CREATING_ERROR");

        world().markRoleGood(ROLE);
        plant.advance(60_000);
        assertThat(state()).isEqualTo(SyncJobState.ERROR);
    }

    @Test
    void a_role_may_also_fail_as_a_validation_error_or_only_while_initializing() {
        world().markRoleBad(ROLE, BadRole.withoutPermissions());
        plant.create();
        plant.advance(2000);
        assertThat(errorCode()).isEqualTo("VALIDATION_ERROR");

        world().removeJob(KEY);
        world().markRoleBad(ROLE, BadRole.readOnly());
        plant.create();
        plant.advance(2000);
        assertThat(state()).isEqualTo(SyncJobState.INITIALIZING);
        plant.advance(5000);
        assertThat(errorCode()).isEqualTo("SYNC_INITIALIZING_ERROR");
    }

    @Test
    void an_error_heals_with_its_role_if_the_knob_says_so() {
        plant.simulator().knobs().lifecycle.errorHealsWithRole = true;
        world().markRoleBad(ROLE, BadRole.notAssumable());
        plant.create();
        plant.advance(2000);

        world().markRoleGood(ROLE);

        assertThat(state()).isEqualTo(SyncJobState.INITIALIZING);
        plant.advance(5000);
        assertThat(state()).isEqualTo(SyncJobState.ACTIVE);
    }

    @Test
    void initialization_can_fail_or_never_end() {
        plant.simulator().knobs().lifecycle.initialization = Knobs.Initialization.FAILS;
        plant.create();
        plant.advance(7000);
        assertThat(errorCode()).isEqualTo("SYNC_INITIALIZING_ERROR");

        world().removeJob(KEY);
        plant.simulator().knobs().lifecycle.initialization = Knobs.Initialization.NEVER_ENDS;
        plant.create();
        plant.advance(Duration.ofDays(1).toMillis());
        assertThat(state()).isEqualTo(SyncJobState.INITIALIZING);
    }

    @Test
    void an_active_job_can_fail_and_heal_by_itself() {
        world().addJob(JobSeed.active(KEY, ROLE));

        world().failFor(KEY, "assets cannot be read", Duration.ofSeconds(30));

        assertThat(errorCode()).isEqualTo("SYNC_PROCESSING_ERROR");
        assertThat(plant.get().status().error().message()).isEqualTo("assets cannot be read");
        plant.advance(30_000);
        assertThat(state()).isEqualTo(SyncJobState.ACTIVE);
    }

    @Test
    void a_job_is_deleted_from_every_state() {
        for (JobState state : List.of(JobState.CREATING, JobState.INITIALIZING, JobState.ACTIVE, JobState.ERROR)) {
            world().addJob(JobSeed.active(KEY, ROLE).in(state));
            assertThat(plant.delete().state()).isEqualTo(SyncJobState.DELETING);
        }
    }

    @Test
    void a_deletion_can_be_stuck_with_an_error_until_it_is_released() {
        plant.simulator().knobs().lifecycle.deletionSticks = true;
        plant.create();
        plant.delete();

        plant.advance(Duration.ofHours(1).toMillis());
        assertThat(state()).isEqualTo(SyncJobState.DELETING);
        assertThat(errorCode()).isEqualTo("SYNC_DELETING_ERROR");

        world().release(KEY);
        plant.advance(3000);
        assertThatThrownBy(this::state).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void one_job_can_have_a_pace_of_its_own() {
        Knobs.Lifecycle slow = new Knobs.Lifecycle();
        slow.creating = Duration.ofMinutes(1);
        world().setPace(KEY, slow);
        plant.create();

        plant.advance(59_000);

        assertThat(state()).isEqualTo(SyncJobState.CREATING);
    }

    @Test
    void somebody_else_can_delete_recreate_retag_and_change_a_job() {
        plant.create();
        Instant created = plant.get().creationDateTime();
        plant.advance(60_000);

        world().recreateJob(KEY, "arn:aws:iam::123456789012:role/other", Map.of("owner", "somebody"));
        assertThat(plant.get().syncRole()).endsWith("role/other");
        assertThat(plant.get().creationDateTime()).isAfter(created);

        world().addTags(KEY, Map.of("aws:cloudformation:stack-name", "s"));
        assertThat(plant.aws()
                        .listTagsForResource(request -> request.resourceARN(KEY.arn()))
                        .tags())
                .containsOnlyKeys("owner", "aws:cloudformation:stack-name");

        world().setState(KEY, JobState.ERROR, "COMPOSITE_COMPONENT_FAILURE", "m");
        assertThat(errorCode()).isEqualTo("COMPOSITE_COMPONENT_FAILURE");

        world().removeJob(KEY);
        assertThatThrownBy(this::state).isInstanceOf(ResourceNotFoundException.class);
        assertThat(plant.create().state()).isEqualTo(SyncJobState.CREATING);
    }

    @Test
    void a_failing_resource_does_not_keep_its_job_from_being_active() {
        world().addJob(JobSeed.active(KEY, ROLE)
                .with(List.of(SyncResource.asset("a").failing("same name"))));

        assertThat(state()).isEqualTo(SyncJobState.ACTIVE);
        assertThat(resources()).singleElement().satisfies(resource -> {
            assertThat(resource.status().state()).isEqualTo(SyncResourceState.ERROR);
            assertThat(resource.status().error().message()).isEqualTo("same name");
        });
    }
}
