package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iottwinmaker.model.InternalServerException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** What the real SDK makes of the faults that hit STS. */
class SecurityTokenFaultsTest {

    private static final FaultMatch IDENTITY = FaultMatch.of(Operation.GET_CALLER_IDENTITY);

    @RegisterExtension
    final Plant plant = new Plant();

    private StsClient sts;

    @BeforeEach
    void connect() {
        sts = StsClients.of(plant.simulator(), "AKIDTEST").build();
    }

    @AfterEach
    void disconnect() {
        sts.close();
    }

    private Faults faults() {
        return plant.simulator().faults();
    }

    private JournalEntry lastEntry() {
        var entries = plant.simulator().journal().entries(Operation.GET_CALLER_IDENTITY);
        return entries.get(entries.size() - 1);
    }

    private StsException refused() {
        StsException refusal = catchThrowableOfType(StsException.class, sts::getCallerIdentity);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private void isAnswered() {
        assertThat(sts.getCallerIdentity().account()).isEqualTo(Place.DEFAULT_ACCOUNT);
    }

    @ParameterizedTest
    @CsvSource({
        "500,InternalFailure,false,Receiver",
        "503,ServiceUnavailable,false,Receiver",
        "429,Throttling,true,Sender",
        "400,Throttling,true,Sender",
        "403,AccessDenied,false,Sender"
    })
    void an_error_has_its_status_and_its_code(int status, String code, boolean throttled, String type) {
        faults().once(IDENTITY, FaultAction.Answer.error(status, code));

        StsException refusal = refused();

        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo("Injected fault.");
        assertThat(refusal.awsErrorDetails().rawResponse().asUtf8String()).contains("<Type>" + type + "</Type>");
        assertThat(refusal.requestId()).hasSize(36);
        assertThat(refusal.isThrottlingException()).isEqualTo(throttled);
        assertThat(lastEntry().errorCode()).isEqualTo(code);
        isAnswered();
    }

    @ParameterizedTest
    @EnumSource(FaultAction.CodePlace.class)
    void the_code_is_in_the_body_or_nowhere(FaultAction.CodePlace place) {
        faults().once(IDENTITY, FaultAction.Answer.error(500, "InternalFailure").codeIn(place));

        assertThat("InternalFailure".equals(refused().awsErrorDetails().errorCode()))
                .isEqualTo(place != FaultAction.CodePlace.NOWHERE);
    }

    @Test
    void an_error_can_have_any_body_and_header() {
        faults().once(IDENTITY, FaultAction.Answer.html(502).header("Retry-After", "7"));

        StsException refusal = refused();

        assertThat(refusal.statusCode()).isEqualTo(502);
        assertThat(refusal.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Content-Type"))
                .contains("text/html");
        assertThat(refusal.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Retry-After"))
                .contains("7");
    }

    @Test
    void a_rule_can_be_told_in_json_and_leaves_twinmaker_alone() {
        plant.send(
                "POST",
                "/_sim/rules",
                "{\"match\":{\"operation\":\"GetCallerIdentity\"},"
                        + "\"action\":{\"type\":\"answer\",\"status\":500,\"code\":\"InternalFailure\"}}");

        plant.create();

        assertThat(refused().statusCode()).isEqualTo(500);
        assertThat(plant.get().workspaceId()).isEqualTo("plant");
    }

    @Test
    void a_rule_for_everything_strikes_each_service_in_its_own_form() {
        faults().always(FaultMatch.any(), FaultAction.Answer.error(500, "InternalServerException"));

        assertThat(refused().awsErrorDetails().errorCode()).isEqualTo("InternalServerException");
        assertThatThrownBy(plant::create).isInstanceOf(InternalServerException.class);
    }

    @Test
    void an_answer_can_be_delayed() {
        Duration delay = Duration.ofMillis(30);
        faults().always(IDENTITY, new FaultAction.Delay(FaultAction.Distribution.FIXED, delay, delay));
        long begun = System.nanoTime();

        isAnswered();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void a_silent_server_is_left_by_the_clients_timeout() {
        faults().once(IDENTITY, new FaultAction.Hang(false, null));

        try (StsClient hasty = StsClients.of(plant.simulator(), "AKIDTEST")
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofMillis(500)))
                .build()) {
            assertThatThrownBy(hasty::getCallerIdentity).isInstanceOf(ApiCallTimeoutException.class);
        }
        await().untilAsserted(() -> assertThat(lastEntry().fate()).isEqualTo(ConnectionFate.ABANDONED));
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE_READING,RST",
        "BEFORE_READING,FIN",
        "AFTER_READING,RST",
        "AFTER_READING,FIN",
        "AFTER_EFFECT,RST",
        "AFTER_EFFECT,FIN",
        "MID_BODY,RST",
        "MID_BODY,FIN"
    })
    void a_cut_connection_is_an_error_of_the_client(FaultAction.Moment moment, FaultAction.Kind kind) {
        faults().once(IDENTITY, new FaultAction.Cut(moment, kind));

        assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(SdkClientException.class);

        assertThat(lastEntry().fate())
                .isEqualTo(kind == FaultAction.Kind.RST ? ConnectionFate.RESET : ConnectionFate.CLOSED);
        isAnswered();
    }

    @Test
    void a_reset_is_a_reset() {
        faults().once(IDENTITY, new FaultAction.Cut(FaultAction.Moment.AFTER_READING, FaultAction.Kind.RST));

        assertThatThrownBy(sts::getCallerIdentity).hasRootCauseInstanceOf(SocketException.class);
    }

    @Test
    void a_dripping_body_arrives_whole() {
        faults().once(IDENTITY, new FaultAction.Drip(50, Duration.ofMillis(1)));

        isAnswered();
    }

    @Test
    void a_skewed_clock_is_corrected_by_the_sdk_with_one_retry() {
        faults().once(IDENTITY, new FaultAction.SkewedDate(Duration.ofHours(2)));

        try (StsClient retrying = StsClients.of(plant.simulator(), "AKIDTEST")
                .overrideConfiguration(
                        settings -> settings.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(2)
                                .build()))
                .build()) {
            assertThat(retrying.getCallerIdentity().account()).isEqualTo(Place.DEFAULT_ACCOUNT);
        }
        assertThat(plant.simulator().journal().entries(Operation.GET_CALLER_IDENTITY))
                .hasSize(2);
    }

    @Test
    void a_missing_member_is_null() {
        faults().once(IDENTITY, FaultAction.Mangle.without("Account"));

        assertThat(sts.getCallerIdentity().account()).isNull();
    }

    @Test
    void an_unknown_member_is_passed_over() {
        faults().once(IDENTITY, FaultAction.Mangle.of(Mangling.UNKNOWN_MEMBER));

        isAnswered();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangling.class,
            names = {"BROKEN_JSON", "NOT_AN_OBJECT"})
    void what_cannot_be_parsed_is_an_error_of_the_client(Mangling how) {
        faults().once(IDENTITY, FaultAction.Mangle.of(how));

        assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(SdkClientException.class);
    }

    @Test
    void an_error_is_not_mangled() {
        faults().once(IDENTITY, FaultAction.Mangle.of(Mangling.BROKEN_JSON));
        plant.simulator().iam().expire("AKIDTEST");

        assertThat(refused().awsErrorDetails().errorCode()).isEqualTo("ExpiredToken");
    }
}
