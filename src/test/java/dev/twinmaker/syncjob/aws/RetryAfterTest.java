package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the service asks to wait, in every form that the header can have. */
class RetryAfterTest {

    @RegisterExtension
    static final Bench BENCH = new Bench();

    @BeforeEach
    void a_job_is_there() {
        BENCH.seeded();
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After,5,PT5S",
        "Retry-After,' 5 ',PT5S",
        "Retry-After,0,PT0S",
        "Retry-After,3600,PT1H",
        "Retry-After,999999999,PT277777H46M39S",
        "Retry-After,99999999999999999999,",
        "Retry-After,-1,",
        "Retry-After,1.5,",
        "Retry-After,soon,",
        "Retry-After,'',",
        "Retry-After,'Wed, 25 Nov 2026 10:00:00 GMT',",
        "x-amz-retry-after,1500,PT1.5S",
        "x-amz-retry-after,-1500,",
        "x-amz-retry-after,soon,"
    })
    void a_wait_is_taken_where_it_is_a_whole_number_and_left_out_otherwise(
            String header, String value, @Nullable Duration wait) {
        for (AwsCall call : new AwsCall[] {AwsCall.GET, AwsCall.CREATE}) {
            BENCH.simulator()
                    .faults()
                    .always(
                            call.match(),
                            Answer.error(429, "ThrottlingException").header(header, value));

            Failure failure = call.failIn(BENCH.jobs());

            assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
            assertThat(failure.retryAfter()).isEqualTo(Optional.ofNullable(wait));
            assertThat(BENCH.tries(call.operation())).containsExactly(1);
        }
    }

    @Test
    void the_wait_in_milliseconds_is_the_more_precise_one() {
        BENCH.simulator()
                .faults()
                .always(
                        AwsCall.GET.match(),
                        Answer.error(429, "ThrottlingException")
                                .header("Retry-After", "7")
                                .header("x-amz-retry-after", "250"));

        assertThat(AwsCall.GET.failIn(BENCH.jobs()).retryAfter()).contains(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @CsvSource({
        "503,ServiceUnavailableException,UNAVAILABLE",
        "409,ConflictException,CONFLICT",
        "403,AccessDeniedException,DENIED"
    })
    void every_answer_can_ask_to_wait_and_none_is_mistaken_for_that_reason(int status, String code, Kind kind) {
        BENCH.simulator()
                .faults()
                .once(AwsCall.CREATE.match(), Answer.error(status, code).header("Retry-After", "9"));
        Failure asked = AwsCall.CREATE.failIn(BENCH.jobs());
        BENCH.simulator()
                .faults()
                .once(AwsCall.CREATE.match(), Answer.error(status, code).header("Retry-After", "-9"));
        Failure nonsense = AwsCall.CREATE.failIn(BENCH.jobs());

        assertThat(asked.kind()).isEqualTo(kind);
        assertThat(asked.retryAfter()).contains(Duration.ofSeconds(9));
        assertThat(nonsense.kind()).isEqualTo(kind);
        assertThat(nonsense.retryAfter()).isEmpty();
    }
}
