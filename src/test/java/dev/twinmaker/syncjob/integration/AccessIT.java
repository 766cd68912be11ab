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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may act where, and as whom, on a real API server and under the rights of the chart. What changes: {@link AccessChangesIT}. */
class AccessIT {

    private static Tenants tenants;

    private Team team;

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
        team = tenants.team();
    }

    @Test
    void two_teams_keep_the_same_workspace_each_in_its_own_account() {
        String other = "999900001111";
        tenants.account(other, "shared");
        tenants.simulator().world().addWorkspace(new Place(team.account(), Stage.REGION), "shared");
        tenants.namespace("neighbours", Map.of());
        tenants.access("neighbours", "namespaces: [neighbours]", other, "shared");
        tenants.access(team.name(), "namespaces: [" + team.name() + "]", team.account(), "shared");
        tenants.syncJob(team.name(), "plant", "shared", team.sync());
        tenants.syncJob("neighbours", "plant", "shared", Tenants.sync(other));
        assertThat(team.awaitReady("plant").getStatus().accountId()).isEqualTo(team.account());
        assertThat(tenants.awaitReady("neighbours", "plant").getStatus().accountId())
                .isEqualTo(other);
        assertThat(team.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
        assertThat(tenants.writes(other)).containsExactly(Operation.CREATE_SYNC_JOB);
        AwsAccess access = team.awaitAccess(
                found -> Integer.valueOf(1).equals(found.getStatus().syncJobs())
                        && found.getStatus().condition(Condition.READY).isPresent());
        assertThat(access.getStatus().accountId()).isEqualTo(team.account());
        assertThat(access.getStatus().condition(Condition.READY).orElseThrow().reason())
                .isEqualTo("Assumed");
        assertThat(tenants.simulator().iam().roles().assumptions())
                .filteredOn(assumption -> assumption.roleArn().equals(team.hub()))
                .extracting(RoleAssumption::sessionName)
                .as("one session for the access and its object")
                .containsExactly("syncjob-operator-" + team.name());
    }

    @Test
    void nobody_acts_without_an_access_and_who_is_granted_one_goes_on() {
        team.syncJob("plant");
        assertThat(team.awaitStalled("plant", "AccessNotGranted")).contains("No AwsAccess is for namespace");
        SyncJob waiting = team.get("plant").orElseThrow();
        assertThat(waiting.getMetadata().getFinalizers()).isEmpty();
        assertThat(waiting.getStatus().region()).isNull();
        team.access();
        team.awaitReady("plant");
    }

    @Test
    void what_never_was_granted_goes_at_once() {
        team.syncJob("plant");
        team.awaitStalled("plant", "AccessNotGranted");
        team.delete("plant");
        team.awaitGone("plant");
        assertThat(team.writes()).isEmpty();
    }

    @Test
    void a_role_a_workspace_a_region_and_adoption_outside_the_bounds_are_named() {
        team.access();
        tenants.syncJob(
                team.name(),
                "plant",
                "elsewhere",
                "arn:aws:iam::" + team.account() + ":role/admin",
                "region: us-east-1",
                "adoptionPolicy: IfUnowned");
        assertThat(team.awaitStalled("plant", "AccessNotGranted"))
                .contains("region us-east-1", "workspace elsewhere", "role/admin", "adoption");
        assertThat(team.writes()).isEmpty();
    }

    @Test
    void adoption_is_refused_until_the_access_allows_it_and_then_takes_over_the_job_that_nobody_marked() {
        JobKey key = team.key();
        // A job without owner tags is nobody's only when it is old.
        tenants.simulator().clock().advance(Duration.ofHours(-2));
        tenants.simulator().world().addJob(JobSeed.active(key, team.sync()).tagged(Map.of("team", "blue")));
        tenants.simulator().clock().advance(Duration.ofHours(2));
        team.access();
        team.syncJob("plant", "adoptionPolicy: IfUnowned");
        assertThat(team.awaitStalled("plant", "AccessNotGranted"))
                .contains("adoption")
                .doesNotContain("region", "workspace " + team.workspace(), "role ");
        assertThat(team.writes()).isEmpty();
        team.edit("{\"spec\":{\"allowAdoption\":true}}");
        SyncJob adopted = team.awaitReady("plant");
        Map<String, String> tags = team.job().orElseThrow().tags();
        assertThat(tags).containsEntry("team", "blue");
        assertThat(Owner.in(tags).orElseThrow())
                .returns(team.name(), Owner::namespace)
                .returns(adopted.getMetadata().getUid(), Owner::uid);
        assertThat(team.writes()).containsExactly(Operation.TAG_RESOURCE);
    }

    @Test
    void the_regions_of_an_access_are_allowed_and_that_of_the_operator_is_not_unless_it_is_among_them() {
        Place away = new Place(team.account(), "us-east-1");
        tenants.simulator().world().addWorkspace(away, team.workspace());
        tenants.access(
                team.name(), "namespaces: [" + team.name() + "]\n  regions: [us-east-1]", team.account(), team.name());
        team.syncJob("home");
        team.syncJob("away", "region: us-east-1");
        assertThat(team.awaitReady("away").getStatus().region()).isEqualTo("us-east-1");
        assertThat(team.awaitStalled("home", "AccessNotGranted")).contains("does not allow region " + Stage.REGION);
        assertThat(tenants.simulator().world().job(away.job(team.workspace(), "SITEWISE")))
                .isPresent();
        assertThat(team.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
        assertThat(team.job()).isEmpty();
    }

    @Test
    void the_labels_of_the_namespace_choose_its_access() {
        tenants.access(
                team.name(),
                "namespaceSelector: {matchLabels: {team: " + team.name() + ", tier: gold}}",
                team.account(),
                team.name());
        team.syncJob("plant");
        team.awaitStalled("plant", "AccessNotGranted");
        tenants.stage()
                .plane()
                .kubectl("label", "namespace", team.name(), "tier=gold")
                .output();
        team.awaitReady("plant");
    }

    @Test
    void an_object_that_may_not_act_keeps_nobody_from_the_job_that_it_names_however_old_it_is() {
        String envious = team.name() + "-envious";
        tenants.namespace(envious, Map.of());
        tenants.access(envious, team.account());
        tenants.syncJob(envious, "plant", team.workspace(), team.sync());
        tenants.awaitStalled(envious, "plant", "AccessNotGranted");
        team.access();
        team.syncJob("plant");
        team.awaitReady("plant");
        assertThat(team.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
    }

    @Test
    void an_access_without_a_role_bounds_the_operators_own_identity() {
        tenants.simulator().world().addWorkspace(new Place(Stage.ACCOUNT, Stage.REGION), team.workspace());
        tenants.stage().applyText("""
                apiVersion: twinmaker.dev/v1alpha1
                kind: AwsAccess
                metadata: {name: %1$s}
                spec:
                  namespaces: [%1$s]
                  allowedRoleArns: [%2$s]
                  allowedWorkspaces: [%3$s]
                """.formatted(team.name(), Stage.ROLE, team.workspace()));
        tenants.syncJob(team.name(), "plant", team.workspace(), Stage.ROLE);
        assertThat(team.awaitReady("plant").getStatus().accountId()).isEqualTo(Stage.ACCOUNT);
        AwsAccess access = team.awaitAccess(
                found -> found.getStatus().condition(Condition.READY).isPresent());
        assertThat(access.getStatus().condition(Condition.READY).orElseThrow().reason())
                .isEqualTo("OperatorIdentity");
        assertThat(List.of(access.getStatus().accountId())).containsExactly(Stage.ACCOUNT);
    }
}
