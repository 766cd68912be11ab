package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.Denial;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user sees of each policy that keeps a job safe. */
class PoliciesIT {

    private static final Set<Operation> WRITES = Set.of(
            Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration OLD = Duration.ofHours(2);

    private static Stage stage;

    private String name;
    private String region;
    private JobKey key;

    @BeforeAll
    static void start() {
        stage = Stage.start();
        stage.operator(Map.of("SYNCJOB_FORMER_CLUSTER_IDS", "cluster-before-the-rebuild"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void place() {
        int number = NUMBER.incrementAndGet();
        region = "eu-policy-" + number;
        name = "plant-" + number;
        key = Stage.key(region, "plant");
        stage.workspace(region, "plant");
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
        stage.delete(name);
        SyncJob blocked = stage.await(
                "it says so", name, object -> Stage.is(object, Condition.STALLED, "True", "DeletionBlocked"));
        assertThat(message(blocked, Condition.STALLED)).contains("spec.deletionProtection", "Retain");
        assertThat(calls(Operation.DELETE_SYNC_JOB)).isZero();
        stage.patch(name, "{\"spec\":{\"deletionProtection\":false}}");
        stage.awaitGone(name);
        assertThat(stage.simulator().world().job(key)).isEmpty();
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
    void a_job_that_nobody_marked_is_adopted_where_the_policy_allows_it() {
        seed(Map.of("team", "blue"));
        create("");
        SyncJob refused = stage.await(
                "it is refused", name, object -> Stage.is(object, Condition.STALLED, "True", "OwnedByAnother"));
        assertThat(message(refused, Condition.READY)).contains("nobody", "IfUnowned");
        stage.patch(name, "{\"spec\":{\"adoptionPolicy\":\"IfUnowned\"}}");
        adopted();
        assertThat(job().tags()).containsEntry("team", "blue");
    }

    @Test
    void the_job_of_an_object_that_is_gone_is_adopted_and_that_of_a_living_one_is_not() {
        SyncJob living = stage.create(Stage.syncJob(name + "-owner", "eu-other-1", "plant"));
        seed(owner(name + "-owner", living.getMetadata().getUid()));
        create("adoptionPolicy: IfUnowned");
        SyncJob refused = stage.await(
                "it is refused", name, object -> Stage.is(object, Condition.STALLED, "True", "OwnedByAnother"));
        assertThat(message(refused, Condition.READY)).contains(Stage.NAMESPACE + "/" + name + "-owner");
        nothingWasWritten();
        stage.simulator().world().replaceTags(key, owner(name + "-owner", "an-older-uid"));
        stage.annotate(name, SyncJob.RECONCILE_REQUESTED_AT, "1");
        adopted();
    }

    @Test
    void a_restored_object_takes_its_own_job_back_with_one_write_of_its_uid() {
        seed(owner(name, "uid-before-the-restore"));
        create("");
        adopted();
        assertThat(writes()).containsExactly(Operation.TAG_RESOURCE);
    }

    @Test
    void a_rebuilt_cluster_takes_its_jobs_back() {
        Map<String, String> tags = new HashMap<>(owner(name, "uid-before-the-rebuild"));
        tags.put("twinmaker.dev/cluster", "cluster-before-the-rebuild");
        seed(tags);
        create("");
        adopted();
        assertThat(writes()).containsExactly(Operation.TAG_RESOURCE);
    }

    @Test
    void a_job_of_another_cluster_is_never_adopted() {
        Map<String, String> tags = new HashMap<>(owner(name, "uid-9"));
        tags.put("twinmaker.dev/cluster", "another-cluster");
        seed(tags);
        create("adoptionPolicy: IfUnowned");
        SyncJob refused = stage.await(
                "it is refused", name, object -> Stage.is(object, Condition.STALLED, "True", "OwnedByAnother"));
        assertThat(message(refused, Condition.READY)).contains("another-cluster");
        nothingWasWritten();
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

    /** Applies a manifest with these lines in its spec. */
    private void create(String lines) {
        stage.applyText("""
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  workspaceId: plant
                  roleArn: %s
                  region: %s
                  %s
                """.formatted(name, Stage.NAMESPACE, Stage.ROLE, region, lines));
    }

    private SyncJob ready(String lines) {
        create(lines);
        return stage.awaitReady(name);
    }

    /** A job that has been there for hours. */
    private void seed(Map<String, String> tags) {
        stage.simulator().clock().advance(OLD.negated());
        stage.simulator().world().addJob(JobSeed.active(key, Stage.ROLE).tagged(tags));
        stage.simulator().clock().advance(OLD);
    }

    private void adopted() {
        stage.awaitEvent(name, "Adopted");
        SyncJob object = stage.awaitReady(name);
        stage.await("it is in step", name, now -> Stage.is(now, Condition.SYNCED, "True", "InSync"));
        assertThat(Owner.in(job().tags()))
                .contains(new Owner(
                        cluster(), Stage.NAMESPACE, name, object.getMetadata().getUid()));
    }

    private Map<String, String> owner(String object, String uid) {
        return new Owner(cluster(), Stage.NAMESPACE, object, uid).tags();
    }

    private static String cluster() {
        return stage.client()
                .namespaces()
                .withName("kube-system")
                .get()
                .getMetadata()
                .getUid();
    }

    private JobView job() {
        return stage.simulator().world().job(key).orElseThrow();
    }

    private List<Operation> writes() {
        return stage.simulator().journal().entries().stream()
                .filter(entry -> WRITES.contains(entry.operation()))
                .filter(entry -> key.equals(entry.key()) || entry.resource().equals(key.arn()))
                .map(JournalEntry::operation)
                .toList();
    }

    private long calls(Operation operation) {
        return writes().stream().filter(operation::equals).count();
    }

    private void nothingWasWritten() {
        assertThat(writes()).isEmpty();
    }

    private static String message(SyncJob object, String type) {
        return Stage.condition(object, type).orElseThrow().message();
    }
}
