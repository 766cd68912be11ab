package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.KEY;
import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.ConflictException;

class JournalTest {

    @RegisterExtension
    final Plant plant = new Plant();

    private Journal journal() {
        return plant.simulator().journal();
    }

    @Test
    void a_request_is_recorded_with_all_that_is_known_about_it() {
        plant.create();

        assertThat(journal().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.operation()).isEqualTo(Operation.CREATE_SYNC_JOB);
            assertThat(entry.time()).isEqualTo(plant.clock().instant());
            assertThat(entry.key()).isEqualTo(KEY);
            assertThat(entry.resource()).isEqualTo(KEY.arn());
            assertThat(entry.invocationId()).hasSize(36);
            assertThat(entry.attempt()).isEqualTo(1);
            assertThat(entry.principal()).isEqualTo("AKIDTEST");
            assertThat(entry.userAgent()).contains("IoTTwinMaker");
            assertThat(entry.effect()).isTrue();
            assertThat(entry.status()).isEqualTo(200);
            assertThat(entry.errorCode()).isEmpty();
            assertThat(entry.fate()).isEqualTo(ConnectionFate.KEPT);
            assertThat(entry.liveJobs()).isEqualTo(1);
        });
    }

    @Test
    void a_refusal_is_recorded_without_an_effect() {
        plant.create();
        assertThatThrownBy(plant::create).isInstanceOf(ConflictException.class);

        assertThat(journal().entries(Operation.CREATE_SYNC_JOB).get(1)).satisfies(entry -> {
            assertThat(entry.effect()).isFalse();
            assertThat(entry.status()).isEqualTo(409);
            assertThat(entry.errorCode()).isEqualTo("ConflictException");
        });
    }

    @Test
    void creations_and_deletions_that_took_effect_are_counted_per_key() {
        plant.create();
        assertThatThrownBy(plant::create).isInstanceOf(ConflictException.class);
        plant.delete();
        plant.delete();
        plant.advance(3000);
        plant.create();

        assertThat(journal().createsApplied()).isEqualTo(Map.of(KEY, 2L));
        assertThat(journal().deletesApplied()).isEqualTo(Map.of(KEY, 1L));
    }

    @Test
    void two_live_jobs_of_one_source_in_one_place_are_told() {
        plant.create();
        assertThat(journal().doubleJobs()).isEmpty();

        plant.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        plant.aws()
                .createSyncJob(request ->
                        request.workspaceId("annex").syncSource("SITEWISE").syncRole(ROLE));

        assertThat(journal().doubleJobs())
                .singleElement()
                .satisfies(entry -> assertThat(entry.key().workspaceId()).isEqualTo("annex"));
    }

    @Test
    void the_deletion_of_a_job_that_is_not_owned_is_told() {
        plant.simulator().world().addJob(JobSeed.active(KEY, ROLE).tagged(Map.of("owner", "somebody")));

        plant.delete();

        assertThat(journal().foreignDeletes(tags -> "somebody".equals(tags.get("owner"))))
                .isEmpty();
        assertThat(journal().foreignDeletes(tags -> "me".equals(tags.get("owner"))))
                .hasSize(1);
    }

    @Test
    void creations_of_one_key_under_way_at_the_same_time_are_a_race() {
        plant.simulator().faults().once(FaultMatch.of(Operation.CREATE_SYNC_JOB), new FaultAction.Hang(false, null));
        try (IoTTwinMakerClient hasty =
                plant.client("AKIDTEST", settings -> settings.apiCallTimeout(Duration.ofSeconds(3)))) {
            CompletableFuture<Throwable> held =
                    CompletableFuture.supplyAsync(() -> catchThrowable(() -> hasty.createSyncJob(request ->
                            request.workspaceId("plant").syncSource("SITEWISE").syncRole(ROLE))));
            await().until(() -> journal().entries().size() == 1);

            plant.create();

            assertThat(journal().racingCreates()).hasSize(1);
            assertThat(held).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(ApiCallTimeoutException.class);
        }
    }

    @Test
    void creations_of_one_key_after_each_other_are_no_race() {
        plant.create();
        assertThatThrownBy(plant::create).isInstanceOf(ConflictException.class);

        assertThat(journal().racingCreates()).isEmpty();
    }

    @Test
    void requests_are_counted_in_each_second() {
        plant.create();
        plant.get();
        plant.get();
        plant.advance(1000);
        plant.get();

        var second = plant.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        assertThat(journal().callsPerSecond(Operation.GET_SYNC_JOB))
                .isEqualTo(Map.of(second.minusSeconds(1), 2L, second, 1L));
        assertThat(journal().busiestSecond(Operation.GET_SYNC_JOB)).isEqualTo(2);
        assertThat(journal().busiestSecond(Operation.TAG_RESOURCE)).isZero();
    }
}
