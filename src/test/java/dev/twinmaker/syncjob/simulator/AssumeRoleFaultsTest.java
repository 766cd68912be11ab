package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Assuming.ACCOUNT;
import static dev.twinmaker.syncjob.simulator.Assuming.ROLE;
import static dev.twinmaker.syncjob.simulator.Assuming.isError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.InternalServerException;

/** What the real SDK makes of the faults that hit the assuming of roles, and which faults hit one account. */
class AssumeRoleFaultsTest {

    private static final FaultMatch ASSUME = FaultMatch.of(Operation.ASSUME_ROLE);
    private static final FaultAction ERROR = FaultAction.Answer.error(500, "InternalServerException");

    @RegisterExtension
    final Plant plant = new Plant();

    @RegisterExtension
    final Assuming assuming = new Assuming(plant);

    private Faults faults() {
        return plant.simulator().faults();
    }

    private void isStruck() {
        isError(assuming.refused(unchanged -> {}), 500, "InternalServerException", "Injected fault.");
    }

    @Test
    void a_rule_for_one_operation_of_sts_leaves_the_other_alone() {
        faults().always(ASSUME, ERROR);

        assertThat(assuming.sts().getCallerIdentity().account()).isEqualTo(Place.DEFAULT_ACCOUNT);
        isStruck();

        faults().clear();
        faults().always(FaultMatch.of(Operation.GET_CALLER_IDENTITY), ERROR);
        assuming.assume();
        assertThat(Assuming.refusal(assuming.sts()::getCallerIdentity).statusCode())
                .isEqualTo(500);
    }

    @Test
    void a_rule_for_one_call_counts_the_calls_of_its_operation() {
        faults().always(ASSUME.onCall(2), ERROR);

        assuming.assume();
        assuming.sts().getCallerIdentity();
        isStruck();
        assuming.assume();
    }

    @ParameterizedTest
    @EnumSource(FaultAction.Moment.class)
    void a_cut_connection_is_an_error_of_the_client(FaultAction.Moment moment) {
        faults().once(ASSUME, new FaultAction.Cut(moment, FaultAction.Kind.RST));

        assertThatThrownBy(assuming::assume).isInstanceOf(SdkClientException.class);

        boolean performed = moment == FaultAction.Moment.AFTER_EFFECT || moment == FaultAction.Moment.MID_BODY;
        assertThat(assuming.roles().assumptions()).hasSize(performed ? 1 : 0);
        assertThat(plant.simulator().journal().entries(Operation.ASSUME_ROLE))
                .extracting(JournalEntry::fate)
                .containsExactly(ConnectionFate.RESET);
    }

    @Test
    void a_missing_member_is_null() {
        faults().once(ASSUME, FaultAction.Mangle.without("AssumedRoleUser"));

        assertThat(assuming.assume().assumedRoleUser()).isNull();
    }

    @Test
    void what_cannot_be_parsed_is_an_error_of_the_client() {
        faults().once(ASSUME, FaultAction.Mangle.of(Mangling.BROKEN_JSON));

        assertThatThrownBy(assuming::assume).isInstanceOf(SdkClientException.class);
    }

    @Test
    void an_answer_can_be_delayed() {
        Duration delay = Duration.ofMillis(30);
        faults().always(ASSUME, new FaultAction.Delay(FaultAction.Distribution.FIXED, delay, delay));
        long begun = System.nanoTime();

        assuming.assume();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void a_rule_can_be_told_in_json() {
        plant.send(
                "POST",
                "/_sim/rules",
                "{\"match\":{\"operation\":\"AssumeRole\",\"account\":\"" + ACCOUNT + "\"},"
                        + "\"action\":{\"type\":\"answer\",\"status\":500,\"code\":\"InternalServerException\"}}");

        isStruck();
        assuming.assume(request -> request.roleArn(Plant.ROLE));
    }

    @Test
    void a_role_is_of_the_account_in_its_arn() {
        faults().always(ASSUME.inAccount(ACCOUNT), ERROR);

        isStruck();
        assuming.assume(request -> request.roleArn(Plant.ROLE));

        faults().clear();
        faults().always(ASSUME.inAccount(Place.DEFAULT_ACCOUNT), ERROR);
        assuming.assume();
    }

    @Test
    void what_is_not_a_role_is_of_no_account() {
        faults().always(ASSUME.inAccount(Place.DEFAULT_ACCOUNT), ERROR);

        assertThat(assuming.refused(request -> request.roleArn("x")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void other_requests_are_of_the_account_of_their_credentials() {
        faults().always(FaultMatch.any().inAccount(ACCOUNT), ERROR);
        plant.simulator().iam().mapAccessKey("AKIDOTHER", ACCOUNT);

        plant.create();
        assertThat(assuming.sts().getCallerIdentity().account()).isEqualTo(Place.DEFAULT_ACCOUNT);
        try (IoTTwinMakerClient mapped = plant.client("AKIDOTHER", unchanged -> {})) {
            assertThatThrownBy(() -> mapped.getWorkspace(request -> request.workspaceId("plant")))
                    .isInstanceOf(InternalServerException.class);
        }
    }

    @Test
    void a_session_is_of_the_account_of_its_role() {
        var session = assuming.session();
        faults().always(FaultMatch.any().inAccount(ACCOUNT), ERROR);

        try (IoTTwinMakerClient client = plant.client(session)) {
            assertThatThrownBy(() -> client.getWorkspace(request -> request.workspaceId("plant")))
                    .isInstanceOf(InternalServerException.class);
        }
        assertThat(Assuming.refusal(() -> assuming.identity(session)).statusCode())
                .isEqualTo(500);
        plant.create();
    }

    @Test
    void the_account_goes_with_the_other_members_of_a_match() {
        FaultMatch match =
                FaultMatch.any().inAccount(ACCOUNT).inRegion(Plant.REGION).onAttempt(1);
        faults().always(match.onWorkspace("barn"), ERROR);
        faults().always(match.withProbability(0), ERROR);

        assuming.assume();
        assertThat(match.ofInvocation("id").onCall(1).account()).isEqualTo(ACCOUNT);
        assertThat(match.between(plant.clock().instant(), plant.clock().instant())
                        .account())
                .isEqualTo(ACCOUNT);
        assertThat(assuming.roles().assumptions())
                .extracting(RoleAssumption::roleArn)
                .containsExactly(ROLE);
    }
}
