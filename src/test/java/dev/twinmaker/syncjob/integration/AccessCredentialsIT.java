package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.RoleTrust;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of objects when the sessions of their role end, are denied or cannot be had. */
class AccessCredentialsIT {

    private static final String EXTERNAL_ID = "a-secret-external-id";
    private static Tenants tenants;
    private static OperatorProcess operator;

    private Team team;

    @BeforeAll
    static void start() {
        tenants = Tenants.start();
        operator = tenants.operator(Map.of(
                "SYNCJOB_ACCESS_DENIED_GRACE",
                "1s",
                "SYNCJOB_BACKOFF_MAX",
                "2s",
                "SYNCJOB_AWS_CALL_TIMEOUT",
                Stage.COLD_CALL));
    }

    @AfterAll
    static void stop() {
        tenants.close();
    }

    @BeforeEach
    void newTeam() {
        team = tenants.team();
    }

    @Test
    void a_session_that_ends_between_two_calls_is_replaced_and_nothing_is_told() {
        ready();
        int assumptions = assumptions();
        tenants.simulator().iam().roles().expireSessionsOf(team.hub());
        lookNow("1");
        Awaitility.await("there is a new session").until(() -> assumptions() > assumptions);
        SyncJob object = team.awaitLooked("plant", "1");
        assertThat(Stage.is(object, Condition.SYNCED, "True", "InSync")).isTrue();
        assertThat(assumptions()).isEqualTo(assumptions + 1);
    }

    @Test
    void a_denied_role_is_told_and_asked_for_seldom_and_taken_up_again() {
        tenants.simulator().iam().roles().put(RoleTrust.of(team.hub()).trusting("999999999999"));
        team.access();
        team.syncJob("plant");
        String message = team.awaitStalled("plant", "AccessDenied");
        assertThat(message).contains("sts:AssumeRole", team.hub());
        AwsAccess access = team.awaitAccess(
                found -> found.getStatus().condition(Condition.STALLED).isPresent());
        assertThat(access.getStatus().condition(Condition.READY).orElseThrow().reason())
                .isEqualTo("AccessDenied");
        int asked = assumptions();
        for (int look = 0; look < 8; look++) {
            lookNow("denied-" + look);
        }
        Awaitility.await("a look is made").pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(assumptions() - asked).as("8 looks").isLessThanOrEqualTo(2);
        tenants.simulator().iam().roles().put(RoleTrust.of(team.hub()).trusting(Stage.ACCOUNT));
        team.awaitReady("plant");
    }

    @Test
    void an_access_whose_role_is_denied_later_says_so_as_soon_as_one_of_its_syncjobs_meets_it() {
        ready();
        awaitAccess("Assumed");
        tenants.simulator().iam().roles().put(RoleTrust.of(team.hub()).trusting("999999999999"));
        tenants.simulator().iam().roles().expireSessionsOf(team.hub());
        lookNow("denied-later");
        team.awaitStalled("plant", "AccessDenied");
        int asked = assumptions();
        // By itself it would look again in ten minutes.
        awaitAccess("AccessDenied");
        assertThat(assumptions() - asked).isLessThanOrEqualTo(2);
        tenants.simulator().iam().roles().put(RoleTrust.of(team.hub()).trusting(Stage.ACCOUNT));
        awaitAccess("Assumed");
    }

    private void awaitAccess(String reason) {
        team.awaitAccess(found -> found.getStatus()
                .condition(Condition.READY)
                .filter(ready -> ready.reason().equals(reason))
                .isPresent());
    }

    @Test
    void a_wrong_external_id_is_a_denied_role() {
        tenants.simulator()
                .iam()
                .roles()
                .put(RoleTrust.of(team.hub()).trusting(Stage.ACCOUNT).withExternalId(EXTERNAL_ID));
        team.access();
        team.syncJob("plant");
        assertThat(team.awaitStalled("plant", "AccessDenied")).doesNotContain(EXTERNAL_ID);
        assertThat(team.writes()).isEmpty();
        team.edit("{\"spec\":{\"assumeRole\":{\"externalId\":\"" + EXTERNAL_ID + "\"}}}");
        team.awaitReady("plant");
    }

    @Test
    void while_sts_is_down_who_has_a_session_goes_on_and_who_has_none_says_so_and_recovers() {
        ready();
        String rule = tenants.simulator()
                .faults()
                .always(FaultMatch.of(Operation.ASSUME_ROLE), FaultAction.Answer.error(503, "ServiceUnavailable"));
        String young = team.name() + "-young";
        tenants.namespace(young, Map.of());
        tenants.access(young, team.account());
        tenants.syncJob(young, "plant", young + "-hall", team.sync());
        tenants.simulator()
                .world()
                .addWorkspace(Tenants.key(team.account(), young + "-hall").place(), young + "-hall");
        tenants.await(
                "it says so",
                young,
                "plant",
                object -> Stage.is(object, Condition.SYNCED, "False", "CredentialsUnavailable"));
        lookNow("while-down");
        team.awaitLooked("plant", "while-down");
        tenants.simulator().faults().remove(rule);
        Instant back = Instant.now();
        // The source of one account and region can be connected to one workspace only; the first one lets go of it.
        team.delete("plant");
        team.awaitGone("plant");
        tenants.awaitReady(young, "plant");
        System.out.printf(
                "recovery after STS was back: %d s%n",
                Duration.between(back, Instant.now()).toSeconds());
    }

    @Test
    void a_denied_account_and_one_that_is_down_leave_the_others_alone() {
        ready();
        String other = "599999999999";
        tenants.account(other, team.name() + "-barn");
        tenants.namespace(team.name() + "-b", Map.of());
        tenants.access(team.name() + "-b", "namespaces: [" + team.name() + "-b]", other, team.name());
        String rule = tenants.simulator()
                .faults()
                .always(FaultMatch.any().inAccount(other), FaultAction.Answer.error(500, "InternalServerException"));
        tenants.syncJob(team.name() + "-b", "plant", team.name() + "-barn", Tenants.sync(other));
        tenants.await(
                "the other account fails",
                team.name() + "-b",
                "plant",
                object -> Stage.is(object, Condition.SYNCED, "False", "CredentialsUnavailable")
                        || Stage.is(object, Condition.SYNCED, "False", "ServiceUnavailable"));
        lookNow("beside");
        SyncJob object = team.awaitLooked("plant", "beside");
        assertThat(Stage.is(object, Condition.SYNCED, "True", "InSync")).isTrue();
        tenants.simulator().faults().remove(rule);
        tenants.awaitReady(team.name() + "-b", "plant");
    }

    @Test
    void no_secret_is_in_the_log_or_in_a_status() {
        tenants.simulator()
                .iam()
                .roles()
                .put(RoleTrust.of(team.hub()).trusting(Stage.ACCOUNT).withExternalId(EXTERNAL_ID));
        team.access();
        team.edit("{\"spec\":{\"assumeRole\":{\"externalId\":\"" + EXTERNAL_ID + "\"}}}");
        team.syncJob("plant");
        team.awaitReady("plant");
        team.edit("{\"spec\":{\"assumeRole\":{\"externalId\":\"" + EXTERNAL_ID + "-wrong\"}}}");
        lookNow("denied");
        SyncJob denied = tenants.await(
                "it is denied",
                team.name(),
                "plant",
                object -> Stage.is(object, Condition.SYNCED, "False", "AccessDenied"));
        assertThat(Stage.condition(denied, Condition.SYNCED).orElseThrow().message())
                .doesNotContain(EXTERNAL_ID, "syncjob-operator-" + team.name());
        assertThat(operator.log()).doesNotContain(EXTERNAL_ID).doesNotContain("ASIA");
    }

    private void ready() {
        team.access();
        team.syncJob("plant");
        team.awaitReady("plant");
    }

    private void lookNow(String token) {
        team.look("plant", token);
    }

    private int assumptions() {
        return (int) tenants.simulator().iam().roles().assumptions().stream()
                .filter(assumption -> assumption.roleArn().equals(team.hub()))
                .count();
    }
}
