package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.CALLER;
import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static dev.twinmaker.syncjob.aws.Bench.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Answer;
import dev.twinmaker.syncjob.simulator.FaultAction.CodePlace;
import dev.twinmaker.syncjob.simulator.FaultAction.Mangle;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.Mangling;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that say success and too little, too much, or something else. */
class UnreadableAnswersTest {

    @RegisterExtension
    static final Bench BENCH = new Bench();

    private static Failure fail(AwsCall call) {
        Failure failure = call.failIn(BENCH.jobs());
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Effect.POSSIBLE);
        return failure;
    }

    private static void prepare(AwsCall call, FaultAction fault) {
        if (call != AwsCall.CREATE) {
            BENCH.seeded();
        }
        BENCH.simulator().faults().always(call.match(), fault);
    }

    private static Job seen() {
        Observation observation = BENCH.jobs().look(IDENTITY, false, CALLER);
        assertThat(observation).isInstanceOf(Observation.Present.class);
        return ((Observation.Present) observation).job();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,arn",
        "GET,workspaceId",
        "GET,syncSource",
        "GET,syncRole",
        "GET,status",
        "GET,creationDateTime",
        "CREATE,arn",
        "CREATE,creationDateTime",
        "CREATE,state",
        "DELETE,state",
        "LIST_TAGS,tags"
    })
    void a_member_that_is_needed_and_missing_makes_the_answer_unreadable(AwsCall call, String member) {
        prepare(call, Mangle.without(member));

        assertThat(fail(call).text()).startsWith("AWS did not answer " + call.inWords() + " in full: ");
    }

    @Test
    void a_job_without_the_time_of_its_last_change_is_still_a_job() {
        prepare(AwsCall.GET, Mangle.without("updateDateTime"));

        assertThat(seen().updated()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,EMPTY_BODY",
        "GET,NO_MEMBERS",
        "CREATE,EMPTY_BODY",
        "CREATE,NO_MEMBERS",
        "DELETE,EMPTY_BODY",
        "DELETE,NO_MEMBERS",
        "LIST_TAGS,EMPTY_BODY",
        "LIST_TAGS,NO_MEMBERS"
    })
    void an_empty_success_is_no_success(AwsCall call, Mangling how) {
        prepare(call, Mangle.of(how));

        assertThat(fail(call).text())
                .isEqualTo("AWS did not answer " + call.inWords() + " in full: an answer without its members.");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,BROKEN_JSON",
        "GET,ISO_TIMESTAMPS",
        "CREATE,BROKEN_JSON",
        "CREATE,ISO_TIMESTAMPS",
        "DELETE,BROKEN_JSON",
        "LIST_TAGS,BROKEN_JSON"
    })
    void a_body_that_is_broken_cannot_be_read_and_the_call_may_have_passed(AwsCall call, Mangling how) {
        prepare(call, Mangle.of(how));

        assertThat(fail(call).text())
                .isEqualTo("AWS did not answer " + call.inWords() + " in full: an answer that cannot be read.");
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsCall.class,
            names = {"GET", "CREATE", "DELETE", "LIST_TAGS"})
    void a_body_that_is_no_object_cannot_be_read(AwsCall call) {
        prepare(call, Mangle.of(Mangling.NOT_AN_OBJECT));

        fail(call);
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsCall.class,
            names = {"GET", "CREATE", "DELETE", "LIST_TAGS"})
    void a_page_of_something_else_is_no_success_even_with_status_200(AwsCall call) {
        prepare(call, Answer.html(200));

        fail(call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"arn\":5}",
                "{\"status\":\"ACTIVE\"}",
                "{\"status\":{\"state\":{}}}",
                "{\"creationDateTime\":\"yesterday\"}",
                "{\"creationDateTime\":1e400}"
            })
    void members_of_another_type_make_the_answer_unreadable(String body) {
        prepare(AwsCall.GET, new Answer(200, "", CodePlace.NOWHERE, Map.of(), body, false));

        fail(AwsCall.GET);
    }

    @Test
    void an_answer_about_another_job_is_unreadable() {
        prepare(
                AwsCall.GET,
                new Answer(
                        200,
                        "",
                        CodePlace.NOWHERE,
                        Map.of(),
                        "{\"arn\":\"arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/other/sync-job/x\","
                                + "\"workspaceId\":\"other\",\"syncSource\":\"SITEWISE\",\"syncRole\":\"role\","
                                + "\"status\":{\"state\":\"ACTIVE\"},\"creationDateTime\":1,\"updateDateTime\":1}",
                        false));

        assertThat(fail(AwsCall.GET).text()).endsWith("an answer about another job.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangling.class,
            names = {"ERROR_NULL", "ERROR_EMPTY", "ERROR_ABSENT", "UNKNOWN_MEMBER", "HUGE"})
    void a_healthy_job_is_healthy_however_its_error_and_its_neighbours_are_written(Mangling how) {
        prepare(AwsCall.GET, Mangle.of(how));

        Job job = seen();

        assertThat(job.state()).isEqualTo("ACTIVE");
        assertThat(job.errorCode()).isNull();
        assertThat(job.errorMessage()).isNull();
        assertThat(job.arn()).isEqualTo(KEY.arn());
    }

    @Test
    void a_state_that_is_not_known_is_told_word_for_word() {
        prepare(AwsCall.GET, Mangle.of(Mangling.UNKNOWN_STATE));

        assertThat(seen().state()).isEqualTo("HIBERNATING");
        assertThat(seen().known()).isEqualTo(Job.State.UNKNOWN);
    }

    @Test
    void an_error_code_that_is_not_known_is_told_word_for_word() {
        prepare(AwsCall.GET, Mangle.of(Mangling.UNKNOWN_ERROR_CODE));

        assertThat(seen().error()).isEqualTo("SYNC_FLUX_ERROR: Something new went wrong.");
    }

    @Test
    void the_error_of_a_job_is_told_fit_for_a_status() {
        BENCH.simulator()
                .world()
                .addJob(JobSeed.active(KEY, Bench.ROLE)
                        .failed(
                                "SYNC_CREATING_ERROR",
                                "Request 0f8fad5b-d9cd-469f-a165-70867728950e\nfailed " + "x".repeat(900)));

        AwsCall.assertFitForAStatus(seen().errorMessage());
        assertThat(seen().known()).isEqualTo(Job.State.ERROR);
        assertThat(seen().errorMessage()).startsWith("Request … failed");
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"CREATING", "INITIALIZING", "ACTIVE", "DELETING"})
    void every_state_is_told_as_it_is(JobState state) {
        BENCH.simulator().world().addJob(JobSeed.active(KEY, Bench.ROLE).in(state));

        assertThat(seen().state()).isEqualTo(state.name());
    }

    @Test
    void a_new_job_in_a_state_that_is_not_known_is_a_new_job() {
        prepare(AwsCall.CREATE, Mangle.of(Mangling.UNKNOWN_STATE));

        assertThat(BENCH.jobs().create(IDENTITY, Bench.ROLE, Bench.TAGS, CALLER))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.job().orElseThrow().state()).isEqualTo("HIBERNATING"));
    }

    @ParameterizedTest
    @CsvSource({"TAG,EMPTY_BODY", "UNTAG,EMPTY_BODY", "TAG,BROKEN_JSON", "UNTAG,BROKEN_JSON"})
    void for_tag_calls_the_status_says_it_all(AwsCall call, Mangling how) {
        prepare(call, Mangle.of(how));

        Job job = Bench.shown();
        Outcome outcome = call == AwsCall.TAG
                ? BENCH.jobs().tag(IDENTITY, job, Map.of("a", "b"), CALLER)
                : BENCH.jobs().untag(IDENTITY, job, Set.of("a"), CALLER);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }
}
