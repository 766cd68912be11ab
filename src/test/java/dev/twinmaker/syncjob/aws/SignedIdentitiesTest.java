package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.HOME;
import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Identities.Proof;
import dev.twinmaker.syncjob.core.port.Principal;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Whether calls can be made as somebody is known without making one. */
class SignedIdentitiesTest {

    private static final AssumedRole ROLE = RoleBench.role(PUMPS);

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    private static Proof prove(AssumedRole role) {
        return BENCH.jobs().identities().prove(RoleBench.as(role));
    }

    private static Failure unproven(Proof proof) {
        assertThat(proof).isInstanceOf(Proof.Unproven.class);
        Failure failure = ((Proof.Unproven) proof).failure();
        AwsCall.assertFitForAStatus(failure.text());
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        return failure;
    }

    @Test
    void a_role_that_can_be_assumed_is_proven_with_its_account() {
        assertThat(prove(ROLE)).isEqualTo(new Proof.Proven(Optional.of(PUMPS)));
        assertThat(BENCH.simulator().journal().entries()).hasSize(BENCH.assumed());
    }

    @Test
    void where_a_session_is_there_nothing_is_asked() {
        BENCH.sees(ROLE);
        BENCH.simulator().journal().clear();

        for (int i = 0; i < 10; i++) {
            assertThat(prove(ROLE)).isInstanceOf(Proof.Proven.class);
        }
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void the_session_of_a_proof_is_the_one_that_calls_are_signed_with() {
        prove(ROLE);
        BENCH.sees(ROLE);
        assertThat(BENCH.assumed()).isEqualTo(1);
    }

    @Test
    void the_operator_is_proven_with_the_account_that_sts_names_once() {
        for (int i = 0; i < 3; i++) {
            assertThat(BENCH.jobs().identities().prove(Principal.OPERATOR))
                    .isEqualTo(new Proof.Proven(Optional.of(HOME)));
        }
        assertThat(BENCH.calls(Operation.GET_CALLER_IDENTITY)).isEqualTo(1);
    }

    @Test
    void without_sts_the_operator_is_proven_and_its_account_is_not_told() {
        BENCH.with(new AwsSettings(RoleBench.REGION, true, false, Duration.ofSeconds(5), 100, 100, 100, 100));

        assertThat(BENCH.jobs().identities().prove(Principal.OPERATOR)).isEqualTo(new Proof.Proven(Optional.empty()));
        assertThat(unproven(prove(ROLE)).text()).contains("AWS_ENDPOINT_URL_STS");
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void a_denied_role_is_unproven_and_is_not_asked_for_at_once() {
        BENCH.trust(RoleBench.role(PRESSES));

        for (int i = 0; i < 5; i++) {
            Failure failure = unproven(prove(ROLE));
            assertThat(failure.kind()).isEqualTo(Kind.DENIED);
            assertThat(failure.text()).contains("sts:AssumeRole", ROLE.arn()).doesNotContain(ROLE.session());
        }
        assertThat(BENCH.assumed()).isEqualTo(1);

        BENCH.trust(ROLE);
        BENCH.pass(Duration.ofSeconds(5));
        assertThat(prove(ROLE)).isInstanceOf(Proof.Proven.class);
    }

    @Test
    void while_sts_is_down_nobody_is_proven() {
        BENCH.failing(Answer.error(503, "ServiceUnavailable"));
        BENCH.simulator()
                .faults()
                .always(FaultMatch.of(Operation.GET_CALLER_IDENTITY), Answer.error(503, "ServiceUnavailable"));

        assertThat(unproven(prove(ROLE)).kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(unproven(BENCH.jobs().identities().prove(Principal.OPERATOR)).kind())
                .isEqualTo(Kind.NO_CREDENTIALS);
    }

    @Test
    void silence_of_sts_does_not_escape() {
        BENCH.with(RoleBench.settings(Duration.ofMillis(300)));
        BENCH.simulator().faults().always(FaultMatch.any(), new FaultAction.Hang(false, null));

        assertThat(unproven(prove(ROLE)).kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(unproven(BENCH.jobs().identities().prove(Principal.OPERATOR)).kind())
                .isEqualTo(Kind.NO_CREDENTIALS);
    }

    @Test
    void without_a_credential_nobody_is_proven() {
        BENCH.operator(() -> {
            throw SdkClientException.create("no provider");
        });

        assertThat(unproven(prove(ROLE)).kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(unproven(BENCH.jobs().identities().prove(Principal.OPERATOR)).kind())
                .isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void with_no_room_for_sts_a_proof_is_put_off_unless_the_session_is_there() {
        BENCH.with(RoleBench.settings(1, 1, Duration.ofSeconds(5)));
        prove(ROLE);

        assertThat(prove(RoleBench.role(PRESSES))).isEqualTo(new Proof.NotNow(Duration.ofSeconds(1)));
        assertThat(prove(ROLE)).isInstanceOf(Proof.Proven.class);
        assertThat(BENCH.assumed()).isEqualTo(1);
    }
}
