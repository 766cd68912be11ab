package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Assuming.ACCOUNT;
import static dev.twinmaker.syncjob.simulator.Assuming.ROLE;
import static dev.twinmaker.syncjob.simulator.Assuming.USER;
import static dev.twinmaker.syncjob.simulator.Assuming.isError;
import static dev.twinmaker.syncjob.simulator.Assuming.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iottwinmaker.model.ThrottlingException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** What the real SDK is told when it assumes a role, and what the session may do then. */
class AssumeRoleTest {

    private static final String SESSION = "arn:aws:sts::" + ACCOUNT + ":assumed-role/sync/operator";

    @RegisterExtension
    final Plant plant = Plant.withRateLimits();

    @RegisterExtension
    final Assuming assuming = new Assuming(plant);

    private HttpResponse<String> ask(String body) {
        String authorization = Plant.AUTHORIZATION.replace("iottwinmaker", "sts");
        return plant.send("POST", "/", body, request -> request.setHeader("Authorization", authorization));
    }

    @Test
    void the_answer_has_credentials_and_the_session() {
        AssumeRoleResponse response = assuming.assume();

        assertThat(response.credentials().accessKeyId()).matches("ASIA[A-Z0-9]{16}");
        assertThat(response.credentials().secretAccessKey()).hasSize(40);
        assertThat(response.credentials().sessionToken()).isNotBlank();
        assertThat(response.assumedRoleUser().arn()).isEqualTo(SESSION);
        assertThat(response.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z0-9]{17}:operator");
        assertThat(response.responseMetadata().requestId()).hasSize(36);
    }

    @Test
    void the_answer_is_xml_with_the_name_of_the_operation() {
        HttpResponse<String> response =
                ask("Action=AssumeRole&Version=2011-06-15&RoleArn=" + ROLE + "&RoleSessionName=operator");

        assertThat(response.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(response.body())
                .startsWith(
                        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>")
                .contains("<Arn>" + SESSION + "</Arn>", "<Expiration>2026-11-24T11:00:00Z</Expiration>")
                .endsWith("</RequestId></ResponseMetadata></AssumeRoleResponse>");
    }

    @Test
    void another_version_is_unknown() {
        HttpResponse<String> response =
                ask("Action=AssumeRole&Version=2012-12-12&RoleArn=" + ROLE + "&RoleSessionName=operator");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>InvalidAction</Code>", "AssumeRole for version 2012-12-12");
    }

    @Test
    void each_session_has_a_key_and_a_token_of_its_own() {
        AwsSessionCredentials first = assuming.session();
        AwsSessionCredentials second = assuming.session();

        assertThat(first.accessKeyId()).isNotEqualTo(second.accessKeyId());
        assertThat(first.secretAccessKey()).isNotEqualTo(second.secretAccessKey());
        assertThat(first.sessionToken()).isNotEqualTo(second.sessionToken());
        assertThat(assuming.identity(first).arn()).isEqualTo(SESSION);
        assertThat(assuming.identity(second).arn()).isEqualTo(SESSION);
    }

    @Test
    void a_role_keeps_its_id_and_another_role_has_another() {
        String id = assuming.assume().assumedRoleUser().assumedRoleId();

        assertThat(assuming.assume().assumedRoleUser().assumedRoleId()).isEqualTo(id);
        assertThat(assuming.assume(request -> request.roleArn(ROLE + "2"))
                        .assumedRoleUser()
                        .assumedRoleId())
                .isNotEqualTo(id);
    }

    @Test
    void a_session_lasts_an_hour_of_the_simulated_clock_unless_another_time_is_asked_for() {
        assertThat(assuming.assume().credentials().expiration()).isEqualTo(Instant.parse("2026-11-24T11:00:00Z"));
        assertThat(assuming.assume(request -> request.durationSeconds(900))
                        .credentials()
                        .expiration())
                .isEqualTo(Instant.parse("2026-11-24T10:15:00Z"));
        assertThat(assuming.assume(request -> request.durationSeconds(43_200))
                        .credentials()
                        .expiration())
                .isEqualTo(Instant.parse("2026-11-24T22:00:00Z"));
    }

    @Test
    void a_session_is_told_who_it_is() {
        AssumeRoleResponse response = assuming.assume();

        GetCallerIdentityResponse identity = assuming.identity(Assuming.credentials(response));

        assertThat(identity.account()).isEqualTo(ACCOUNT);
        assertThat(identity.arn()).isEqualTo(SESSION);
        assertThat(identity.userId()).isEqualTo(response.assumedRoleUser().assumedRoleId());
    }

    @Test
    void a_session_acts_in_the_account_of_the_role() {
        plant.simulator().world().addWorkspace(new Place(ACCOUNT, Plant.REGION), "barn");

        try (IoTTwinMakerClient other = plant.client(assuming.session())) {
            other.createSyncJob(request ->
                    request.workspaceId("barn").syncSource("SITEWISE").syncRole(ROLE));

            assertThat(other.getSyncJob(request -> request.syncSource("SITEWISE"))
                            .arn())
                    .contains(":" + ACCOUNT + ":workspace/barn");
            assertThatThrownBy(() -> other.getWorkspace(request -> request.workspaceId("plant")))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
        assertThatThrownBy(plant::get).isInstanceOf(ResourceNotFoundException.class);
        assertThat(plant.simulator().journal().entries(Operation.CREATE_SYNC_JOB))
                .extracting(entry -> entry.key().place().account())
                .containsExactly(ACCOUNT);
    }

    @Test
    void a_session_is_denied_by_its_arn() {
        plant.simulator().iam().deny(Denial.of(Operation.GET_WORKSPACE));

        try (IoTTwinMakerClient other = plant.client(assuming.session())) {
            assertThatThrownBy(() -> other.getWorkspace(request -> request.workspaceId("plant")))
                    .hasMessageContaining("User: " + SESSION + " is not authorized to perform: iottwinmaker:GetW");
        }
    }

    @Test
    void the_partition_is_that_of_the_role() {
        try (StsClient china = StsClients.of(plant.simulator(), "AKIDTEST")
                .region(Region.CN_NORTH_1)
                .build()) {
            String role = ROLE.replace("arn:aws:", "arn:aws-cn:");

            assertThat(Assuming.assume(china, request -> request.roleArn(role))
                            .assumedRoleUser()
                            .arn())
                    .isEqualTo(SESSION.replace("arn:aws:", "arn:aws-cn:"));
            isError(
                    refusal(() -> Assuming.assume(china, unchanged -> {})),
                    400,
                    "ValidationError",
                    "Request ARN is invalid");
        }
    }

    @Test
    void parameters_that_mean_nothing_here_are_passed_over() {
        assertThat(ask("Action=AssumeRole&Version=2011-06-15&RoleArn=" + ROLE + "&RoleSessionName=operator"
                                + "&TransitiveTagKeys.member.1=a&SourceIdentity=b&Tags.member.x.Key=c&Nonsense=d")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void who_does_not_sign_is_refused_unless_nobody_has_to() {
        try (StsClient anonymous = StsClients.of(plant.simulator(), "AKIDTEST")
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            assertThat(refusal(() -> Assuming.assume(anonymous, unchanged -> {}))
                            .awsErrorDetails()
                            .errorCode())
                    .isEqualTo("MissingAuthenticationToken");

            plant.simulator().knobs().identity.required = false;
            assertThat(Assuming.assume(anonymous, unchanged -> {})
                            .assumedRoleUser()
                            .arn())
                    .isEqualTo(SESSION);
        }
    }

    @Test
    void an_expired_caller_is_refused_before_the_request_is_looked_at() {
        plant.simulator().iam().expire("AKIDTEST");

        assertThat(assuming.refused(request -> request.roleArn("x"))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("ExpiredToken");
        assertThat(assuming.roles().assumptions()).isEmpty();
    }

    @Test
    void it_can_be_denied_to_the_caller() {
        plant.simulator().iam().deny(Denial.of(Operation.ASSUME_ROLE).on("*:role/teams/*"));

        isError(
                assuming.refused(unchanged -> {}),
                403,
                "AccessDenied",
                "User: " + USER + " is not authorized to perform: sts:AssumeRole on resource: " + ROLE
                        + " with an explicit deny");
        assuming.assume(request -> request.roleArn("arn:aws:iam::" + ACCOUNT + ":role/other"));
        assertThat(assuming.roles().assumptions())
                .extracting(RoleAssumption::allowed)
                .containsExactly(false, true);
    }

    @Test
    void it_can_be_denied_to_the_caller_by_the_tags_of_the_session() {
        plant.simulator().iam().deny(Denial.of(Operation.ASSUME_ROLE).tagged("team", "red"));

        assuming.assume(Assuming.tagged(Map.of("team", "blue")));

        assertThat(assuming.refused(Assuming.tagged(Map.of("team", "red"))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void it_costs_nothing_of_the_rate_limits_of_twinmaker() {
        plant.simulator().knobs().throttling.stormUntil =
                plant.clock().instant().plusSeconds(10);
        for (int i = 0; i < 30; i++) {
            assuming.assume();
        }

        assertThatThrownBy(plant::get).isInstanceOf(ThrottlingException.class);
    }

    @Test
    void a_request_is_recorded_under_its_own_name_with_the_role() {
        AwsSessionCredentials session = assuming.session();
        assuming.refused(request -> request.roleArn("x"));
        assuming.identity(session);

        assertThat(plant.simulator().journal().entries(Operation.ASSUME_ROLE))
                .extracting(
                        JournalEntry::status, JournalEntry::errorCode, JournalEntry::resource, JournalEntry::principal)
                .containsExactly(tuple(200, "", ROLE, "AKIDTEST"), tuple(400, "ValidationError", "", "AKIDTEST"));
        assertThat(plant.simulator().journal().entries(Operation.GET_CALLER_IDENTITY))
                .extracting(JournalEntry::principal, entry -> entry.key().place())
                .containsExactly(tuple(session.accessKeyId(), new Place(ACCOUNT, Plant.REGION)));
        assertThat(plant.simulator().journal().busiestSecond(Operation.ASSUME_ROLE))
                .isEqualTo(2);
        assertThat(plant.send("GET", "/_sim/journal/invariants", "").body()).contains("\"AssumeRole\":2");
    }
}
