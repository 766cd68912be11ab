package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.Operation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose a job is, whatever a status says and whoever else lays claim to it. */
class OwnershipIT {

    private static final String OTHER = "other";
    private static final Map<String, String> FOREIGN = Map.of(
            "twinmaker.dev/cluster", "another-cluster",
            "twinmaker.dev/namespace", "factory",
            "twinmaker.dev/name", "line-7",
            "twinmaker.dev/uid", "0000",
            "twinmaker.dev/managed-by", "syncjob-operator");

    private static Stage stage;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        stage = Stage.start();
        stage.client()
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(OTHER)
                        .endMetadata()
                        .build())
                .create();
        operator = operator();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    /** Alone, so that a killed one is followed at once. */
    private static OperatorProcess operator() {
        return stage.operator(Map.of(
                "SYNCJOB_LEADER_ELECTION", "false", "SYNCJOB_RECONCILE_INTERVAL", "1s", "SYNCJOB_POLL_MAX", "1s"));
    }

    @Test
    void of_three_in_two_namespaces_one_wins_over_restarts_and_the_oldest_left_takes_over() {
        Plant first = Plant.of(stage, "one-job").create().ready();
        Plant second = new Plant(stage, "one-job-again");
        SyncJob rival = first.manifest();
        rival.getMetadata().setName("one-job-again");
        stage.create(rival);
        second.await("loses", Condition.STALLED, "True", "Duplicate");
        SyncJob neighbour = first.manifest();
        neighbour.getMetadata().setNamespace(OTHER);
        stage.client().resource(neighbour).create();
        elsewhere("one-job", object -> Stage.is(object, Condition.STALLED, "True", "Duplicate"));
        assertThat(second.message(Condition.READY)).contains(Stage.NAMESPACE + "/one-job");

        List<String> before = statuses();
        operator.kill();
        operator = operator();
        long looks = first.calls(Operation.GET_SYNC_JOB);
        Awaitility.await("the next process has looked a few times")
                .until(() -> first.calls(Operation.GET_SYNC_JOB) >= looks + 6);
        assertThat(statuses()).isEqualTo(before);
        assertThat(first.writes()).containsExactly(Operation.CREATE_SYNC_JOB);

        first.delete();
        first.awaitGone();
        second.await("takes over", Condition.READY, "True", "Active");
        SyncJob still = elsewhere(
                "one-job",
                object -> Stage.condition(object, Condition.READY)
                        .filter(ready -> ready.message().contains(Stage.NAMESPACE + "/one-job-again"))
                        .isPresent());
        assertThat(Stage.is(still, Condition.STALLED, "True", "Duplicate")).isTrue();
        assertThat(first.job().tags()).containsEntry("twinmaker.dev/name", "one-job-again");
        second.delete();
        second.awaitGone();
        elsewhere("one-job", object -> Stage.is(object, Condition.READY, "True", "Active"));
        assertThat(first.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(3);
        assertThat(first.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(2);
        assertThat(first.job().tags()).containsEntry("twinmaker.dev/namespace", OTHER);
    }

    private static List<String> statuses() {
        return Stream.concat(
                        Stream.of("one-job", "one-job-again")
                                .map(name -> stage.get(name).orElseThrow()),
                        Stream.of(stage.client()
                                .resources(SyncJob.class)
                                .inNamespace(OTHER)
                                .withName("one-job")
                                .get()))
                .map(object -> object.getStatus().toString())
                .toList();
    }

    private static SyncJob elsewhere(String name, Predicate<SyncJob> expected) {
        return Awaitility.await(OTHER + "/" + name)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> stage.client()
                                .resources(SyncJob.class)
                                .inNamespace(OTHER)
                                .withName(name)
                                .get(),
                        expected);
    }

    @Test
    void a_restored_object_whose_status_tells_of_better_days_is_judged_by_what_aws_shows() {
        Plant source = Plant.of(stage, "source").create().ready();
        Plant missing = Plant.of(stage, "missing");
        Plant foreign = Plant.of(stage, "foreign");
        Plant bare = Plant.of(stage, "bare");
        stage.simulator()
                .world()
                .addJob(JobSeed.active(foreign.key(), Stage.ROLE).tagged(FOREIGN));
        stage.simulator().world().addJob(JobSeed.active(bare.key(), Stage.ROLE));
        operator.kill();
        Stream.of(missing, foreign, bare).forEach(plant -> {
            SyncJob object = plant.manifest();
            object.getMetadata().setFinalizers(List.of(SyncJob.FINALIZER));
            SyncJob stored = stage.create(object);
            SyncJob old = source.object();
            stored.setStatus(old.getStatus());
            stage.client().resource(stored).patchStatus();
            if (plant.hasJob()) {
                patchStatus(
                        plant.name(),
                        "{\"arn\":\"" + plant.job().arn() + "\",\"creationDateTime\":\""
                                + plant.job().created() + "\",\"region\":\"" + plant.region() + "\"}");
            } else {
                patchStatus(plant.name(), "{\"region\":\"" + plant.region() + "\"}");
            }
        });
        operator = operator();
        foreign.await("is refused", Condition.STALLED, "True", "OwnedByAnother");
        bare.await("is not taken for ours", Condition.READY, "False", "VerifyingOwnership");
        stage.await(
                "missing has a job of its own",
                "missing",
                object -> missing.hasJob()
                        && missing.job().arn().equals(object.getStatus().arn())
                        && Stage.is(object, Condition.READY, "True", "Active"));
        assertThat(missing.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
        foreign.delete();
        foreign.awaitGone();
        assertThat(foreign.writes()).isEmpty();
        assertThat(bare.writes()).isEmpty();
        assertThat(foreign.job().tags()).isEqualTo(FOREIGN);
        assertThat(source.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
    }

    @Test
    void a_status_that_is_edited_or_cleared_and_a_finalizer_that_is_removed_are_put_right() {
        Plant cleared = Plant.of(stage, "cleared").create().ready();
        Plant edited = Plant.of(stage, "edited").create().ready();
        Plant lied = Plant.of(stage, "lied").create().ready();
        Plant bare = Plant.of(stage, "freed").create().ready();
        String before = edited.object().getStatus().toString();
        stage.plane()
                .kubectl("patch", "syncjob", "cleared", "--subresource=status", "--type=json", "-p", """
                        [{"op": "remove", "path": "/status"}]
                        """)
                .output();
        patchStatus("edited", "{\"state\":\"ERROR\",\"tagKeys\":[\"made-up\"],\"conditions\":[]}");
        patchStatus("lied", "{\"arn\":null,\"creationDateTime\":null,\"observedGeneration\":9}");
        bare.edit("{\"metadata\":{\"finalizers\":null}}");
        cleared.ready();
        stage.await(
                "the finalizer is back",
                "freed",
                object -> object.getMetadata().getFinalizers().contains(SyncJob.FINALIZER));
        stage.await(
                "the edit is undone",
                "edited",
                object -> "ACTIVE".equals(object.getStatus().state())
                        && Stage.is(object, Condition.READY, "True", "Active"));
        stage.await(
                "the job is known again",
                "lied",
                object -> lied.job().arn().equals(object.getStatus().arn()));
        assertThat(cleared.object().getStatus().arn()).isEqualTo(cleared.job().arn());
        List<Plant> all = List.of(cleared, edited, lied, bare);
        assertThat(all).allSatisfy(plant -> {
            assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(plant.calls(Operation.DELETE_SYNC_JOB)).isZero();
        });
        assertThat(edited.object().getStatus().arn()).isNotNull();
        assertThat(before).contains(edited.job().arn());
        all.forEach(Plant::delete);
        all.forEach(Plant::awaitGone);
        assertThat(all).noneMatch(Plant::hasJob);
    }

    private static void patchStatus(String name, String status) {
        stage.plane()
                .kubectl(
                        "patch",
                        "syncjob",
                        name,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\":" + status + "}")
                .output();
    }
}
