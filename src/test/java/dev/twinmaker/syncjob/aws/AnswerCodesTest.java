package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.CALLER;
import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultAction.CodePlace;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that are not in the model, or not of the service at all. */
class AnswerCodesTest {

    @RegisterExtension
    static final Bench BENCH = new Bench();

    @BeforeEach
    void a_job_is_there() {
        BENCH.seeded();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,404,UNKNOWN,NONE",
        "CREATE,404,UNKNOWN,NONE",
        "DELETE,404,UNKNOWN,NONE",
        "LIST_TAGS,404,UNKNOWN,NONE",
        "TAG,404,UNKNOWN,NONE",
        "UNTAG,404,UNKNOWN,NONE",
        "GET,403,DENIED,NONE",
        "CREATE,403,DENIED,NONE",
        "GET,401,DENIED,NONE",
        "GET,402,QUOTA,NONE",
        "CREATE,402,QUOTA,NONE",
        "GET,400,UNKNOWN,NONE",
        "CREATE,400,UNKNOWN,NONE",
        "GET,301,UNKNOWN,NONE",
        "CREATE,407,UNKNOWN,NONE",
        "CREATE,413,UNKNOWN,NONE",
        "CREATE,429,THROTTLED,POSSIBLE",
        "CREATE,500,UNAVAILABLE,POSSIBLE",
        "CREATE,501,UNAVAILABLE,POSSIBLE"
    })
    void a_page_of_something_before_the_service_is_told_by_its_status(
            AwsCall call, int status, Kind kind, Effect effect) {
        BENCH.simulator().faults().always(call.match(), Answer.html(status));

        Failure failure = call.failIn(BENCH.jobs());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.effect()).isEqualTo(effect);
        assertThat(failure.text()).contains(call.inWords()).doesNotContain("<");
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE,502",
        "CREATE,503",
        "CREATE,504",
        "CREATE,408",
        "DELETE,502",
        "DELETE,504",
        "GET,502",
        "GET,503",
        "TAG,504",
        "UNTAG,503",
        "LIST_TAGS,502"
    })
    void a_gateway_that_gave_up_leaves_open_what_the_service_did(AwsCall call, int status) {
        BENCH.simulator().faults().always(call.match(), Answer.html(status));

        Failure failure = call.failIn(BENCH.jobs());

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Effect.POSSIBLE);
        assertThat(failure.text()).isEqualTo("AWS failed to answer " + call.inWords() + " (status " + status + ").");
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 200, 502})
    void nothing_but_the_words_of_the_service_makes_a_job_absent(int status) {
        BENCH.simulator().faults().always(AwsCall.GET.match(), Answer.html(status));

        assertThat(BENCH.jobs().look(IDENTITY, true, CALLER)).isInstanceOf(Observation.Unreadable.class);
    }

    @Test
    void an_empty_404_does_not_make_a_job_absent() {
        BENCH.simulator()
                .faults()
                .always(AwsCall.GET.match(), Answer.error(404, "").body(""));

        assertThat(AwsCall.GET.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void an_operation_that_is_not_known_does_not_make_a_job_absent() {
        BENCH.simulator().faults().always(AwsCall.GET.match(), Answer.error(404, "UnknownOperationException"));

        assertThat(AwsCall.GET.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "HEADER_AND_BODY,CONFLICT",
        "HEADER,CONFLICT",
        "BODY_TYPE,CONFLICT",
        "BODY_CODE,CONFLICT",
        "NOWHERE,UNKNOWN"
    })
    void the_code_is_found_wherever_it_can_be(CodePlace place, Kind kind) {
        BENCH.simulator()
                .faults()
                .always(
                        AwsCall.CREATE.match(),
                        Answer.error(409, "ConflictException").codeIn(place));

        Failure failure = AwsCall.CREATE.failIn(BENCH.jobs());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = CodePlace.class,
            names = {"HEADER", "BODY_TYPE", "BODY_CODE"})
    void a_code_with_its_namespace_is_the_same_code(CodePlace place) {
        BENCH.simulator()
                .faults()
                .always(
                        AwsCall.GET.match(),
                        Answer.error(404, "com.amazonaws.iottwinmaker#ResourceNotFoundException")
                                .codeIn(place));

        assertThat(BENCH.jobs().look(IDENTITY, false, CALLER)).isInstanceOf(Observation.Absent.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400,TeapotException,INVALID,NONE",
        "403,TeapotException,DENIED,NONE",
        "402,TeapotException,QUOTA,NONE",
        "404,TeapotException,UNKNOWN,NONE",
        "409,TeapotException,UNKNOWN,NONE",
        "418,TeapotException,UNKNOWN,NONE",
        "429,TeapotException,THROTTLED,POSSIBLE",
        "500,TeapotException,UNAVAILABLE,POSSIBLE",
        "503,TeapotException,UNAVAILABLE,POSSIBLE",
        "503,ServiceUnavailableException,UNAVAILABLE,POSSIBLE",
        "400,ThrottlingException,THROTTLED,POSSIBLE",
        "400,Throttling,THROTTLED,POSSIBLE",
        "400,RequestLimitExceeded,THROTTLED,POSSIBLE",
        "503,SlowDown,THROTTLED,POSSIBLE",
        "400,TooManyRequestsException,THROTTLED,POSSIBLE",
        "400,ProvisionedThroughputExceededException,THROTTLED,POSSIBLE",
        "400,RequestTimeoutException,UNAVAILABLE,POSSIBLE",
        "408,RequestTimeoutException,UNAVAILABLE,POSSIBLE",
        "400,ExpiredTokenException,NO_CREDENTIALS,NONE",
        "403,ExpiredToken,NO_CREDENTIALS,NONE",
        "403,UnrecognizedClientException,NO_CREDENTIALS,NONE",
        "403,InvalidClientTokenId,NO_CREDENTIALS,NONE",
        "403,MissingAuthenticationTokenException,NO_CREDENTIALS,NONE",
        "403,IncompleteSignatureException,NO_CREDENTIALS,NONE",
        "403,InvalidSignatureException,NO_CREDENTIALS,NONE",
        "403,SignatureDoesNotMatch,NO_CREDENTIALS,NONE",
        "400,RequestExpired,NO_CREDENTIALS,NONE",
        "403,RequestTimeTooSkewed,NO_CREDENTIALS,NONE"
    })
    void a_code_counts_before_the_status_and_the_status_where_the_code_is_not_known(
            int status, String code, Kind kind, Effect effect) {
        for (AwsCall call : new AwsCall[] {AwsCall.CREATE, AwsCall.DELETE, AwsCall.GET}) {
            BENCH.simulator().faults().always(call.match(), Answer.error(status, code));

            Failure failure = call.failIn(BENCH.jobs());

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.effect()).isEqualTo(effect);
            assertThat(BENCH.tries(call.operation())).containsExactly(1);
            BENCH.pass(Duration.ofHours(1));
        }
    }
}
