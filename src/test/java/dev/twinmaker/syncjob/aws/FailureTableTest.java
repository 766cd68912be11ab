package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.CALLER;
import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static dev.twinmaker.syncjob.aws.Bench.ROLE;
import static dev.twinmaker.syncjob.aws.Bench.TAGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each error in the model of the service becomes, on each call. */
class FailureTableTest {

    @RegisterExtension
    static final Bench BENCH = new Bench();

    private record Modelled(String code, int status, Kind kind, Effect effect, String text) {}

    private static final List<Modelled> MODEL = List.of(
            new Modelled(
                    "ThrottlingException",
                    429,
                    Kind.THROTTLED,
                    Effect.POSSIBLE,
                    "AWS throttles %s; trying again, slower."),
            new Modelled(
                    "InternalServerException",
                    500,
                    Kind.UNAVAILABLE,
                    Effect.POSSIBLE,
                    "AWS failed to answer %s (InternalServerException)."),
            new Modelled("AccessDeniedException", 403, Kind.DENIED, Effect.NONE, "AWS denies %s: Injected fault."),
            refusal("ValidationException", 400, Kind.INVALID),
            refusal("TooManyTagsException", 400, Kind.INVALID),
            refusal("ServiceQuotaExceededException", 402, Kind.QUOTA),
            refusal("ConflictException", 409, Kind.CONFLICT));

    private static Modelled refusal(String code, int status, Kind kind) {
        return new Modelled(code, status, kind, Effect.NONE, "AWS refuses %s (" + code + "): Injected fault.");
    }

    static Stream<Arguments> errorsOnCalls() {
        return MODEL.stream().flatMap(error -> Arrays.stream(AwsCall.values()).map(call -> Arguments.of(call, error)));
    }

    @BeforeEach
    void a_job_is_there() {
        BENCH.seeded();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("errorsOnCalls")
    void an_error_of_the_model_is_told_by_its_code_after_one_try(AwsCall call, Modelled error) {
        BENCH.simulator().faults().always(call.match(), Answer.error(error.status(), error.code()));

        Failure failure = call.failIn(BENCH.jobs());

        assertThat(failure)
                .isEqualTo(new Failure(
                        error.kind(), error.effect(), error.text().formatted(call.inWords()), Optional.empty()));
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
    }

    @Test
    void not_found_in_the_words_of_the_service_is_absence() {
        BENCH.simulator().faults().always(AwsCall.GET.match(), Answer.error(404, "ResourceNotFoundException"));

        assertThat(BENCH.jobs().look(IDENTITY, true, CALLER)).isInstanceOf(Observation.Absent.class);
        assertThat(BENCH.tries(Operation.GET_SYNC_JOB)).containsExactly(1);
        assertThat(BENCH.tries(Operation.LIST_TAGS_FOR_RESOURCE)).isEmpty();
    }

    @Test
    void tags_that_are_not_found_say_nothing_about_the_job_that_was_just_seen() {
        BENCH.simulator().faults().always(AwsCall.LIST_TAGS.match(), Answer.error(404, "ResourceNotFoundException"));

        Failure failure = AwsCall.LIST_TAGS.failIn(BENCH.jobs());

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
    }

    @ParameterizedTest
    @CsvSource({"TAG", "UNTAG"})
    void a_tag_call_that_finds_nothing_is_refused_as_not_found(AwsCall call) {
        BENCH.simulator().faults().always(call.match(), Answer.error(404, "ResourceNotFoundException"));

        assertThat(call.failIn(BENCH.jobs()))
                .isEqualTo(Failure.refused(
                        Kind.NOT_FOUND,
                        "AWS refuses " + call.inWords() + " (ResourceNotFoundException): Injected fault."));
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
    }

    @Test
    void a_delete_that_finds_nothing_is_done() {
        BENCH.simulator().faults().always(AwsCall.DELETE.match(), Answer.error(404, "ResourceNotFoundException"));

        assertThat(BENCH.jobs().delete(IDENTITY, Bench.shown(), CALLER))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.job().orElseThrow().state()).isEqualTo("DELETING"));
        assertThat(BENCH.tries(Operation.DELETE_SYNC_JOB)).containsExactly(1);
    }

    @Test
    void a_create_that_finds_nothing_needs_no_second_question() {
        BENCH.simulator().faults().always(AwsCall.CREATE.match(), Answer.error(404, "ResourceNotFoundException"));

        Failure failure = AwsCall.CREATE.failIn(BENCH.jobs());

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(BENCH.simulator().journal().entries()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500,InternalServerException",
        "429,ThrottlingException",
        "403,AccessDeniedException",
        "402,ServiceQuotaExceededException",
        "400,ValidationException"
    })
    void a_refused_create_stays_what_it_is_where_the_question_for_the_workspace_fails(int status, String code) {
        BENCH.simulator().faults().always(AwsCall.CREATE.match(), Answer.error(400, "ValidationException"));
        BENCH.simulator().faults().always(FaultMatch.of(Operation.GET_WORKSPACE), Answer.error(status, code));

        Failure failure = AwsCall.CREATE.failIn(BENCH.jobs());

        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(failure.text()).contains("CreateSyncJob", "ValidationException");
        assertThat(BENCH.tries(Operation.GET_WORKSPACE)).containsExactly(1);
        assertThat(BENCH.tries(Operation.CREATE_SYNC_JOB)).containsExactly(1);
    }

    @Test
    void a_page_that_is_not_of_the_service_does_not_make_a_workspace_missing() {
        BENCH.simulator().faults().always(AwsCall.CREATE.match(), Answer.error(400, "ValidationException"));
        BENCH.simulator().faults().always(FaultMatch.of(Operation.GET_WORKSPACE), Answer.html(404));

        assertThat(AwsCall.CREATE.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.INVALID);
    }

    @Test
    void a_call_that_passes_is_made_once_too() {
        BENCH.jobs().look(IDENTITY, true, CALLER);
        BENCH.simulator().world().removeJob(Bench.KEY);
        BENCH.jobs().create(IDENTITY, ROLE, TAGS, CALLER);

        assertThat(BENCH.simulator().journal().entries())
                .extracting("operation")
                .containsExactly(Operation.GET_SYNC_JOB, Operation.LIST_TAGS_FOR_RESOURCE, Operation.CREATE_SYNC_JOB);
    }
}
