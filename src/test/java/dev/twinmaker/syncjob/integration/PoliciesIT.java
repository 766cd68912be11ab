package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.Denial;
import dev.twinmaker.syncjob.simulator.Operation;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user sees of each policy that keeps a job safe. */
class PoliciesIT extends OnePlantEach {

    @BeforeAll
    static void start() {
        stage = Stage.start();
        stage.operator();
    }

    @Test
    void a_retained_job_stays_without_its_owner_tags() {
        ready("");
        stage.patch(name, "{\"spec\":{\"deletionPolicy\":\"Retain\",\"tags\":{\"team\":\"blue\"}}}");
        stage.await("it is tagged", name, object -> job().tags().containsKey("team"));
        stage.delete(name);
        stage.awaitGone(name);
        assertThat(job().tags()).containsExactly(Map.entry("team", "blue"));
        assertThat(job().status().state()).hasToString("ACTIVE");
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isZero();
        stage.awaitEvent(name, "Retained");
        assertThat(stage.events(name)).doesNotContain("Deleted");
    }

    @Test
    void an_observer_reports_everything_and_writes_nothing() {
        seed(Map.of("team", "red"));
        create("managementPolicy: ObserveOnly\n  tags: {team: blue}");
        SyncJob seen =
                stage.await("it reports", name, object -> Stage.is(object, Condition.SYNCED, "False", "Drifted"));
        assertThat(Stage.is(seen, Condition.READY, "True", "Active")).isTrue();
        assertThat(seen.getMetadata().getFinalizers()).isEmpty();
        assertThat(seen.getStatus().arn()).isEqualTo(job().arn());
        assertThat(seen.getStatus().drift()).singleElement().satisfies(drift -> {
            assertThat(drift.field()).isEqualTo("tags[team]");
            assertThat(drift.desired()).isEqualTo("blue");
            assertThat(drift.observed()).isEqualTo("red");
        });
        stage.delete(name);
        stage.awaitGone(name);
        nothingWasWritten();
    }

    @Test
    void an_object_that_turns_observer_loses_its_finalizer_and_its_job_stays() {
        ready("");
        stage.patch(name, "{\"spec\":{\"managementPolicy\":\"ObserveOnly\"}}");
        stage.await(
                "it is let go",
                name,
                object -> object.getMetadata().getFinalizers().isEmpty());
        stage.delete(name);
        stage.awaitGone(name);
        assertThat(job().tags()).containsKey("twinmaker.dev/uid");
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isZero();
    }

    @Test
    void a_suspended_object_plans_and_waits_and_goes_on_when_it_may() {
        create("suspend: true");
        SyncJob waiting =
                stage.await("it waits", name, object -> Stage.is(object, Condition.STALLED, "True", "Suspended"));
        assertThat(Stage.is(waiting, Condition.READY, "False", "NotFound")).isTrue();
        assertThat(waiting.getStatus().plan())
                .singleElement()
                .asString()
                .contains("CreateSyncJob", "plant", Stage.ROLE);
        nothingWasWritten();
        stage.patch(name, "{\"spec\":{\"suspend\":false}}");
        assertThat(stage.awaitReady(name).getStatus().plan()).isEmpty();

        stage.patch(name, "{\"spec\":{\"suspend\":true}}");
        stage.delete(name);
        SyncJob blocked = stage.await(
                "it says so", name, object -> Stage.is(object, Condition.STALLED, "True", "DeletionBlocked"));
        assertThat(message(blocked, Condition.STALLED)).contains("spec.suspend");
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isZero();
        stage.patch(name, "{\"spec\":{\"suspend\":false}}");
        stage.awaitGone(name);
        assertThat(stage.simulator().world().job(key)).isEmpty();
    }

    @Test
    void a_protected_job_outlives_a_delete_request_until_the_protection_is_lifted() {
        ready("deletionProtection: true");
        withoutThePolicyOfTheChart();
        Awaitility.await("the API server has forgotten the policy")
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> {
                    stage.delete(name);
                    return true;
                });
        SyncJob blocked = stage.await(
                "it says so", name, object -> Stage.is(object, Condition.STALLED, "True", "DeletionBlocked"));
        assertThat(message(blocked, Condition.STALLED)).contains("spec.deletionProtection", "Retain");
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isZero();
        stage.patch(name, "{\"spec\":{\"deletionProtection\":false}}");
        stage.awaitGone(name);
        assertThat(stage.simulator().world().job(key)).isEmpty();
    }

    /** It would refuse the request. */
    private static void withoutThePolicyOfTheChart() {
        stage.plane()
                .kubectl(
                        "delete",
                        "validatingadmissionpolicybinding",
                        "syncjob-operator-deletion-protection",
                        "--ignore-not-found")
                .output();
    }

    @Test
    void without_rights_a_person_can_break_the_glass_with_the_uid_of_the_object_alone() {
        SyncJob object = ready("");
        stage.simulator().iam().deny(Denial.of(Operation.GET_SYNC_JOB).on("*:" + region + ":*"));
        stage.delete(name);
        stage.annotate(name, SyncJob.FORCE_RELEASE, "not-the-uid");
        stage.awaitEvent(name, "ForceReleaseIgnored");
        assertThat(stage.get(name)).isPresent();
        stage.annotate(name, SyncJob.FORCE_RELEASE, object.getMetadata().getUid());
        stage.awaitGone(name);
        stage.simulator().iam().allowEverything();
        stage.awaitEvent(name, "ForceReleased");
        assertThat(job().status().state()).hasToString("ACTIVE");
    }

    @Test
    void of_two_objects_with_one_identity_the_loser_says_so_and_is_woken_when_the_winner_goes() {
        ready("");
        String second = name + "-second";
        stage.create(Stage.syncJob(second, region, "plant"));
        SyncJob loser =
                stage.await("it loses", second, object -> Stage.is(object, Condition.STALLED, "True", "Duplicate"));
        assertThat(message(loser, Condition.READY)).contains(Stage.NAMESPACE + "/" + name);
        stage.delete(name);
        stage.awaitGone(name);
        stage.awaitReady(second);
        assertThat(job().tags()).containsEntry("twinmaker.dev/name", second);
    }

    @Test
    void authoritative_tags_leave_only_those_of_the_spec() {
        seed(Map.of("stray", "x", "aws:created-by", "cloud"));
        create("adoptionPolicy: IfUnowned\n  tagPolicy: Authoritative\n  tags: {team: blue}");
        stage.awaitReady(name);
        stage.await("it is in step", name, object -> Stage.is(object, Condition.SYNCED, "True", "InSync"));
        assertThat(job().tags())
                .hasSize(7)
                .containsEntry("team", "blue")
                .containsEntry("aws:created-by", "cloud")
                .doesNotContainKey("stray");
    }
}
