package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Assuming.ACCOUNT;
import static dev.twinmaker.syncjob.simulator.Assuming.ROLE;
import static dev.twinmaker.syncjob.simulator.Assuming.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** For how long the credentials of a session are good, and with what. */
class RoleSessionsTest {

    private static final long HOUR = 3_600_000;

    @RegisterExtension
    final Plant plant = new Plant();

    @RegisterExtension
    final Assuming assuming = new Assuming(plant);

    private void isGood(AwsCredentials credentials) {
        assertThat(assuming.identity(credentials).account()).isEqualTo(ACCOUNT);
        try (IoTTwinMakerClient client = plant.client(credentials)) {
            assertThat(client.listWorkspaces(unchanged -> {}).workspaceSummaries())
                    .isEmpty();
        }
    }

    private void isExpired(AwsCredentials credentials) {
        isRefused(credentials, "ExpiredToken", "ExpiredTokenException");
    }

    private void isUnrecognized(AwsCredentials credentials) {
        isRefused(credentials, "InvalidClientTokenId", "UnrecognizedClientException");
    }

    private void isRefused(AwsCredentials credentials, String codeOfSts, String codeOfTwinMaker) {
        StsException bySts = refusal(() -> assuming.identity(credentials));
        assertThat(bySts.statusCode()).isEqualTo(403);
        assertThat(bySts.awsErrorDetails().errorCode()).isEqualTo(codeOfSts);
        try (IoTTwinMakerClient client = plant.client(credentials)) {
            IoTTwinMakerException refusal = catchThrowableOfType(
                    IoTTwinMakerException.class, () -> client.getSyncJob(request -> request.syncSource("SITEWISE")));
            assertThat(refusal.statusCode()).isEqualTo(403);
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(codeOfTwinMaker);
        }
    }

    @Test
    void a_key_of_a_session_comes_with_its_own_token() {
        AwsSessionCredentials session = assuming.session();
        AwsSessionCredentials other = assuming.session();

        isGood(session);
        isUnrecognized(AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey()));
        isUnrecognized(
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), other.sessionToken()));
    }

    @Test
    void a_session_is_good_until_its_end_by_the_simulated_clock() {
        AwsSessionCredentials session = Assuming.credentials(assuming.assume(request -> request.durationSeconds(900)));

        plant.advance(899_874);
        isGood(session);
        plant.advance(1);
        isExpired(session);
    }

    @Test
    void a_session_that_is_over_assumes_nothing() {
        AwsSessionCredentials session = assuming.session();
        plant.simulator().clock().advance(Duration.ofHours(1));

        try (StsClient client = StsClients.of(plant.simulator(), session).build()) {
            assertThat(refusal(() -> Assuming.assume(client, unchanged -> {}))
                            .awsErrorDetails()
                            .errorCode())
                    .isEqualTo("ExpiredToken");
        }
    }

    @Test
    void the_sessions_of_a_role_are_expired_and_new_ones_are_good() {
        String otherRole = "arn:aws:iam::" + ACCOUNT + ":role/other";
        AwsSessionCredentials session = assuming.session();
        AwsSessionCredentials other = Assuming.credentials(assuming.assume(request -> request.roleArn(otherRole)));

        assuming.roles().expireSessionsOf(ROLE);

        isExpired(session);
        isGood(other);
        isGood(assuming.session());
    }

    @Test
    void a_session_can_be_expired_by_its_key_or_its_token() {
        AwsSessionCredentials first = assuming.session();
        AwsSessionCredentials second = assuming.session();

        plant.simulator().iam().expire(first.accessKeyId());
        plant.simulator().iam().expire(second.sessionToken());

        isExpired(first);
        isExpired(second);
    }

    @Test
    void a_session_outlives_the_trust_that_it_was_given_out_for() {
        assuming.roles().put(RoleTrust.of(ROLE));
        AwsSessionCredentials session = assuming.session();

        assuming.roles().remove(ROLE);

        isGood(session);
    }

    @Test
    void a_key_of_a_session_is_known() {
        plant.simulator().iam().mapAccessKey("AKIDTEST", "123456789012");
        plant.simulator().knobs().identity.knownKeysOnly = true;

        isGood(assuming.session());
    }

    @Test
    void a_session_stays_in_the_account_of_its_role() {
        AwsSessionCredentials session = assuming.session();

        plant.simulator().iam().mapAccessKey(session.accessKeyId(), "111111111111");

        isGood(session);
    }

    @Test
    void a_session_that_is_long_over_is_forgotten_and_remains_expired() {
        AwsSessionCredentials session = assuming.session();

        plant.advance(2 * HOUR);
        isExpired(session);
        assuming.assume();

        isExpired(session);
        isUnrecognized(AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey()));
    }

    @Test
    void a_key_that_looks_like_one_of_a_session_can_be_mapped() {
        plant.simulator().iam().mapAccessKey("ASIAMAPPED", ACCOUNT);

        isGood(AwsSessionCredentials.create("ASIAMAPPED", "secret", "session"));
        isGood(AwsBasicCredentials.create("ASIAMAPPED", "secret"));
    }

    @Test
    void sessions_are_kept_for_an_hour_after_their_end() {
        Sessions sessions = new Sessions();
        RoleArn role = RoleArn.of(ROLE).orElseThrow();
        Instant begin = Instant.parse("2026-11-24T10:00:00Z");
        Session first = sessions.give(role, "first", Duration.ofHours(1), begin);

        sessions.give(role, "second", Duration.ofHours(1), begin.plus(Duration.ofHours(2)));
        assertThat(sessions.find(first.accessKey())).contains(first);
        assertThat(sessions.size()).isEqualTo(2);

        Instant later = begin.plus(Duration.ofHours(2)).plusMillis(1);
        Session third = sessions.give(role, "third", Duration.ofHours(1), later);
        assertThat(sessions.find(first.accessKey())).isEmpty();
        assertThat(sessions.find(third.accessKey())).contains(third);
        assertThat(sessions.size()).isEqualTo(2);
    }

    @Test
    void a_long_run_holds_no_more_sessions_than_are_good_or_just_over() {
        Sessions sessions = new Sessions();
        RoleArn role = RoleArn.of(ROLE).orElseThrow();
        Instant now = Instant.parse("2026-11-24T10:00:00Z");
        for (int i = 0; i < 1000; i++) {
            now = now.plus(Duration.ofMinutes(15));
            sessions.give(role, "session-" + i, Duration.ofHours(1), now);
        }

        assertThat(sessions.size()).isEqualTo(9);
    }

    @Test
    void to_expire_a_session_does_not_make_one_longer_that_is_over() {
        Sessions sessions = new Sessions();
        Instant begin = Instant.parse("2026-11-24T10:00:00Z");
        Session session = sessions.give(RoleArn.of(ROLE).orElseThrow(), "first", Duration.ofHours(1), begin);

        sessions.expire(ROLE, begin.plus(Duration.ofHours(3)));

        assertThat(sessions.find(session.accessKey())).contains(session);
    }
}
