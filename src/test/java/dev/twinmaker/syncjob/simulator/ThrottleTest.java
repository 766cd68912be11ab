package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThrottleTest {

    @RegisterExtension
    final Plant plant = Plant.withRateLimits();

    private Knobs.Throttling knobs() {
        return plant.simulator().knobs().throttling;
    }

    private HttpResponse<String> delete() {
        return plant.send("DELETE", "/workspaces/plant/sync-jobs/SITEWISE", "");
    }

    private HttpResponse<String> get() {
        return plant.send("GET", "/workspaces/plant", "");
    }

    private long acceptedDeletes(int calls) {
        long accepted = 0;
        for (int i = 0; i < calls; i++) {
            accepted += delete().statusCode() == 429 ? 0 : 1;
        }
        return accepted;
    }

    @Test
    void a_burst_is_let_through_and_then_as_many_as_the_rate_allows() {
        assertThat(acceptedDeletes(8)).isEqualTo(5);
        plant.advance(2000);
        assertThat(acceptedDeletes(8)).isEqualTo(2);
        plant.advance(60_000);
        assertThat(acceptedDeletes(8)).isEqualTo(5);
    }

    @Test
    void groups_of_operations_have_buckets_of_their_own() {
        acceptedDeletes(6);

        assertThat(get().statusCode()).isEqualTo(200);
    }

    @Test
    void one_bucket_can_serve_all_operations() {
        knobs().shared = true;
        knobs().all.set(1, 3);

        acceptedDeletes(3);

        assertThat(get().statusCode()).isEqualTo(429);
    }

    @Test
    void another_region_has_buckets_of_its_own() {
        acceptedDeletes(6);

        HttpResponse<String> elsewhere = plant.send(
                "DELETE",
                "/workspaces/plant/sync-jobs/SITEWISE",
                "",
                request -> request.setHeader("Authorization", Plant.AUTHORIZATION.replace(Plant.REGION, "us-east-1")));

        assertThat(elsewhere.statusCode()).isEqualTo(404);
    }

    @Test
    void insisting_is_punished_if_there_is_a_penalty() {
        knobs().penalty = 1;

        acceptedDeletes(8);
        plant.advance(3000);

        assertThat(delete().statusCode()).isEqualTo(429);
    }

    @Test
    void a_storm_refuses_everything_until_it_is_over() {
        knobs().enabled = false;
        knobs().stormUntil = plant.clock().instant().plusSeconds(10);

        assertThat(get().statusCode()).isEqualTo(429);
        plant.advance(10_000);
        assertThat(get().statusCode()).isEqualTo(200);
    }

    @Test
    void a_refusal_can_carry_a_hint_lack_a_code_or_have_another_status() {
        knobs().stormUntil = plant.clock().instant().plusSeconds(10);
        knobs().retryAfter = "7";
        assertThat(get().headers().firstValue("Retry-After")).contains("7");
        assertThat(get().headers().firstValue("x-amzn-ErrorType")).contains("ThrottlingException");

        knobs().withoutCode = true;
        assertThat(get().headers().firstValue("x-amzn-ErrorType")).isEmpty();
        assertThat(get().body()).doesNotContain("__type");

        knobs().status = 400;
        assertThat(get().statusCode()).isEqualTo(400);
    }

    @Test
    void limits_can_be_switched_off() {
        knobs().enabled = false;

        assertThat(acceptedDeletes(20)).isEqualTo(20);
    }
}
