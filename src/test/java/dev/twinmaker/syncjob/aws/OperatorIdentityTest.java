package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.RoleAssumption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Roles are assumed with the operator's own credential, which can be missing, expire, and be replaced. */
class OperatorIdentityTest {

    private static final AssumedRole ROLE = RoleBench.role(PUMPS);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    @Test
    void without_a_credential_no_role_is_assumed_until_there_is_one() {
        BENCH.operator(() -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers");
        });

        Failure failure = BENCH.failure(ROLE);

        assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.text()).contains("no AWS credentials", "service account");
        assertThat(BENCH.simulator().journal().entries()).isEmpty();

        BENCH.operator(RoleBench::good);
        BENCH.pass(PAUSE);
        BENCH.sees(ROLE);
    }

    @Test
    void an_expired_credential_is_named_as_such_until_there_is_a_new_one() {
        BENCH.simulator().iam().expire("AKIDOLD");
        use("AKIDOLD");

        Failure failure = BENCH.failure(ROLE);

        assertThat(failure)
                .isEqualTo(Failure.refused(
                        Kind.NO_CREDENTIALS,
                        "AWS does not accept the credentials for sts:AssumeRole on role " + ROLE.arn()
                                + ": ExpiredToken."));

        use("AKIDNEW");
        BENCH.pass(PAUSE);
        BENCH.sees(ROLE);
    }

    @Test
    void a_credential_that_was_long_missing_is_noticed_within_half_a_minute() {
        BENCH.simulator().iam().expire("AKIDOLD");
        use("AKIDOLD");
        for (int minute = 0; minute < 60; minute++) {
            BENCH.failure(ROLE);
            BENCH.pass(Duration.ofMinutes(1));
        }
        BENCH.failure(ROLE);
        use("AKIDNEW");

        BENCH.pass(Duration.ofSeconds(30));

        BENCH.sees(ROLE);
    }

    @Test
    void a_new_credential_leaves_the_sessions_there_are() {
        BENCH.sees(ROLE);
        use("AKIDNEW");
        BENCH.sees(ROLE);
        assertThat(BENCH.assumed()).isEqualTo(1);

        BENCH.sees(RoleBench.role(PRESSES));
        assertThat(BENCH.simulator().journal().entries(Operation.ASSUME_ROLE))
                .extracting(JournalEntry::principal)
                .containsExactly(RoleBench.OPERATOR_KEY, "AKIDNEW");
    }

    @Test
    void a_session_outlives_the_credential_it_was_asked_for_with() {
        BENCH.sees(ROLE);
        BENCH.operator(() -> {
            throw SdkClientException.create("the token file is gone");
        });
        BENCH.pass(Duration.ofMinutes(55));

        BENCH.sees(ROLE);
    }

    @Test
    void a_credential_of_another_account_asks_in_its_own_name() {
        BENCH.simulator().iam().mapAccessKey("AKIDAWAY", PRESSES);
        use("AKIDAWAY");

        BENCH.sees(ROLE);

        assertThat(BENCH.roles().assumptions())
                .extracting(RoleAssumption::callerAccount)
                .containsExactly(PRESSES);
    }

    private static void use(String accessKey) {
        BENCH.operator(() -> AwsBasicCredentials.create(accessKey, "secret"));
    }
}
