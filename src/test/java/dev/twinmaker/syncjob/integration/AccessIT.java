package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.RoleAssumption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may act where, and as whom, on a real API server and under the rights of the chart. What changes: {@link AccessChangesIT}. */
class AccessIT {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Tenants tenants;

    private String team;
    private String account;
    private String workspace;

    @BeforeAll
    static void start() {
        tenants = Tenants.start();
        tenants.operator(Map.of("SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL));
    }

    @AfterAll
    static void stop() {
        tenants.close();
    }

    @BeforeEach
    void newTeam() {
        int number = NUMBER.incrementAndGet();
        team = "team-" + number;
        account = "1000000000" + (10 + number);
        workspace = team + "-hall";
        tenants.account(account, workspace);
        tenants.namespace(team, Map.of("team", team));
    }

    @Test
    void two_teams_keep_the_same_workspace_each_in_its_own_account() {
        String other = "999900001111";
        tenants.account(other, "shared");
        tenants.simulator().world().addWorkspace(new Place(account, Stage.REGION), "shared");
        tenants.namespace("neighbours", Map.of());
        tenants.access("neighbours", "namespaces: [neighbours]", other, "shared");
        tenants.access(team, "namespaces: [" + team + "]", account, "shared");
        tenants.syncJob(team, "plant", "shared", Tenants.sync(account));
        tenants.syncJob("neighbours", "plant", "shared", Tenants.sync(other));
        assertThat(tenants.awaitReady(team, "plant").getStatus().accountId()).isEqualTo(account);
        assertThat(tenants.awaitReady("neighbours", "plant").getStatus().accountId())
                .isEqualTo(other);
        assertThat(tenants.writes(account)).containsExactly(Operation.CREATE_SYNC_JOB);
        assertThat(tenants.writes(other)).containsExactly(Operation.CREATE_SYNC_JOB);
        AwsAccess access = tenants.awaitAccess(
                team,
                found -> Integer.valueOf(1).equals(found.getStatus().syncJobs())
                        && found.getStatus().condition(Condition.READY).isPresent());
        assertThat(access.getStatus().accountId()).isEqualTo(account);
        assertThat(access.getStatus().condition(Condition.READY).orElseThrow().reason())
                .isEqualTo("Assumed");
        assertThat(tenants.simulator().iam().roles().assumptions())
                .filteredOn(assumption -> assumption.roleArn().equals(Tenants.hub(account)))
                .extracting(RoleAssumption::sessionName)
                .as("one session for the access and its object")
                .containsExactly("syncjob-operator-" + team);
    }

    @Test
    void nobody_acts_without_an_access_and_who_is_granted_one_goes_on() {
        tenants.syncJob(team, "plant", workspace, Tenants.sync(account));
        assertThat(tenants.awaitStalled(team, "plant", "AccessNotGranted")).contains("No AwsAccess is for namespace");
        SyncJob waiting = tenants.get(team, "plant").orElseThrow();
        assertThat(waiting.getMetadata().getFinalizers()).isEmpty();
        assertThat(waiting.getStatus().region()).isNull();
        tenants.access(team, account);
        tenants.awaitReady(team, "plant");
    }

    @Test
    void what_never_was_granted_goes_at_once() {
        tenants.syncJob(team, "plant", workspace, Tenants.sync(account));
        tenants.awaitStalled(team, "plant", "AccessNotGranted");
        tenants.delete(team, "plant");
        tenants.awaitGone(team, "plant");
        assertThat(tenants.writes(account)).isEmpty();
    }

    @Test
    void a_role_a_workspace_a_region_and_adoption_outside_the_bounds_are_named() {
        tenants.access(team, account);
        tenants.syncJob(
                team,
                "plant",
                "elsewhere",
                "arn:aws:iam::" + account + ":role/admin",
                "region: us-east-1",
                "adoptionPolicy: IfUnowned");
        assertThat(tenants.awaitStalled(team, "plant", "AccessNotGranted"))
                .contains("region us-east-1", "workspace elsewhere", "role/admin", "adoption");
        assertThat(tenants.writes(account)).isEmpty();
    }

    @Test
    void adoption_is_refused_until_the_access_allows_it_and_then_takes_over_the_job_that_nobody_marked() {
        JobKey key = Tenants.key(account, workspace);
        // A job without owner tags is nobody's only when it is old.
        tenants.simulator().clock().advance(Duration.ofHours(-2));
        tenants.simulator()
                .world()
                .addJob(JobSeed.active(key, Tenants.sync(account)).tagged(Map.of("team", "blue")));
        tenants.simulator().clock().advance(Duration.ofHours(2));
        tenants.access(team, account);
        tenants.syncJob(team, "plant", workspace, Tenants.sync(account), "adoptionPolicy: IfUnowned");
        assertThat(tenants.awaitStalled(team, "plant", "AccessNotGranted"))
                .contains("adoption")
                .doesNotContain("region", "workspace " + workspace, "role ");
        assertThat(tenants.writes(account)).isEmpty();
        tenants.edit(team, "{\"spec\":{\"allowAdoption\":true}}");
        SyncJob adopted = tenants.awaitReady(team, "plant");
        Map<String, String> tags = tenants.job(account, workspace).orElseThrow().tags();
        assertThat(tags).containsEntry("team", "blue");
        assertThat(Owner.in(tags).orElseThrow())
                .returns(team, Owner::namespace)
                .returns(adopted.getMetadata().getUid(), Owner::uid);
        assertThat(tenants.writes(account)).containsExactly(Operation.TAG_RESOURCE);
    }

    @Test
    void the_regions_of_an_access_are_allowed_and_that_of_the_operator_is_not_unless_it_is_among_them() {
        Place away = new Place(account, "us-east-1");
        tenants.simulator().world().addWorkspace(away, workspace);
        tenants.access(team, "namespaces: [" + team + "]\n  regions: [us-east-1]", account, team);
        tenants.syncJob(team, "home", workspace, Tenants.sync(account));
        tenants.syncJob(team, "away", workspace, Tenants.sync(account), "region: us-east-1");
        assertThat(tenants.awaitReady(team, "away").getStatus().region()).isEqualTo("us-east-1");
        assertThat(tenants.awaitStalled(team, "home", "AccessNotGranted"))
                .contains("does not allow region " + Stage.REGION);
        assertThat(tenants.simulator().world().job(away.job(workspace, "SITEWISE")))
                .isPresent();
        assertThat(tenants.writes(account)).containsExactly(Operation.CREATE_SYNC_JOB);
        assertThat(tenants.job(account, workspace)).isEmpty();
    }

    @Test
    void the_labels_of_the_namespace_choose_its_access() {
        tenants.access(team, "namespaceSelector: {matchLabels: {team: " + team + ", tier: gold}}", account, team);
        tenants.syncJob(team, "plant", workspace, Tenants.sync(account));
        tenants.awaitStalled(team, "plant", "AccessNotGranted");
        tenants.stage().plane().kubectl("label", "namespace", team, "tier=gold").output();
        tenants.awaitReady(team, "plant");
    }

    @Test
    void an_object_that_may_not_act_keeps_nobody_from_the_job_that_it_names_however_old_it_is() {
        String envious = team + "-envious";
        tenants.namespace(envious, Map.of());
        tenants.access(envious, account);
        tenants.syncJob(envious, "plant", workspace, Tenants.sync(account));
        tenants.awaitStalled(envious, "plant", "AccessNotGranted");
        tenants.access(team, account);
        tenants.syncJob(team, "plant", workspace, Tenants.sync(account));
        tenants.awaitReady(team, "plant");
        assertThat(tenants.writes(account)).containsExactly(Operation.CREATE_SYNC_JOB);
    }

    @Test
    void an_access_without_a_role_bounds_the_operators_own_identity() {
        tenants.simulator().world().addWorkspace(new Place(Stage.ACCOUNT, Stage.REGION), workspace);
        tenants.stage().applyText("""
                apiVersion: twinmaker.dev/v1alpha1
                kind: AwsAccess
                metadata: {name: %1$s}
                spec:
                  namespaces: [%1$s]
                  allowedRoleArns: [%2$s]
                  allowedWorkspaces: [%3$s]
                """.formatted(team, Stage.ROLE, workspace));
        tenants.syncJob(team, "plant", workspace, Stage.ROLE);
        assertThat(tenants.awaitReady(team, "plant").getStatus().accountId()).isEqualTo(Stage.ACCOUNT);
        AwsAccess access = tenants.awaitAccess(
                team, found -> found.getStatus().condition(Condition.READY).isPresent());
        assertThat(access.getStatus().condition(Condition.READY).orElseThrow().reason())
                .isEqualTo("OperatorIdentity");
        assertThat(List.of(access.getStatus().accountId())).containsExactly(Stage.ACCOUNT);
    }
}
