package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

/** Which failed writes are for want of a right, and for how long that is told. */
class RefusalsTest {

    private final Refusals refusals = new Refusals();

    @Test
    void a_refused_write_is_told_in_the_words_of_the_api_server_until_a_pass_comes_to_its_end() {
        assertThat(refusals.fault()).isEmpty();
        assertThat(refusals.heard("plant/line1", failure(403, "cannot patch resource \"syncjobs/status\"")))
                .isTrue();
        assertThat(refusals.fault()).hasValue("the API server refuses: cannot patch resource \"syncjobs/status\"");
        refusals.none("plant/line2");
        assertThat(refusals.fault()).isPresent();
        refusals.none("plant/line1");
        assertThat(refusals.fault()).isEmpty();
    }

    @Test
    void so_is_one_of_a_process_that_the_api_server_does_not_know() {
        assertThat(refusals.heard("plant/line1", failure(401, "Unauthorized"))).isTrue();
        assertThat(refusals.fault()).isPresent();
    }

    @Test
    void a_failure_of_another_kind_is_none_and_ends_what_was_told() {
        refusals.heard("plant/line1", failure(403, "cannot patch"));
        assertThat(refusals.heard("plant/line1", failure(503, "later"))).isFalse();
        assertThat(refusals.fault()).isEmpty();
    }

    @Test
    void a_failure_without_an_answer_is_none() {
        assertThat(refusals.heard("plant/line1", new KubernetesClientException("the connection broke")))
                .isFalse();
    }

    private static KubernetesClientException failure(int code, String message) {
        return new KubernetesClientException(
                new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
