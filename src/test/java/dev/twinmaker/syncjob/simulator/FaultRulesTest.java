package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerException;

/** When a fault strikes. */
class FaultRulesTest {

    private static final FaultMatch CREATE = FaultMatch.of(Operation.CREATE_SYNC_JOB);
    private static final FaultMatch GET = FaultMatch.of(Operation.GET_SYNC_JOB);

    @RegisterExtension
    final Plant plant = new Plant();

    private Faults faults() {
        return plant.simulator().faults();
    }

    @Test
    void delays_are_fixed_or_spread_or_have_a_long_tail() {
        Duration shortest = Duration.ofMillis(10);
        Duration longest = Duration.ofMillis(1010);

        assertThat(new FaultAction.Delay(FaultAction.Distribution.FIXED, shortest, longest).pick(0.9))
                .isEqualTo(shortest);
        assertThat(new FaultAction.Delay(FaultAction.Distribution.UNIFORM, shortest, longest).pick(0.5))
                .isEqualTo(Duration.ofMillis(510));
        FaultAction.Delay tail = new FaultAction.Delay(FaultAction.Distribution.LONG_TAIL, shortest, longest);
        assertThat(tail.pick(0.5)).isLessThan(Duration.ofMillis(11));
        assertThat(tail.pick(0.99)).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void a_rule_strikes_the_nth_call_only() {
        faults().always(GET.onCall(2), FaultAction.Answer.error(500, "InternalServerException"));
        plant.create();

        plant.get();
        assertThatThrownBy(plant::get).isInstanceOf(IoTTwinMakerException.class);
        plant.get();
    }

    @Test
    void a_rule_strikes_one_workspace_or_one_attempt_or_a_span_of_time_only() {
        FaultAction error = FaultAction.Answer.error(500, "InternalServerException");
        faults().always(CREATE.onWorkspace("annex"), error);
        faults().always(GET.onAttempt(2), error);
        faults().always(
                        FaultMatch.of(Operation.DELETE_SYNC_JOB)
                                .between(
                                        plant.clock().instant().plusSeconds(10),
                                        plant.clock().instant().plusSeconds(20)),
                        error);

        plant.create();
        plant.get();
        plant.advance(10_000);
        assertThatThrownBy(plant::delete).isInstanceOf(IoTTwinMakerException.class);
        plant.advance(10_000);
        plant.delete();
    }

    @Test
    void a_rule_strikes_one_region_only_and_there_the_tag_operations_too() {
        faults().always(FaultMatch.any().inRegion("eu-west-1"), FaultAction.Answer.error(500, ""));
        String scope = "AWS4-HMAC-SHA256 Credential=AKID/20261126/%s/iottwinmaker/aws4_request, SignedHeaders=host";

        assertThat(struck("POST", "/tags-list", scope.formatted("eu-west-1"))).isTrue();
        assertThat(struck("DELETE", "/tags?resourceARN=a", scope.formatted("eu-west-1")))
                .isTrue();
        assertThat(struck("POST", "/tags-list", scope.formatted("us-east-1"))).isFalse();
        assertThat(struck("POST", "/tags-list", "")).isFalse();
        plant.create();
    }

    private boolean struck(String method, String uri, String authorization) {
        Call call = Call.head(method, uri, Map.of("Authorization", authorization));
        return faults().choose(call, Place.DEFAULT_ACCOUNT, plant.clock().instant())
                .action()
                .isPresent();
    }

    @Test
    void a_share_of_requests_is_struck_the_same_way_for_the_same_seed() {
        assertThat(pattern(7)).isEqualTo(pattern(7)).contains("x").contains(".").isNotEqualTo(pattern(8));
    }

    private String pattern(long seed) {
        Faults random = new Faults(seed);
        random.always(GET.withProbability(0.5), FaultAction.Answer.error(500, ""));
        Call call = Call.head("GET", "/sync-jobs/SITEWISE", Map.of());
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            boolean struck = random.choose(
                            call, Place.DEFAULT_ACCOUNT, plant.clock().instant())
                    .action()
                    .isPresent();
            pattern.append(struck ? 'x' : '.');
        }
        return pattern.toString();
    }

    @Test
    void a_rule_is_used_up_and_counted_and_can_be_replaced_and_removed() {
        FaultAction error = FaultAction.Answer.error(500, "");
        String id = faults().add(new FaultRule("twice", CREATE, error, 2));
        assertThatThrownBy(plant::create).isInstanceOf(IoTTwinMakerException.class);
        assertThatThrownBy(plant::create).isInstanceOf(IoTTwinMakerException.class);
        plant.create();
        assertThat(faults().struck(id)).isEqualTo(2);

        faults().add(new FaultRule("twice", GET, error, 0));
        assertThat(faults().rules()).hasSize(1);
        assertThatThrownBy(plant::get).isInstanceOf(IoTTwinMakerException.class);
        assertThat(faults().remove(id)).isTrue();
        plant.get();
    }
}
