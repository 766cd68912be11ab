package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.CALLER;
import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultAction.Cut;
import dev.twinmaker.syncjob.simulator.FaultAction.Moment;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The texts of failures go into a status, so they are short and the same from one try to the next. */
class FailureTextTest {

    private static final String LONG_ROLE = "arn:aws:iam::123456789012:role/" + "p/".repeat(980) + "sync";

    @RegisterExtension
    static final Bench BENCH = new Bench();

    private static Failure refused(String code, int status, String message) {
        BENCH.simulator()
                .faults()
                .always(AwsCall.GET.match(), Answer.error(status, code).body("{\"message\":\"" + message + "\"}"));
        return AwsCall.GET.failIn(BENCH.jobs());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccessDeniedException|403|User: arn:aws:sts::123456789012:assumed-role/operator/aws-sdk-java-17123 is"
                        + " not authorized|User: arn:aws:sts::123456789012:assumed-role/operator is not authorized",
                "AccessDeniedException|403|Request ID: 0f8fad5b-d9cd-469f-a165-70867728950e was denied|Request ID: … was"
                        + " denied",
                "ValidationException|400|at 2026-01-02T03:04:05.678Z and 20260102T030405Z and Wed, 25 Nov 2026 10:00:00"
                        + " GMT|at … and … and …",
                "ConflictException|409|first\\r\\nsecond\\tthird|first second third",
                "ConflictException|409|a\\u202Eb\\u0007c\\u2028d|a b c d"
            })
    void what_changes_from_call_to_call_is_taken_out_of_what_aws_said(
            String code, int status, String said, String kept) {
        assertThat(refused(code, status, said).text()).endsWith(": " + kept);
    }

    @ParameterizedTest
    @CsvSource({"ValidationException,400", "AccessDeniedException,403", "ServiceQuotaExceededException,402"})
    void however_much_aws_says_the_text_is_short(String code, int status) {
        assertThat(refused(code, status, "word ".repeat(20_000)).text()).endsWith("…");
    }

    @Test
    void an_error_without_a_text_says_so() {
        assertThat(refused("AccessDeniedException", 403, "").text()).endsWith(": no text");
    }

    @Test
    void the_same_failure_has_the_same_text() {
        BENCH.simulator().iam().denyPassRole("*");

        Failure once = AwsCall.CREATE.failIn(BENCH.jobs());
        Failure again = AwsCall.CREATE.failIn(BENCH.jobs());

        assertThat(again).isEqualTo(once);
        assertThat(once.text()).contains("iam:PassRole", Bench.ROLE);
    }

    static Stream<FaultAction> faults() {
        return Stream.of(
                new Cut(Moment.AFTER_READING, FaultAction.Kind.RST),
                new Cut(Moment.MID_BODY, FaultAction.Kind.RST),
                FaultAction.Mangle.without("arn"),
                FaultAction.Mangle.without("state"),
                Answer.error(429, "ThrottlingException"),
                Answer.error(500, "InternalServerException"),
                Answer.error(403, "ExpiredTokenException"),
                Answer.error(409, "ConflictException"),
                Answer.html(504));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_very_long_role_makes_no_long_text(FaultAction fault) {
        BENCH.simulator().faults().always(AwsCall.CREATE.match(), fault);

        assertShort(BENCH.jobs().create(IDENTITY, LONG_ROLE, Bench.TAGS, CALLER));
    }

    @Test
    void a_very_long_role_makes_no_long_text_where_there_is_no_credential_or_nobody_listens() {
        TwinMakerSyncJobs unsigned = BENCH.with(Bench.settings(Duration.ofSeconds(2)), () -> {
            throw SdkClientException.create("none");
        });
        assertShort(unsigned.create(IDENTITY, LONG_ROLE, Bench.TAGS, CALLER));
        System.setProperty(Bench.ENDPOINT, "http://" + "a".repeat(64) + ".invalid");

        assertShort(BENCH.jobs().create(IDENTITY, LONG_ROLE, Bench.TAGS, CALLER));
    }

    @Test
    void a_workspace_of_128_characters_leaves_room_for_the_reason() {
        Identity longest = new Identity(Bench.REGION, "w".repeat(128), "SITEWISE");
        BENCH.simulator().faults().always(AwsCall.GET.match(), Answer.error(403, "AccessDeniedException"));

        Observation seen = BENCH.jobs().look(longest, false, CALLER);

        assertThat(((Observation.Unreadable) seen).failure().text()).endsWith(": Injected fault.");
    }

    private static void assertShort(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        AwsCall.assertFitForAStatus(((Outcome.Rejected) outcome).failure().text());
    }
}
