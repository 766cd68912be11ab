package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Assuming.ACCOUNT;
import static dev.twinmaker.syncjob.simulator.Assuming.ROLE;
import static dev.twinmaker.syncjob.simulator.Assuming.USER;
import static dev.twinmaker.syncjob.simulator.Assuming.isDenied;
import static dev.twinmaker.syncjob.simulator.Assuming.isError;
import static dev.twinmaker.syncjob.simulator.Assuming.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;

/** Who may assume which role, and who is seen to have tried. */
class RolesTest {

    private static final String HUB = "arn:aws:iam::123456789012:role/hubs/hub";
    private static final RoleTrust TRUST = RoleTrust.of(ROLE);

    @RegisterExtension
    final Plant plant = new Plant();

    @RegisterExtension
    final Assuming assuming = new Assuming(plant);

    private Roles roles() {
        return assuming.roles();
    }

    private void isAllowed() {
        assertThat(assuming.assume().assumedRoleUser().arn()).contains(ACCOUNT);
    }

    private void isDeniedToTheUser() {
        isDenied(assuming.refused(unchanged -> {}), USER, "sts:AssumeRole");
    }

    /** A client in a session of the hub, which anybody may assume. */
    private StsClient chained() {
        roles().put(RoleTrust.of(HUB).lasting(Duration.ofHours(12)));
        AwsSessionCredentials session = Assuming.credentials(assuming.assume(request -> request.roleArn(HUB)));
        return StsClients.of(plant.simulator(), session).build();
    }

    @Test
    void without_any_role_every_role_is_for_everybody() {
        assuming.assume(request -> request.externalId("whatever")
                .durationSeconds(43_200)
                .applyMutation(Assuming.tagged(Map.of("a", "b"))));

        assertThat(roles().list()).isEmpty();
        assertThat(roles().assumptions().get(0).allowed()).isTrue();
    }

    @Test
    void with_one_role_the_others_are_unknown() {
        roles().put(RoleTrust.of(HUB));

        isDeniedToTheUser();
        roles().put(TRUST);
        isAllowed();
    }

    @Test
    void the_last_role_taken_away_leaves_none() {
        roles().put(TRUST);
        isAllowed();

        assertThat(roles().remove(ROLE)).isTrue();
        assertThat(roles().remove(ROLE)).isFalse();

        assertThat(roles().list()).isEmpty();
        isDeniedToTheUser();
    }

    @Test
    void a_role_that_is_put_again_is_replaced() {
        roles().put(TRUST.trusting("111111111111"));
        roles().put(RoleTrust.of(HUB));
        roles().put(TRUST);

        assertThat(roles().list()).containsExactly(TRUST, RoleTrust.of(HUB));
        isAllowed();
    }

    @Test
    void a_role_is_known_by_its_whole_arn() {
        roles().put(RoleTrust.of("arn:aws:iam::" + ACCOUNT + ":role/sync"));

        isDeniedToTheUser();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012", "arn:aws:iam::123456789012:root", USER})
    void a_user_is_trusted_by_account_or_arn(String trusted) {
        roles().put(TRUST.trusting("111111111111", trusted));

        isAllowed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "111111111111",
                ACCOUNT,
                "arn:aws:iam::111111111111:root",
                "arn:aws:iam::123456789012:user/AKIDTEST2",
                "arn:aws:iam::123456789012:role/AKIDTEST"
            })
    void a_user_who_is_not_trusted_is_denied(String trusted) {
        roles().put(TRUST.trusting(trusted));

        isDeniedToTheUser();
        assertThat(roles().assumptions()).extracting(RoleAssumption::allowed).containsExactly(false);
    }

    @Test
    void an_access_key_is_trusted_in_the_account_that_it_was_mapped_to() {
        roles().put(TRUST.trusting("111111111111"));
        plant.simulator().iam().mapAccessKey("AKIDTEST", "111111111111");

        isAllowed();
        assertThat(roles().assumptions().get(0).callerAccount()).isEqualTo("111111111111");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012", HUB, "arn:aws:sts::123456789012:assumed-role/hub/operator"})
    void a_session_is_trusted_by_account_role_or_arn(String trusted) {
        roles().put(TRUST.trusting(trusted));

        try (StsClient hub = chained()) {
            assertThat(Assuming.assume(hub, unchanged -> {}).assumedRoleUser().arn())
                    .contains(ACCOUNT);
        }
        assertThat(roles().assumptions().get(1).callerArn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/hub/operator");
    }

    @Test
    void a_session_does_not_have_the_trust_of_the_user_who_got_it() {
        roles().put(TRUST.trusting(USER));

        try (StsClient hub = chained()) {
            isDenied(
                    refusal(() -> Assuming.assume(hub, unchanged -> {})),
                    "arn:aws:sts::123456789012:assumed-role/hub/operator",
                    "sts:AssumeRole");
        }
    }

    @Test
    void a_chain_of_roles_lasts_an_hour_at_most() {
        roles().put(TRUST.lasting(Duration.ofHours(12)));

        try (StsClient hub = chained()) {
            Assuming.assume(hub, request -> request.durationSeconds(3600));
            isError(
                    refusal(() -> Assuming.assume(hub, request -> request.durationSeconds(3601))),
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                            + " chaining.");
        }
        assuming.assume(request -> request.durationSeconds(43_200));
    }

    @Test
    void an_external_id_that_is_asked_for_has_to_be_the_right_one() {
        roles().put(TRUST.withExternalId("plant-7"));

        isDeniedToTheUser();
        isDenied(assuming.refused(request -> request.externalId("plant-8")), USER, "sts:AssumeRole");
        assuming.assume(request -> request.externalId("plant-7"));
        assertThat(roles().assumptions())
                .extracting(RoleAssumption::externalId)
                .containsExactly(null, "plant-8", "plant-7");
    }

    @Test
    void an_external_id_that_is_not_asked_for_does_no_harm() {
        roles().put(TRUST);

        assuming.assume(request -> request.externalId("plant-7"));
    }

    @Test
    void tags_take_a_permission_of_their_own() {
        roles().put(TRUST);
        isDenied(assuming.refused(Assuming.tagged(Map.of("team", "red"))), USER, "sts:TagSession");
        isAllowed();

        roles().put(TRUST.withSessionTags());
        assuming.assume(Assuming.tagged(Map.of("team", "red")));
    }

    @Test
    void who_is_not_trusted_is_not_told_about_tags_and_times() {
        roles().put(TRUST.trusting("111111111111"));

        isDenied(
                assuming.refused(request ->
                        request.durationSeconds(43_200).applyMutation(Assuming.tagged(Map.of("team", "red")))),
                USER,
                "sts:AssumeRole");
    }

    @Test
    void a_session_lasts_as_long_as_the_role_allows_at_most() {
        roles().put(TRUST.lasting(Duration.ofHours(2)));
        assuming.assume(request -> request.durationSeconds(7200));

        isError(
                assuming.refused(request -> request.durationSeconds(7201)),
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        assertThat(roles().assumptions()).extracting(RoleAssumption::allowed).containsExactly(true, false);
    }

    @Test
    void a_role_that_was_put_lasts_an_hour_unless_told_otherwise() {
        roles().put(TRUST);

        assuming.assume(request -> request.durationSeconds(3600));
        assertThat(assuming.refused(request -> request.durationSeconds(3601)))
                .hasMessageContaining("MaxSessionDuration");
    }

    @Test
    void an_assumption_tells_who_asked_for_what() {
        assuming.assume(request -> request.externalId("plant-7").applyMutation(Assuming.tagged(Map.of("team", "red"))));
        plant.advance(1000);
        assuming.assume();

        assertThat(roles().assumptions())
                .containsExactly(
                        new RoleAssumption(
                                plant.clock().instant().minusSeconds(1),
                                "123456789012",
                                USER,
                                ROLE,
                                "operator",
                                "plant-7",
                                Map.of("team", "red"),
                                true),
                        new RoleAssumption(
                                plant.clock().instant(), "123456789012", USER, ROLE, "operator", null, Map.of(), true));
    }

    @Test
    void assumptions_are_forgotten_and_the_sessions_go_on() {
        AwsSessionCredentials session = assuming.session();

        roles().forgetAssumptions();

        assertThat(roles().assumptions()).isEmpty();
        assertThat(assuming.identity(session).account()).isEqualTo(ACCOUNT);
    }

    @Test
    void only_the_last_ten_thousand_assumptions_are_kept() {
        SimulatedClock clock = new SimulatedClock(plant.clock());
        Roles roles = new Roles(clock, new Sessions());
        Principal caller = new Principal("AKIDTEST", "", Plant.PLACE, "sts", null);
        RoleArn role = RoleArn.of(ROLE).orElseThrow();
        for (int i = 0; i <= 10_000; i++) {
            roles.enter(caller, new RoleRequest(role, "session-" + i, null, Duration.ofHours(1), Map.of()), true);
        }

        assertThat(roles.assumptions()).hasSize(10_000);
        assertThat(roles.assumptions().get(0).sessionName()).isEqualTo("session-1");
    }

    @Test
    void a_role_has_the_arn_of_a_role() {
        assertThatThrownBy(() -> RoleTrust.of(USER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(USER);
        assertThatThrownBy(() -> TRUST.lasting(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
