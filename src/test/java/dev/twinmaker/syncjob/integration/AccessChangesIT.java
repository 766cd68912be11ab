package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who have a job by an access that is edited, doubled or deleted. */
class AccessChangesIT {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Tenants tenants;
    private static OperatorProcess operator;

    private String team;
    private String account;
    private String workspace;

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
        int number = NUMBER.incrementAndGet();
        team = "team-" + number;
        account = "1000000000" + (10 + number);
        workspace = team + "-hall";
        tenants.account(account, workspace);
        tenants.namespace(team, Map.of());
        tenants.access(team, account);
        tenants.syncJob(team, "plant", workspace, Tenants.sync(account));
        tenants.awaitReady(team, "plant");
    }

    @Test
    void a_second_access_for_the_namespace_stops_everything_until_one_of_the_two_lets_go() {
        tenants.access(team + "-too", "namespaces: [" + team + "]", account, team);
        assertThat(tenants.awaitStalled(team, "plant", "AccessAmbiguous"))
                .contains("AwsAccesses " + team + ", " + team + "-too are all for namespace " + team);
        SyncJob held = tenants.get(team, "plant").orElseThrow();
        assertThat(Stage.is(held, Condition.READY, "True", "Active")).isTrue();
        tenants.delete(team, "plant");
        assertThat(tenants.awaitStalled(team, "plant", "DeletionBlocked")).contains(team + "-too", "force-release");
        assertThat(tenants.writes(account)).containsExactly(Operation.CREATE_SYNC_JOB);
        tenants.edit(team + "-too", "{\"spec\":{\"namespaces\":[\"nowhere\"]}}");
        tenants.awaitGone(team, "plant");
        assertThat(tenants.job(account, workspace)).isEmpty();
    }

    @Test
    void an_access_that_is_edited_to_another_account_takes_nobody_there() {
        String other = "999900002222";
        tenants.account(other, workspace);
        lead(team, other);
        assertThat(tenants.awaitStalled(team, "plant", "AccountMismatch")).contains(account, other);
        tenants.delete(team, "plant");
        tenants.await(
                "it is in deletion",
                team,
                "plant",
                object -> object.getMetadata().getDeletionTimestamp() != null);
        assertThat(tenants.awaitStalled(team, "plant", "AccountMismatch")).contains(other);
        assertThat(tenants.job(account, workspace)).isPresent();
        lead(team, account);
        tenants.awaitGone(team, "plant");
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
        tenants.edit(team, "{\"spec\":{\"allowedWorkspaces\":[\"other-*\"]}}");
        assertThat(tenants.awaitStalled(team, "plant", "AccessNotGranted")).contains("workspace " + workspace);
        tenants.delete(team, "plant");
        assertThat(tenants.awaitStalled(team, "plant", "DeletionBlocked")).contains("does not allow", "force-release");
        tenants.edit(team, "{\"spec\":{\"allowedWorkspaces\":[\"*\"]}}");
        tenants.awaitGone(team, "plant");
        assertThat(tenants.writes(account)).containsExactly(Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB);
    }

    @Test
    void an_access_in_use_stays_until_its_last_object_is_gone() {
        tenants.stage()
                .plane()
                .kubectl("delete", "awsaccess", team, "--wait=false")
                .output();
        AwsAccess leaving = tenants.awaitAccess(
                team, access -> access.getStatus().condition(Condition.STALLED).isPresent());
        assertThat(leaving.getStatus().condition(Condition.STALLED).orElseThrow())
                .satisfies(stalled -> assertThat(stalled.reason()).isEqualTo("InUse"))
                .satisfies(stalled -> assertThat(stalled.message()).contains("SyncJobs: 1."));
        aRestartNeitherReleasesNorRewritesIt(leaving);
        tenants.syncJob(team, "another", team + "-attic", Tenants.sync(account));
        assertThat(tenants.awaitStalled(team, "another", "AccessNotGranted")).contains("is being deleted");
        tenants.delete(team, "another");
        tenants.delete(team, "plant");
        tenants.awaitGone(team, "plant");
        tenants.stage()
                .plane()
                .kubectl("wait", "--for=delete", "awsaccess/" + team, "--timeout=60s")
                .output();
        assertThat(tenants.job(account, workspace)).isEmpty();
    }

    private void aRestartNeitherReleasesNorRewritesIt(AwsAccess leaving) {
        operator.terminate(Duration.ofSeconds(30));
        operator = tenants.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
        tenants.look(team, "plant", "after");
        tenants.awaitLooked(team, "plant", "after");
        AwsAccess still = tenants.awaitAccess(team, access -> true);
        assertThat(still.getMetadata().getResourceVersion())
                .isEqualTo(leaving.getMetadata().getResourceVersion());
    }
}
