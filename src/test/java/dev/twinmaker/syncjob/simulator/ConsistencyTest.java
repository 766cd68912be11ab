package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.KEY;
import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.iottwinmaker.model.AccessDeniedException;
import software.amazon.awssdk.services.iottwinmaker.model.ConflictException;
import software.amazon.awssdk.services.iottwinmaker.model.ListSyncJobsResponse;
import software.amazon.awssdk.services.iottwinmaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iottwinmaker.model.SyncJobState;
import software.amazon.awssdk.services.iottwinmaker.model.SyncJobSummary;
import software.amazon.awssdk.services.iottwinmaker.model.ValidationException;

class ConsistencyTest {

    @RegisterExtension
    final Plant plant = new Plant();

    private Knobs.Consistency knobs() {
        return plant.simulator().knobs().consistency;
    }

    private SyncJobState state() {
        return plant.get().status().state();
    }

    private void isNotFound() {
        assertThatThrownBy(this::state).isInstanceOf(ResourceNotFoundException.class);
    }

    private List<SyncJobSummary> listed() {
        return plant.aws().listSyncJobs(request -> request.workspaceId("plant")).syncJobSummaries();
    }

    @Test
    void a_new_job_can_be_hidden_from_the_first_reads() {
        knobs().hiddenReadsAfterCreate = 2;
        plant.create();

        isNotFound();
        isNotFound();
        assertThat(state()).isEqualTo(SyncJobState.CREATING);
        assertThatThrownBy(plant::create).isInstanceOf(ConflictException.class);
    }

    @Test
    void a_new_job_can_be_hidden_for_some_time() {
        knobs().hiddenAfterCreate = Duration.ofSeconds(1);
        plant.create();

        isNotFound();
        plant.advance(1000);
        assertThat(state()).isEqualTo(SyncJobState.CREATING);
    }

    @Test
    void the_list_can_lag_behind() {
        knobs().listLag = Duration.ofSeconds(1);
        plant.create();
        assertThat(listed()).isEmpty();

        plant.advance(1000);
        assertThat(listed()).hasSize(1);

        plant.delete();
        plant.advance(3500);
        isNotFound();
        assertThat(listed()).hasSize(1);
        plant.advance(500);
        assertThat(listed()).isEmpty();
    }

    @Test
    void get_can_show_a_state_that_is_over() {
        knobs().stateLag = Duration.ofSeconds(1);
        plant.create();
        assertThat(state()).isEqualTo(SyncJobState.CREATING);

        plant.advance(2500);
        assertThat(state()).isEqualTo(SyncJobState.CREATING);
        plant.advance(500);
        assertThat(state()).isEqualTo(SyncJobState.INITIALIZING);
    }

    @Test
    void a_job_that_is_gone_can_show_once_more() {
        knobs().reappearances = 1;
        plant.create();
        plant.delete();
        plant.advance(3000);

        isNotFound();
        assertThat(state()).isEqualTo(SyncJobState.DELETING);
        isNotFound();
        isNotFound();
    }

    @Test
    void tags_can_lag_behind() {
        knobs().tagLag = Duration.ofSeconds(1);
        plant.create();
        plant.advance(5000);
        plant.aws().tagResource(request -> request.resourceARN(KEY.arn()).tags(Map.of("a", "b")));

        assertThat(tags()).isEmpty();
        plant.advance(1000);
        assertThat(tags()).isEqualTo(Map.of("a", "b"));
    }

    private Map<String, String> tags() {
        return plant.aws()
                .listTagsForResource(request -> request.resourceARN(KEY.arn()))
                .tags();
    }

    @Test
    void the_key_of_a_job_that_is_gone_can_be_held_for_some_time() {
        knobs().keyHeldAfterGone = Duration.ofSeconds(10);
        plant.create();
        plant.delete();
        plant.advance(3000);

        isNotFound();
        assertThatThrownBy(plant::create).isInstanceOf(ConflictException.class);
        plant.advance(10_000);
        assertThat(plant.create().state()).isEqualTo(SyncJobState.CREATING);
    }

    @Test
    void a_new_role_can_be_refused_until_it_has_spread() {
        knobs().rolePropagation = Duration.ofSeconds(10);
        knobs().roleTooNew = Verdict.ACCESS_DENIED;
        assertThatThrownBy(plant::create).isInstanceOf(AccessDeniedException.class);

        knobs().roleTooNew = Verdict.VALIDATION;
        assertThatThrownBy(plant::create).isInstanceOf(ValidationException.class);

        plant.advance(10_000);
        plant.create();
        plant.advance(7000);
        assertThat(state()).isEqualTo(SyncJobState.ACTIVE);
    }

    @Test
    void a_new_role_can_also_make_the_job_fail_later() {
        knobs().rolePropagation = Duration.ofSeconds(10);

        plant.create();
        plant.advance(2000);

        assertThat(state()).isEqualTo(SyncJobState.ERROR);
    }

    private List<Integer> pageSizes() {
        for (String source : List.of("A", "B", "C", "D", "E")) {
            plant.simulator().world().addJob(JobSeed.active(Plant.PLACE.job("plant", source), ROLE));
        }
        return plant
                .aws()
                .listSyncJobsPaginator(request -> request.workspaceId("plant").maxResults(2))
                .stream()
                .map(ListSyncJobsResponse::syncJobSummaries)
                .map(List::size)
                .toList();
    }

    @Test
    void pages_can_change_their_size() {
        assertThat(pageSizes()).containsExactly(2, 2, 1);
        knobs().shiftingPages = true;
        assertThat(pageSizes()).containsExactly(2, 1, 2);
    }

    @Test
    void a_list_can_begin_with_an_empty_page() {
        knobs().emptyFirstPage = true;

        assertThat(pageSizes()).containsExactly(0, 2, 2, 1);
    }
}
