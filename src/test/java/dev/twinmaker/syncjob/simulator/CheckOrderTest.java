package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request here is wrong in two ways; the answer tells which one is looked at first. */
class CheckOrderTest {

    private static final String JOB = "/workspaces/plant/sync-jobs/SITEWISE";
    private static final String BODY = "{\"syncRole\":\"" + ROLE + "\"}";

    @RegisterExtension
    final Plant plant = new Plant();

    private HttpResponse<String> create(String path, String body) {
        return plant.send("POST", path, body);
    }

    private static void isError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains(code);
    }

    private HttpResponse<String> withAuthorization(String value) {
        return plant.send("POST", JOB, BODY, request -> request.setHeader("Authorization", value));
    }

    private void storm() {
        plant.simulator().knobs().throttling.stormUntil =
                plant.clock().instant().plusSeconds(60);
    }

    @Test
    void a_cut_comes_before_everything() {
        plant.simulator()
                .faults()
                .always(FaultMatch.any(), new FaultAction.Cut(FaultAction.Moment.BEFORE_READING, FaultAction.Kind.FIN));

        assertThat(catchThrowable(() -> plant.send("GET", "/nowhere", ""))).isNotNull();
    }

    @Test
    void the_route_comes_before_the_credentials() {
        isError(
                plant.send("GET", "/nowhere", "", request -> request.setHeader("Authorization", "none")),
                404,
                "UnknownOperationException");
        isError(plant.send("PATCH", JOB, ""), 404, "UnknownOperationException");
    }

    @Test
    void the_credentials_come_before_the_rate_limit() {
        storm();

        isError(withAuthorization("none"), 403, "MissingAuthenticationTokenException");
    }

    @Test
    void the_rate_limit_comes_before_permissions() {
        plant.simulator().iam().deny(Denial.of(Operation.CREATE_SYNC_JOB));
        storm();

        isError(create(JOB, BODY), 429, "ThrottlingException");
    }

    @Test
    void permissions_come_before_the_body() {
        plant.simulator().iam().deny(Denial.of(Operation.CREATE_SYNC_JOB));

        isError(create(JOB, "not json"), 403, "AccessDeniedException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[]", "{\"syncRole\":7}", "{} {}", "{\"tags\":[]}"})
    void the_body_comes_before_its_members(String body) {
        isError(create("/workspaces/x/sync-jobs/SITEWISE", body), 400, "SerializationException");
    }

    @Test
    void members_come_before_the_support_of_the_source() {
        HttpResponse<String> response = create("/workspaces/plant/sync-jobs/OTHER", "{}");

        isError(response, 400, "ValidationException");
        assertThat(response.body()).contains("'syncRole'").doesNotContain("not supported");
    }

    @Test
    void the_support_of_the_source_comes_before_the_workspace() {
        HttpResponse<String> response = create("/workspaces/nowhere/sync-jobs/OTHER", BODY);

        isError(response, 400, "ValidationException");
        assertThat(response.body()).contains("OTHER is not supported");
    }

    @Test
    void the_workspace_comes_before_passing_the_role() {
        plant.simulator().iam().denyPassRole("arn:aws:iam::123456789012:role/*");

        isError(create("/workspaces/nowhere/sync-jobs/SITEWISE", BODY), 400, "ValidationException");
        plant.simulator().knobs().undocumented.missingWorkspace = Verdict.NOT_FOUND;
        isError(create("/workspaces/nowhere/sync-jobs/SITEWISE", BODY), 404, "ResourceNotFoundException");
        isError(plant.send("POST", "/workspaces/nowhere/sync-jobs-list", "{}"), 404, "ResourceNotFoundException");
    }

    @Test
    void passing_the_role_comes_before_the_job_that_exists() {
        plant.create();
        plant.simulator().iam().denyPassRole("arn:aws:iam::123456789012:role/*");

        isError(create(JOB, BODY), 403, "AccessDeniedException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATING", "INITIALIZING", "ACTIVE", "DELETING", "ERROR"})
    void the_job_that_exists_in_whatever_state_comes_before_the_one_in_another_workspace(JobState state) {
        plant.simulator().world().addJob(JobSeed.active(JobKey.of(Plant.REGION, "annex"), ROLE));
        plant.simulator().world().addJob(JobSeed.active(Plant.KEY, ROLE).in(state));
        plant.simulator().knobs().undocumented.secondWorkspace = Verdict.QUOTA;

        isError(create(JOB, BODY), 409, "ConflictException");
    }

    @ParameterizedTest
    @CsvSource({
        "CONFLICT,409,ConflictException",
        "QUOTA,402,ServiceQuotaExceededException",
        "VALIDATION,400,ValidationException"
    })
    void the_job_in_another_workspace_comes_before_reserved_tags(Verdict verdict, int status, String code) {
        plant.simulator().world().addJob(JobSeed.active(JobKey.of(Plant.REGION, "annex"), ROLE));
        plant.simulator().knobs().undocumented.secondWorkspace = verdict;
        plant.simulator().knobs().undocumented.reservedTag = Verdict.NOT_FOUND;

        isError(create(JOB, "{\"syncRole\":\"" + ROLE + "\",\"tags\":{\"aws:x\":\"y\"}}"), status, code);
    }

    @Test
    void reserved_tags_are_refused_and_leave_no_job_behind() {
        String body = "{\"syncRole\":\"" + ROLE + "\",\"tags\":{\"aws:x\":\"y\"}}";

        isError(create(JOB, body), 400, "ValidationException");
        plant.simulator().knobs().undocumented.reservedTag = Verdict.ACCESS_DENIED;
        isError(create(JOB, body), 403, "AccessDeniedException");
        assertThat(plant.simulator().world().jobs()).isEmpty();
    }

    @Test
    void more_than_fifty_tags_after_the_merge_are_too_many_and_system_tags_do_not_count() {
        Map<String, String> forty = IntStream.range(0, 40).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
        plant.simulator().world().addJob(JobSeed.active(Plant.KEY, ROLE).tagged(forty));
        plant.simulator().world().addTags(Plant.KEY, Map.of("aws:cloudformation:stack-name", "s"));

        isError(plant.send("POST", "/tags", tagBody(11)), 400, "TooManyTagsException");
        assertThat(plant.send("POST", "/tags", tagBody(10)).statusCode()).isEqualTo(200);
        isError(plant.send("POST", "/tags", tagBody(51)), 400, "ValidationException");
    }

    private static String tagBody(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"more" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{\"resourceARN\":\"" + Plant.KEY.arn() + "\",\"tags\":{", "}}"));
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT,200,''", "VALIDATION,400,ValidationException", "CONFLICT,409,ConflictException"})
    void a_second_delete_is_answered_as_the_knob_says(Verdict verdict, int status, String code) {
        plant.simulator().knobs().undocumented.deleteWhileDeleting = verdict;
        plant.create();
        plant.delete();

        HttpResponse<String> response = plant.send("DELETE", JOB, "");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType").orElse("")).isEqualTo(code);
    }

    @Test
    void a_signature_for_another_service_is_refused() {
        isError(
                withAuthorization(Plant.AUTHORIZATION.replace("/iottwinmaker/", "/iotsitewise/")),
                403,
                "InvalidSignatureException");
    }

    @Test
    void an_unknown_key_is_refused_if_only_known_ones_are_wanted() {
        plant.simulator().knobs().identity.knownKeysOnly = true;

        isError(create(JOB, BODY), 403, "UnrecognizedClientException");
        plant.simulator().iam().mapAccessKey("AKIDTEST", Place.DEFAULT_ACCOUNT);
        assertThat(create(JOB, BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void a_date_too_far_from_the_clock_is_refused_if_dates_are_checked() {
        plant.simulator().knobs().identity.checksDate = true;
        UnaryOperator<HttpRequest.Builder> dated = request -> request.setHeader("X-Amz-Date", "20261124T100000Z");

        assertThat(plant.send("POST", JOB, BODY, dated).statusCode()).isEqualTo(200);
        plant.simulator().clock().advance(Duration.ofMinutes(6));
        isError(plant.send("POST", JOB, BODY, dated), 403, "InvalidSignatureException");
        isError(create(JOB, BODY), 403, "InvalidSignatureException");
    }

    @Test
    void an_expired_session_is_refused_until_another_comes() {
        plant.simulator().iam().expire("old-session");

        isError(
                plant.send("POST", JOB, BODY, request -> request.setHeader("X-Amz-Security-Token", "old-session")),
                403,
                "ExpiredTokenException");
        assertThat(plant.send("POST", JOB, BODY, request -> request.setHeader("X-Amz-Security-Token", "new-session"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void no_signature_is_needed_if_none_is_required() {
        plant.simulator().knobs().identity.required = false;

        assertThat(withAuthorization("none").statusCode()).isEqualTo(200);
        assertThat(plant.simulator().world().jobs())
                .extracting(job -> job.key().place().region())
                .containsExactly("us-east-1");
    }

    @Test
    void a_denial_can_be_limited_to_a_resource_or_to_a_tag() {
        plant.simulator().world().addJob(JobSeed.active(Plant.KEY, ROLE).tagged(Map.of("owner", "other")));
        plant.simulator().iam().deny(Denial.of(Operation.DELETE_SYNC_JOB).tagged("owner", "other"));
        plant.simulator().iam().deny(Denial.of(Operation.GET_SYNC_JOB).on("*:workspace/plant/sync-job/*"));

        isError(plant.send("DELETE", JOB, ""), 403, "AccessDeniedException");
        isError(plant.send("GET", "/sync-jobs/SITEWISE?workspace=plant", ""), 403, "AccessDeniedException");
        plant.simulator().world().replaceTags(Plant.KEY, Map.of("owner", "me"));
        assertThat(plant.send("DELETE", JOB, "").statusCode()).isEqualTo(200);
        plant.simulator().iam().allowEverything();
        assertThat(plant.send("GET", "/sync-jobs/SITEWISE?workspace=plant", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void creation_with_tags_needs_the_permission_to_tag() {
        plant.simulator().iam().deny(Denial.of(Operation.TAG_RESOURCE));

        isError(create(JOB, "{\"syncRole\":\"" + ROLE + "\",\"tags\":{\"a\":\"b\"}}"), 403, "AccessDeniedException");
        assertThat(create(JOB, BODY).statusCode()).isEqualTo(200);
    }
}
