package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who have a job by an access that is edited, doubled or deleted. */
class AccessChangesIT {

    private static Tenants tenants;
    private static OperatorProcess operator;

    private Team team;

    @BeforeAll
    static void start() {
        tenants = Tenants.start();
        operator = tenants.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
    }

    @AfterAll
    static void stop() {
        tenants.close();
    }

    /** One whose SyncJob has a job. */
    @BeforeEach
    void newTeam() {
        team = tenants.team();
        team.access();
        team.syncJob("plant");
        team.awaitReady("plant");
    }

    @Test
    void a_second_access_for_the_namespace_stops_everything_until_one_of_the_two_lets_go() {
        tenants.access(team.name() + "-too", "namespaces: [" + team.name() + "]", team.account(), team.name());
        assertThat(team.awaitStalled("plant", "AccessAmbiguous"))
                .contains("AwsAccesses " + team.name() + ", " + team.name() + "-too are all for namespace "
                        + team.name());
        SyncJob held = team.get("plant").orElseThrow();
        assertThat(Stage.is(held, Condition.READY, "True", "Active")).isTrue();
        team.delete("plant");
        assertThat(team.awaitStalled("plant", "DeletionBlocked")).contains(team.name() + "-too", "force-release");
        assertThat(team.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
        tenants.edit(team.name() + "-too", "{\"spec\":{\"namespaces\":[\"nowhere\"]}}");
        team.awaitGone("plant");
        assertThat(team.job()).isEmpty();
    }

    @Test
    void an_access_that_is_edited_to_another_account_takes_nobody_there() {
        String other = "999900002222";
        tenants.account(other, team.workspace());
        lead(team.name(), other);
        assertThat(team.awaitStalled("plant", "AccountMismatch")).contains(team.account(), other);
        team.delete("plant");
        tenants.await(
                "it is in deletion",
                team.name(),
                "plant",
                object -> object.getMetadata().getDeletionTimestamp() != null);
        assertThat(team.awaitStalled("plant", "AccountMismatch")).contains(other);
        assertThat(team.job()).isPresent();
        lead(team.name(), team.account());
        team.awaitGone("plant");
        assertThat(tenants.writes(other)).isEmpty();
    }

    private static void lead(String access, String account) {
        tenants.edit(
                access,
                "{\"spec\":{\"assumeRole\":{\"roleArn\":\"" + Tenants.hub(account)
                        + "\"},\"allowedRoleArns\":[\"*\"]}}");
    }

    @Test
    void a_right_that_is_withdrawn_stops_the_writes_and_blocks_the_deletion_until_it_is_back() {
        team.edit("{\"spec\":{\"allowedWorkspaces\":[\"other-*\"]}}");
        assertThat(team.awaitStalled("plant", "AccessNotGranted")).contains("workspace " + team.workspace());
        team.delete("plant");
        assertThat(team.awaitStalled("plant", "DeletionBlocked")).contains("does not allow", "force-release");
        team.edit("{\"spec\":{\"allowedWorkspaces\":[\"*\"]}}");
        team.awaitGone("plant");
        assertThat(team.writes()).containsExactly(Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB);
    }

    @Test
    void an_access_in_use_stays_until_its_last_object_is_gone() {
        tenants.stage()
                .plane()
                .kubectl("delete", "awsaccess", team.name(), "--wait=false")
                .output();
        AwsAccess leaving = team.awaitAccess(
                access -> access.getStatus().condition(Condition.STALLED).isPresent());
        assertThat(leaving.getStatus().condition(Condition.STALLED).orElseThrow())
                .satisfies(stalled -> assertThat(stalled.reason()).isEqualTo("InUse"))
                .satisfies(stalled -> assertThat(stalled.message()).contains("SyncJobs: 1."));
        aRestartNeitherReleasesNorRewritesIt(leaving);
        tenants.syncJob(team.name(), "another", team.name() + "-attic", team.sync());
        assertThat(team.awaitStalled("another", "AccessNotGranted")).contains("is being deleted");
        team.delete("another");
        team.delete("plant");
        team.awaitGone("plant");
        tenants.stage()
                .plane()
                .kubectl("wait", "--for=delete", "awsaccess/" + team.name(), "--timeout=60s")
                .output();
        assertThat(team.job()).isEmpty();
    }

    private void aRestartNeitherReleasesNorRewritesIt(AwsAccess leaving) {
        operator.terminate(Duration.ofSeconds(30));
        operator = tenants.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
        team.look("plant", "after");
        team.awaitLooked("plant", "after");
        AwsAccess still = team.awaitAccess(access -> true);
        assertThat(still.getMetadata().getResourceVersion())
                .isEqualTo(leaving.getMetadata().getResourceVersion());
    }
}
