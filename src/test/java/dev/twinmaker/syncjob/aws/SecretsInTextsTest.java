package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.IDENTITY;
import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identities.Proof;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultAction.Cut;
import dev.twinmaker.syncjob.simulator.FaultAction.Mangle;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Mangling;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Whatever goes wrong comes back as a failure, and no failure tells what only the operator may know. */
class SecretsInTextsTest {

    private static final String SECRET = "wJalrXUtnFEMI-K7MDENG";
    private static final String TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE";
    private static final String EXTERNAL_ID = "outside-17";
    private static final AssumedRole ROLE = new AssumedRole(
            "arn:aws:iam::" + PUMPS + ":role/sync", Optional.of(EXTERNAL_ID), "syncjob-operator-team", Map.of());

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    static List<FaultAction> troubles() {
        return List.of(
                Answer.error(403, "AccessDenied"),
                Answer.error(400, "ValidationError"),
                Answer.error(400, "PackedPolicyTooLarge"),
                Answer.error(400, ""),
                Answer.error(403, "InvalidClientTokenId"),
                Answer.error(403, "SignatureDoesNotMatch"),
                Answer.error(429, "Throttling"),
                Answer.error(500, "InternalFailure"),
                Answer.error(599, ""),
                Answer.error(200, "").body("<AssumeRoleResponse>" + SECRET + TOKEN),
                Answer.error(200, "").body(withoutUser()),
                Answer.html(404),
                new Cut(FaultAction.Moment.BEFORE_READING, FaultAction.Kind.FIN),
                new Cut(FaultAction.Moment.AFTER_EFFECT, FaultAction.Kind.RST),
                Mangle.of(Mangling.BROKEN_JSON),
                Mangle.of(Mangling.NOT_AN_OBJECT),
                Mangle.without("AssumedRoleUser"),
                new FaultAction.SkewedDate(Duration.ofHours(1)));
    }

    /** A whole credential, and nobody whose it is. */
    private static String withoutUser() {
        return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                + "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>" + SECRET + "</SecretAccessKey><SessionToken>"
                + TOKEN + "</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void trouble_with_sts_is_a_failure_without_secrets(FaultAction trouble) {
        BENCH.operator(() -> AwsSessionCredentials.create("AKIDTEST", SECRET, TOKEN));
        BENCH.failing(trouble);

        assertTellsNothing();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void trouble_with_the_service_tells_no_secrets(FaultAction trouble) {
        for (Operation operation :
                List.of(Operation.GET_SYNC_JOB, Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB)) {
            BENCH.simulator().faults().always(FaultMatch.of(operation), trouble);
        }
        BENCH.seed(PUMPS);

        List<Object> answers = List.of(BENCH.look(ROLE), create(), delete());

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.toString()).doesNotContain(EXTERNAL_ID, ROLE.session()));
    }

    @Test
    void a_wrong_external_id_is_not_told() {
        BENCH.trust(RoleBench.role(PRESSES));

        assertTellsNothing();
    }

    @Test
    void an_external_id_that_sts_repeats_is_not_told() {
        BENCH.failing(Answer.error(400, "ValidationError")
                .body("<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>1 validation error"
                        + " detected: Value '" + EXTERNAL_ID + "' at 'externalId' failed to satisfy constraint"
                        + "</Message></Error></ErrorResponse>"));

        assertTellsNothing();
    }

    /** The text of AWS is cut where a status has no more room, which may be within the id. */
    @ParameterizedTest
    @ValueSource(ints = {400, 430, 440, 450, 460, 470, 480})
    void an_external_id_of_which_only_a_part_has_room_is_not_told_in_part(int before) {
        BENCH.failing(Answer.error(400, "ValidationError")
                .body("<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>"
                        + "x".repeat(before) + " '" + EXTERNAL_ID + "' is wrong</Message></Error></ErrorResponse>"));
        String beginning = EXTERNAL_ID.substring(0, 8);

        assertThat(BENCH.failure(ROLE).text()).doesNotContain(beginning);
    }

    private static void assertTellsNothing() {
        List<Failure> failures = List.of(
                BENCH.failure(ROLE),
                rejected(create()),
                rejected(delete()),
                ((Proof.Unproven) BENCH.jobs().identities().prove(RoleBench.as(ROLE))).failure());
        assertThat(failures).allSatisfy(failure -> {
            AwsCall.assertFitForAStatus(failure.text());
            assertThat(failure.toString()).doesNotContain(SECRET, TOKEN, EXTERNAL_ID, ROLE.session());
            assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
        });
        assertThat(BENCH.look(ROLE)).isInstanceOf(Observation.Unreadable.class);
    }

    private static Outcome create() {
        return BENCH.jobs().create(IDENTITY, Bench.ROLE, Bench.TAGS, RoleBench.caller(ROLE));
    }

    private static Outcome delete() {
        return BENCH.jobs().delete(IDENTITY, Bench.shown(), RoleBench.caller(ROLE));
    }

    private static Failure rejected(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).failure();
    }
}
