package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iottwinmaker.model.ThrottlingException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** What the real SDK is told when it asks STS who it is. */
class SecurityTokenServiceTest {

    private static final String QUESTION = "Action=GetCallerIdentity&Version=2011-06-15";

    @RegisterExtension
    final Plant plant = Plant.withRateLimits();

    private StsClient sts;

    @BeforeEach
    void connect() {
        sts = StsClients.of(plant.simulator(), "AKIDTEST").build();
    }

    @AfterEach
    void disconnect() {
        sts.close();
    }

    private StsException refused() {
        return refused(sts);
    }

    private static StsException refused(StsClient client) {
        StsException refusal = catchThrowableOfType(StsException.class, client::getCallerIdentity);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static void isError(StsException refusal, int status, String code) {
        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.awsErrorDetails().errorMessage()).isNotBlank();
        assertThat(refusal.requestId()).hasSize(36);
    }

    private HttpResponse<String> ask(String body) {
        String authorization = Plant.AUTHORIZATION.replace("iottwinmaker", "sts");
        return plant.send("POST", "/", body, request -> request.setHeader("Authorization", authorization));
    }

    @Test
    void a_key_is_of_the_default_account() {
        GetCallerIdentityResponse identity = sts.getCallerIdentity();

        assertThat(identity.account()).isEqualTo("123456789012");
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:user/AKIDTEST");
        assertThat(identity.userId()).isEqualTo("AKIDTEST");
        assertThat(identity.responseMetadata().requestId()).hasSize(36);
    }

    @Test
    void a_key_that_was_mapped_is_of_its_account_from_then_on() {
        plant.simulator().iam().mapAccessKey("AKIDOTHER", "210987654321");
        assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");

        try (StsClient other = StsClients.of(plant.simulator(), "AKIDOTHER").build()) {
            assertThat(other.getCallerIdentity().account()).isEqualTo("210987654321");
        }
        plant.simulator().iam().mapAccessKey("AKIDTEST", "210987654321");
        assertThat(sts.getCallerIdentity().account()).isEqualTo("210987654321");
    }

    @Test
    void the_account_is_the_one_that_a_job_is_created_in() {
        assertThat(plant.create().arn()).contains(":" + sts.getCallerIdentity().account() + ":");
        assertThat(plant.get().workspaceId()).isEqualTo("plant");
    }

    @Test
    void the_arn_is_of_the_partition_of_the_region() {
        try (StsClient china = StsClients.of(plant.simulator(), "AKIDTEST")
                .region(Region.CN_NORTH_1)
                .build()) {
            assertThat(china.getCallerIdentity().arn()).startsWith("arn:aws-cn:iam::");
        }
    }

    @Test
    void an_expired_key_is_refused() {
        plant.simulator().iam().expire("AKIDTEST");

        isError(refused(), 403, "ExpiredToken");
    }

    @Test
    void an_expired_session_is_refused() {
        plant.simulator().iam().expire("session");
        AwsSessionCredentials credentials = AwsSessionCredentials.create("AKIDTEST", "secret", "session");

        try (StsClient client = StsClients.of(plant.simulator(), "AKIDTEST")
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build()) {
            isError(refused(client), 403, "ExpiredToken");
        }
    }

    @Test
    void an_unknown_key_is_refused_where_keys_must_be_known() {
        plant.simulator().knobs().identity.knownKeysOnly = true;
        isError(refused(), 403, "InvalidClientTokenId");

        plant.simulator().iam().mapAccessKey("AKIDTEST", "210987654321");
        assertThat(sts.getCallerIdentity().account()).isEqualTo("210987654321");
    }

    @Test
    void who_does_not_sign_is_refused_unless_nobody_has_to() {
        try (StsClient anonymous = StsClients.of(plant.simulator(), "AKIDTEST")
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            isError(refused(anonymous), 403, "MissingAuthenticationToken");

            plant.simulator().knobs().identity.required = false;
            assertThat(anonymous.getCallerIdentity().account()).isEqualTo("123456789012");
        }
    }

    @Test
    void a_signature_for_another_service_is_refused() {
        HttpResponse<String> response = plant.send("POST", "/", QUESTION);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("<Code>SignatureDoesNotMatch</Code>", "'sts'");
    }

    @Test
    void another_operation_is_unknown() {
        StsException refusal = catchThrowableOfType(StsException.class, sts::getSessionToken);

        isError(refusal, 400, "InvalidAction");
        assertThat(refusal.awsErrorDetails().errorMessage()).contains("GetSessionToken", "2011-06-15");
    }

    @ParameterizedTest
    @CsvSource({
        "'',InvalidAction",
        "Action=GetCallerIdentity,InvalidAction",
        "Action=GetCallerIdentity&Version=2012-12-12,InvalidAction",
        "Action=a%26%3Cb%3E+c&Version=2011-06-15,InvalidAction",
        "{},InvalidAction",
        "Action=%zz,MalformedInput"
    })
    void a_body_that_does_not_ask_for_it_is_refused(String body, String code) {
        HttpResponse<String> response = ask(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>" + code + "</Code>");
    }

    @Test
    void text_of_the_caller_is_escaped() {
        assertThat(ask("Action=a%26%3Cb%3E+c").body()).contains("operation a&amp;&lt;b&gt; c for");
    }

    @Test
    void the_answer_is_xml_with_the_request_id_of_the_header() {
        HttpResponse<String> response = ask(QUESTION);

        String requestId = response.headers().firstValue("x-amzn-RequestId").orElse("");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(response.body())
                .isEqualTo("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                        + "<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/AKIDTEST</Arn>"
                        + "<UserId>AKIDTEST</UserId><Account>123456789012</Account></GetCallerIdentityResult>"
                        + "<ResponseMetadata><RequestId>" + requestId + "</RequestId></ResponseMetadata>"
                        + "</GetCallerIdentityResponse>");
    }

    @Test
    void nobody_can_be_forbidden_to_ask() {
        plant.simulator().iam().deny(new Denial(null, null, null, null));

        assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
    }

    @Test
    void asking_costs_nothing_of_the_rate_limits_of_twinmaker() {
        plant.simulator().knobs().throttling.shared = true;
        plant.simulator().knobs().throttling.all.set(0, 1);
        for (int i = 0; i < 30; i++) {
            sts.getCallerIdentity();
        }

        plant.create();

        assertThatThrownBy(plant::get).isInstanceOf(ThrottlingException.class);
        assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
    }

    @Test
    void a_storm_does_not_reach_it() {
        plant.simulator().knobs().throttling.stormUntil =
                plant.clock().instant().plusSeconds(10);

        assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
        assertThatThrownBy(plant::get).isInstanceOf(ThrottlingException.class);
    }

    @Test
    void a_request_is_recorded_like_all_others() {
        sts.getCallerIdentity();
        plant.simulator().iam().expire("AKIDTEST");
        refused();

        assertThat(plant.simulator().journal().entries(Operation.GET_CALLER_IDENTITY))
                .extracting(JournalEntry::status, JournalEntry::errorCode, JournalEntry::fate)
                .containsExactly(tuple(200, "", ConnectionFate.KEPT), tuple(403, "ExpiredToken", ConnectionFate.KEPT));
        assertThat(plant.simulator().journal().entries().get(0)).satisfies(entry -> {
            assertThat(entry.key()).isEqualTo(Plant.PLACE.job("", ""));
            assertThat(entry.principal()).isEqualTo("AKIDTEST");
            assertThat(entry.invocationId()).hasSize(36);
            assertThat(entry.userAgent()).contains("STS");
            assertThat(entry.resource()).isEmpty();
            assertThat(entry.effect()).isFalse();
        });
        assertThat(plant.simulator().journal().busiestSecond(Operation.GET_CALLER_IDENTITY))
                .isEqualTo(2);
    }

    @Test
    void the_administration_shows_it_by_its_name() {
        sts.getCallerIdentity();

        assertThat(plant.send("GET", "/_sim/journal", "").body()).contains("\"operation\":\"GetCallerIdentity\"");
        assertThat(plant.send("GET", "/_sim/journal/invariants", "").body()).contains("\"GetCallerIdentity\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "PUT /", "POST /nowhere"})
    void other_routes_are_unknown_to_twinmaker(String line) {
        HttpResponse<String> response = plant.send(line.split(" ", -1)[0], line.split(" ", -1)[1], "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("UnknownOperationException");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }
}
