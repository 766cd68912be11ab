package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.iottwinmaker.model.ConflictException;
import software.amazon.awssdk.services.iottwinmaker.model.CreateSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.GetSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iottwinmaker.model.SyncJobState;
import software.amazon.awssdk.services.iottwinmaker.model.SyncJobSummary;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceFilter;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceSummary;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceType;
import software.amazon.awssdk.services.iottwinmaker.model.ValidationException;
import software.amazon.awssdk.services.iottwinmaker.model.WorkspaceSummary;

class OperationsTest {

    private static final String ARN =
            "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/plant/sync-job/SITEWISE-default";

    @RegisterExtension
    final Plant plant = new Plant();

    @Test
    void a_created_job_has_the_arn_the_service_gives_it_and_is_creating() {
        CreateSyncJobResponse created = plant.create();

        assertThat(created.arn()).isEqualTo(ARN);
        assertThat(created.state()).isEqualTo(SyncJobState.CREATING);
        assertThat(created.creationDateTime()).isEqualTo(plant.clock().instant());
    }

    @Test
    void get_shows_what_create_was_given() {
        plant.create();

        GetSyncJobResponse job = plant.get();

        assertThat(job.arn()).isEqualTo(ARN);
        assertThat(job.workspaceId()).isEqualTo("plant");
        assertThat(job.syncSource()).isEqualTo("SITEWISE");
        assertThat(job.syncRole()).isEqualTo(ROLE);
        assertThat(job.status().state()).isEqualTo(SyncJobState.CREATING);
        assertThat(job.status().error().code()).isNull();
    }

    @Test
    void get_without_a_workspace_finds_the_only_job_of_the_source() {
        plant.create();

        assertThat(plant.aws()
                        .getSyncJob(request -> request.syncSource("SITEWISE"))
                        .workspaceId())
                .isEqualTo("plant");
    }

    @Test
    void get_without_a_workspace_does_not_find_a_job_where_there_is_none() {
        assertThatThrownBy(() -> plant.aws().getSyncJob(request -> request.syncSource("SITEWISE")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void a_deleted_job_is_deleting_and_then_gone() {
        plant.create();

        assertThat(plant.delete().state()).isEqualTo(SyncJobState.DELETING);
        assertThat(plant.get().status().state()).isEqualTo(SyncJobState.DELETING);
        plant.advance(3000);

        assertThatThrownBy(plant::get).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(plant::delete).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void the_list_of_jobs_comes_in_pages() {
        for (String source : List.of("A", "B", "C")) {
            plant.simulator().world().addJob(JobSeed.active(Plant.PLACE.job("plant", source), ROLE));
        }

        List<String> sources =
                plant
                        .aws()
                        .listSyncJobsPaginator(
                                request -> request.workspaceId("plant").maxResults(2))
                        .stream()
                        .flatMap(page -> page.syncJobSummaries().stream())
                        .map(SyncJobSummary::syncSource)
                        .toList();

        assertThat(sources).containsExactly("A", "B", "C");
        assertThat(plant.simulator().journal().entries(Operation.LIST_SYNC_JOBS))
                .hasSize(2);
    }

    @Test
    void resources_are_filtered_by_state_or_by_type_and_id() {
        List<SyncResource> resources = List.of(
                SyncResource.asset("pump"),
                SyncResource.asset("valve").failing("two children of the same name"),
                SyncResource.model("pump-model"));
        plant.simulator().world().addJob(JobSeed.active(Plant.KEY, ROLE).with(resources));

        assertThat(resources(SyncResourceFilter.fromState("ERROR")))
                .extracting(SyncResourceSummary::externalId)
                .containsExactly("valve");
        assertThat(resources(
                        SyncResourceFilter.fromResourceType(SyncResourceType.COMPONENT_TYPE),
                        SyncResourceFilter.fromExternalId("pump-model")))
                .extracting(SyncResourceSummary::resourceId)
                .containsExactly("iotsitewise.assetmodel:pump-model");
        assertThat(resources()).hasSize(3);
    }

    private List<SyncResourceSummary> resources(SyncResourceFilter... filters) {
        return plant.aws()
                .listSyncResources(request ->
                        request.workspaceId("plant").syncSource("SITEWISE").filters(filters))
                .syncResources();
    }

    @Test
    void tags_given_at_creation_are_merged_with_later_ones_and_can_be_taken_away() {
        plant.aws()
                .createSyncJob(request -> request.workspaceId("plant")
                        .syncSource("SITEWISE")
                        .syncRole(ROLE)
                        .tags(Map.of("a", "1", "b", "1")));

        plant.aws().tagResource(request -> request.resourceARN(ARN).tags(Map.of("b", "2", "c d+e", "3")));
        plant.aws().untagResource(request -> request.resourceARN(ARN).tagKeys("a", "unknown"));

        assertThat(tags()).isEqualTo(Map.of("b", "2", "c d+e", "3"));
        plant.aws().untagResource(request -> request.resourceARN(ARN).tagKeys("c d+e"));
        assertThat(tags()).isEqualTo(Map.of("b", "2"));
    }

    private Map<String, String> tags() {
        return plant.aws()
                .listTagsForResource(request -> request.resourceARN(ARN))
                .tags();
    }

    @Test
    void tags_come_in_pages_of_twenty_five() {
        Map<String, String> thirty = new HashMap<>();
        IntStream.range(0, 30).forEach(i -> thirty.put("tag-" + i, "v"));
        plant.simulator().world().addJob(JobSeed.active(Plant.KEY, ROLE).tagged(thirty));

        var first = plant.aws().listTagsForResource(request -> request.resourceARN(ARN));
        var second = plant.aws()
                .listTagsForResource(request -> request.resourceARN(ARN).nextToken(first.nextToken()));

        assertThat(first.tags()).hasSize(25);
        assertThat(second.tags()).hasSize(5);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void the_tags_of_a_job_vanish_with_it() {
        plant.create();
        plant.delete();
        plant.advance(3000);

        assertThatThrownBy(this::tags).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> plant.aws()
                        .tagResource(request -> request.resourceARN(ARN).tags(Map.of("a", "b"))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void a_workspace_is_found_by_id_and_by_arn() {
        String arn = plant.aws()
                .getWorkspace(request -> request.workspaceId("plant"))
                .arn();

        assertThat(plant.aws().getWorkspace(request -> request.workspaceId(arn)).workspaceId())
                .isEqualTo("plant");
        assertThatThrownBy(() -> plant.aws().getWorkspace(request -> request.workspaceId("nowhere")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void workspaces_are_created_listed_updated_and_deleted() {
        plant.aws().createWorkspace(request -> request.workspaceId("barn").description("hay"));
        plant.aws().updateWorkspace(request -> request.workspaceId("barn").description("straw"));

        assertThat(plant.aws()
                        .getWorkspace(request -> request.workspaceId("barn"))
                        .description())
                .isEqualTo("straw");
        assertThat(plant.aws().listWorkspaces(request -> {}).workspaceSummaries())
                .extracting(WorkspaceSummary::workspaceId)
                .containsExactly("annex", "barn", "plant");
        assertThatThrownBy(() -> plant.aws().createWorkspace(request -> request.workspaceId("barn")))
                .isInstanceOf(ConflictException.class);

        plant.aws().deleteWorkspace(request -> request.workspaceId("barn"));
        assertThatThrownBy(() -> plant.aws().deleteWorkspace(request -> request.workspaceId("barn")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void a_workspace_with_a_job_is_not_deleted() {
        plant.create();

        assertThatThrownBy(() -> plant.aws().deleteWorkspace(request -> request.workspaceId("plant")))
                .isInstanceOf(ConflictException.class);
        plant.simulator().knobs().undocumented.workspaceHasJobs = Verdict.VALIDATION;
        assertThatThrownBy(() -> plant.aws().deleteWorkspace(request -> request.workspaceId("plant")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void the_default_workspaces_exist_in_every_region_and_jobs_do_not_cross_it() {
        plant.create();
        JobKey elsewhere = JobKey.of("us-east-1", "plant");

        plant.simulator().world().addJob(JobSeed.active(elsewhere, ROLE));

        assertThat(plant.simulator().world().jobs()).hasSize(2);
        assertThat(plant.get().status().state()).isEqualTo(SyncJobState.CREATING);
    }

    @Test
    void an_access_key_of_another_account_sees_another_world() {
        plant.create();
        plant.simulator().iam().mapAccessKey("AKIDOTHER", "210987654321");
        plant.simulator().world().addWorkspace(new Place("210987654321", Plant.REGION), "plant");

        try (var other = plant.client("AKIDOTHER", unchanged -> {})) {
            assertThatThrownBy(() -> other.getSyncJob(
                            request -> request.workspaceId("plant").syncSource("SITEWISE")))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThat(other.createSyncJob(request -> request.workspaceId("plant")
                                    .syncSource("SITEWISE")
                                    .syncRole(ROLE))
                            .arn())
                    .contains(":210987654321:");
        }
    }
}
