package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.ConflictException;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerException;
import software.amazon.awssdk.services.iottwinmaker.model.ThrottlingException;

/** What the real SDK makes of each fault that hits the connection or the answer as a whole. */
class FaultsTest {

    private static final FaultMatch CREATE = FaultMatch.of(Operation.CREATE_SYNC_JOB);
    private static final FaultMatch GET = FaultMatch.of(Operation.GET_SYNC_JOB);

    @RegisterExtension
    final Plant plant = new Plant();

    private Faults faults() {
        return plant.simulator().faults();
    }

    private boolean jobExists() {
        return plant.simulator().world().job(KEY).isPresent();
    }

    private JournalEntry lastEntry() {
        var entries = plant.simulator().journal().entries();
        return entries.get(entries.size() - 1);
    }

    private IoTTwinMakerException refused() {
        IoTTwinMakerException refusal = catchThrowableOfType(IoTTwinMakerException.class, plant::create);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE_READING,RST,false",
        "BEFORE_READING,FIN,false",
        "AFTER_READING,RST,false",
        "AFTER_READING,FIN,false",
        "AFTER_EFFECT,RST,true",
        "AFTER_EFFECT,FIN,true",
        "MID_BODY,RST,true",
        "MID_BODY,FIN,true"
    })
    void a_cut_connection_is_an_error_of_the_client_and_may_leave_a_job_behind(
            FaultAction.Moment moment, FaultAction.Kind kind, boolean effect) {
        faults().once(CREATE, new FaultAction.Cut(moment, kind));

        assertThatThrownBy(plant::create).isInstanceOf(SdkClientException.class);

        assertThat(jobExists()).isEqualTo(effect);
        assertThat(lastEntry().effect()).isEqualTo(effect);
        assertThat(lastEntry().fate())
                .isEqualTo(kind == FaultAction.Kind.RST ? ConnectionFate.RESET : ConnectionFate.CLOSED);
    }

    @Test
    void a_reset_is_a_reset() {
        faults().once(CREATE, new FaultAction.Cut(FaultAction.Moment.AFTER_READING, FaultAction.Kind.RST));

        assertThatThrownBy(plant::create).hasRootCauseInstanceOf(SocketException.class);
    }

    @Test
    void a_lost_response_makes_the_retry_of_the_sdk_meet_its_own_job() {
        faults().once(CREATE, new FaultAction.Cut(FaultAction.Moment.AFTER_EFFECT, FaultAction.Kind.RST));

        try (IoTTwinMakerClient retrying =
                plant.client("AKIDTEST", settings -> settings.retryStrategy(strategy -> strategy.maxAttempts(2)))) {
            ConflictException conflict = catchThrowableOfType(
                    ConflictException.class,
                    () -> retrying.createSyncJob(request ->
                            request.workspaceId("plant").syncSource("SITEWISE").syncRole(Plant.ROLE)));

            assertThat(conflict.numAttempts()).isEqualTo(2);
        }
        assertThat(plant.simulator().journal().entries(Operation.CREATE_SYNC_JOB))
                .extracting(JournalEntry::attempt, JournalEntry::effect)
                .containsExactly(tuple(1, true), tuple(2, false));
        assertThat(plant.simulator().journal().racingCreates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void an_html_page_is_an_error_with_its_status_and_no_code(int status) {
        faults().once(CREATE, FaultAction.Answer.html(status));

        assertThat(refused().statusCode()).isEqualTo(status);
        assertThat(jobExists()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408})
    void an_empty_error_is_an_error_with_its_status(int status) {
        faults().once(CREATE, FaultAction.Answer.error(status, "").body(""));

        assertThat(refused().statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "500,InternalServerException,InternalServerException",
        "402,ServiceQuotaExceededException,ServiceQuotaExceededException",
        "403,AccessDeniedException,AccessDeniedException",
        "429,ThrottlingException,ThrottlingException",
        "400,ThrottlingException,ThrottlingException",
        "418,TeapotException,IoTTwinMakerException"
    })
    void a_code_makes_the_exception(int status, String code, String exception) {
        faults().once(CREATE, FaultAction.Answer.error(status, code));

        IoTTwinMakerException refusal = refused();

        assertThat(refusal.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.requestId()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"HEADER_AND_BODY,true", "HEADER,true", "BODY_TYPE,true", "BODY_CODE,true", "NOWHERE,false"})
    void the_code_can_be_in_each_place_where_an_sdk_may_look(FaultAction.CodePlace place, boolean typed) {
        faults().once(CREATE, FaultAction.Answer.error(409, "ConflictException").codeIn(place));

        assertThat(refused() instanceof ConflictException).isEqualTo(typed);
    }

    @ParameterizedTest
    @CsvSource({"500,InternalServerException", "429,ThrottlingException"})
    void an_error_can_come_after_the_effect(int status, String code) {
        faults().once(CREATE, FaultAction.Answer.error(status, code).afterTheEffect());

        assertThat(refused().statusCode()).isEqualTo(status);
        assertThat(jobExists()).isTrue();
        assertThat(lastEntry().effect()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After,3600",
        "Retry-After,soon",
        "Retry-After,'Wed, 25 Nov 2026 10:00:00 GMT'",
        "x-amz-retry-after,1500"
    })
    void a_refusal_can_carry_any_hint(String header, String value) {
        faults().once(
                        CREATE,
                        FaultAction.Answer.error(429, "ThrottlingException").header(header, value));

        IoTTwinMakerException refusal = refused();

        assertThat(refusal).isInstanceOf(ThrottlingException.class);
        assertThat(refusal.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(header))
                .contains(value);
    }

    @Test
    void a_negative_hint_makes_the_sdk_throw_something_that_is_no_error_of_aws() {
        faults().once(
                        CREATE,
                        FaultAction.Answer.error(429, "ThrottlingException").header("Retry-After", "-1"));

        assertThatThrownBy(plant::create).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_silent_server_is_left_by_the_clients_timeout_and_nothing_was_done() {
        faults().once(CREATE, new FaultAction.Hang(false, null));

        assertThatThrownBy(this::createWithinHalfASecond).isInstanceOf(ApiCallTimeoutException.class);

        assertThat(jobExists()).isFalse();
        await().untilAsserted(() -> assertThat(lastEntry().fate()).isEqualTo(ConnectionFate.ABANDONED));
    }

    @Test
    void the_effect_can_come_before_the_silence() {
        faults().once(CREATE, new FaultAction.Hang(true, null));

        assertThatThrownBy(this::createWithinHalfASecond).isInstanceOf(ApiCallTimeoutException.class);

        assertThat(jobExists()).isTrue();
    }

    @Test
    void the_effect_can_come_after_the_client_gave_up() {
        faults().once(CREATE, new FaultAction.Hang(false, Duration.ofMillis(900)));

        assertThatThrownBy(this::createWithinHalfASecond).isInstanceOf(ApiCallTimeoutException.class);

        assertThat(jobExists()).isFalse();
        await().until(this::jobExists);
        assertThat(lastEntry().fate()).isEqualTo(ConnectionFate.ABANDONED);
        assertThat(lastEntry().status()).isZero();
    }

    @Test
    void a_pause_that_is_over_soon_is_only_a_pause() {
        faults().once(CREATE, new FaultAction.Hang(true, Duration.ofMillis(20)));

        assertThat(plant.create().arn()).isEqualTo(KEY.arn());
    }

    private void createWithinHalfASecond() {
        try (IoTTwinMakerClient hasty =
                plant.client("AKIDTEST", settings -> settings.apiCallTimeout(Duration.ofMillis(500)))) {
            hasty.createSyncJob(request ->
                    request.workspaceId("plant").syncSource("SITEWISE").syncRole(Plant.ROLE));
        }
    }

    @Test
    void a_dripping_body_arrives_whole_if_the_client_waits() {
        faults().once(CREATE, new FaultAction.Drip(20, Duration.ofMillis(1)));

        assertThat(plant.create().arn()).isEqualTo(KEY.arn());
    }

    @Test
    void a_dripping_body_is_left_by_the_clients_timeout() {
        faults().once(CREATE, new FaultAction.Drip(1, Duration.ofMillis(50)));

        assertThatThrownBy(this::createWithinHalfASecond).isInstanceOf(ApiCallTimeoutException.class);

        assertThat(jobExists()).isTrue();
    }

    @Test
    void a_skewed_clock_is_corrected_by_the_sdk_with_one_retry() {
        plant.create();
        faults().once(GET, new FaultAction.SkewedDate(Duration.ofHours(2)));

        try (IoTTwinMakerClient retrying =
                plant.client("AKIDTEST", settings -> settings.retryStrategy(strategy -> strategy.maxAttempts(2)))) {
            assertThat(retrying.getSyncJob(
                                    request -> request.workspaceId("plant").syncSource("SITEWISE"))
                            .arn())
                    .isEqualTo(KEY.arn());
        }
        assertThat(plant.simulator().journal().entries(Operation.GET_SYNC_JOB)).hasSize(2);
    }

    @Test
    void expired_credentials_are_an_error_until_they_are_refreshed() {
        plant.simulator().iam().expire("AKIDTEST");

        IoTTwinMakerException refusal = refused();
        assertThat(refusal.statusCode()).isEqualTo(403);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ExpiredTokenException");

        try (IoTTwinMakerClient refreshed = plant.client("AKIDFRESH", unchanged -> {})) {
            assertThat(refreshed
                            .listSyncJobs(request -> request.workspaceId("plant"))
                            .syncJobSummaries())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(FaultAction.Kind.class)
    void a_connection_closed_behind_the_answer_does_not_hurt_the_answer(FaultAction.Kind kind) {
        plant.create();
        faults().once(GET, new FaultAction.CloseAfterAnswer(kind));

        assertThat(plant.get().arn()).isEqualTo(KEY.arn());
        assertThat(lastEntry().fate())
                .isEqualTo(kind == FaultAction.Kind.RST ? ConnectionFate.RESET : ConnectionFate.CLOSED);
    }

    @Test
    void a_delay_comes_besides_another_fault() {
        faults().always(
                        FaultMatch.any(),
                        new FaultAction.Delay(
                                FaultAction.Distribution.UNIFORM, Duration.ofMillis(1), Duration.ofMillis(5)));
        faults().once(CREATE, FaultAction.Answer.error(500, "InternalServerException"));

        assertThat(refused().statusCode()).isEqualTo(500);
        assertThat(plant.create().arn()).isEqualTo(KEY.arn());
    }
}
