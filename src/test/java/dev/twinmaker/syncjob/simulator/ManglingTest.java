package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.KEY;
import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iottwinmaker.model.ListSyncJobsResponse;
import software.amazon.awssdk.services.iottwinmaker.model.SyncJobState;
import software.amazon.awssdk.services.iottwinmaker.model.ValidationException;

/** What the real SDK makes of a successful answer whose body is spoilt. */
class ManglingTest {

    @RegisterExtension
    final Plant plant = new Plant();

    @BeforeEach
    void seed() {
        plant.simulator().world().addJob(JobSeed.active(KEY, ROLE).tagged(Map.of("a", "b")));
    }

    private void mangle(Operation operation, FaultAction action) {
        plant.simulator().faults().always(FaultMatch.of(operation), action);
    }

    private void mangle(Operation operation, Mangling how) {
        mangle(operation, FaultAction.Mangle.of(how));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangling.class,
            names = {"EMPTY_BODY", "NO_MEMBERS"})
    void without_members_everything_is_null(Mangling how) {
        mangle(Operation.GET_SYNC_JOB, how);

        assertThat(plant.get().arn()).isNull();
        assertThat(plant.get().status()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangling.class,
            names = {"BROKEN_JSON", "ISO_TIMESTAMPS"})
    void what_cannot_be_parsed_is_an_error_of_the_client(Mangling how) {
        mangle(Operation.GET_SYNC_JOB, how);

        assertThatThrownBy(plant::get).isInstanceOf(SdkClientException.class);
    }

    @Test
    void a_body_that_is_not_an_object_is_no_answer() {
        mangle(Operation.GET_SYNC_JOB, Mangling.NOT_AN_OBJECT);

        assertThat(plant.send("GET", "/sync-jobs/SITEWISE", "").body()).isEqualTo("\"ok\"");
    }

    @Test
    void a_missing_member_is_null() {
        mangle(Operation.GET_SYNC_JOB, FaultAction.Mangle.without("status"));

        assertThat(plant.get().status()).isNull();
        assertThat(plant.get().arn()).isEqualTo(KEY.arn());
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangling.class,
            names = {"UNKNOWN_MEMBER", "HUGE"})
    void an_unknown_member_is_passed_over(Mangling how) {
        mangle(Operation.GET_SYNC_JOB, how);

        assertThat(plant.get().status().state()).isEqualTo(SyncJobState.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangling.class,
            names = {"ERROR_NULL", "ERROR_ABSENT"})
    void the_error_of_a_healthy_job_can_be_null(Mangling how) {
        mangle(Operation.GET_SYNC_JOB, how);

        assertThat(plant.get().status().error()).isNull();
    }

    @Test
    void the_error_of_a_healthy_job_can_be_an_empty_object() {
        mangle(Operation.GET_SYNC_JOB, Mangling.ERROR_EMPTY);

        assertThat(plant.get().status().error()).isNotNull();
        assertThat(plant.get().status().error().code()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Knobs.HealthyError.class)
    void a_knob_says_the_same_for_all_answers(Knobs.HealthyError how) {
        plant.simulator().knobs().undocumented.healthyError = how;

        assertThat(plant.get().status().error() != null).isEqualTo(how == Knobs.HealthyError.EMPTY);
        assertThat(plant.send("GET", "/sync-jobs/SITEWISE", "").body().contains("\"error\":null"))
                .isEqualTo(how == Knobs.HealthyError.NULL);
    }

    @Test
    void an_unknown_state_has_a_name() {
        mangle(Operation.GET_SYNC_JOB, Mangling.UNKNOWN_STATE);
        mangle(Operation.DELETE_SYNC_JOB, Mangling.UNKNOWN_STATE);

        assertThat(plant.get().status().state()).isEqualTo(SyncJobState.UNKNOWN_TO_SDK_VERSION);
        assertThat(plant.get().status().stateAsString()).isEqualTo("HIBERNATING");
        assertThat(plant.delete().stateAsString()).isEqualTo("HIBERNATING");
    }

    @Test
    void an_unknown_error_code_has_a_name() {
        mangle(Operation.GET_SYNC_JOB, Mangling.UNKNOWN_ERROR_CODE);

        assertThat(plant.get().status().error().codeAsString()).isEqualTo("SYNC_FLUX_ERROR");
    }

    @Test
    void a_repeated_token_leads_the_paginator_in_circles() {
        mangle(Operation.LIST_SYNC_JOBS, Mangling.REPEATED_TOKEN);

        assertThat(plant.aws().listSyncJobsPaginator(request -> request.workspaceId("plant")).stream()
                        .limit(5)
                        .map(ListSyncJobsResponse::nextToken)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void a_token_of_another_list_is_refused_on_its_return() {
        mangle(Operation.LIST_SYNC_JOBS, Mangling.FOREIGN_TOKEN);

        assertThatThrownBy(() -> plant.aws().listSyncJobsPaginator(request -> request.workspaceId("plant")).stream()
                        .toList())
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void a_page_can_hold_more_tags_than_are_allowed() {
        mangle(Operation.LIST_TAGS_FOR_RESOURCE, Mangling.OVERFULL_TAGS);

        assertThat(plant.aws()
                        .listTagsForResource(request -> request.resourceARN(KEY.arn()))
                        .tags())
                .hasSize(60);
    }

    @Test
    void an_error_is_left_alone() {
        mangle(Operation.GET_SYNC_JOB, Mangling.BROKEN_JSON);
        plant.simulator().world().removeJob(KEY);

        assertThat(plant.send("GET", "/sync-jobs/SITEWISE?workspace=plant", "").statusCode())
                .isEqualTo(404);
    }
}
