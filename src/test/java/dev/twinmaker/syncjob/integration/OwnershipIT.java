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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose a job is, whatever a status says and whoever else lays claim to it. */
class OwnershipIT {

    private static final String OTHER = "other";
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
                "SYNCJOB_LEADER_ELECTION", "false",
                "SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL,
                "SYNCJOB_RECONCILE_INTERVAL", "1s",
                "SYNCJOB_POLL_MAX", "1s"));
    }

    @Test
    void of_three_in_two_namespaces_one_wins_over_restarts_and_the_oldest_left_takes_over() {
        Plant first = Plant.of(stage, "one-job").create().ready();
        Plant second = new Plant(stage, "one-job-again");
        SyncJob rival = first.manifest();
        rival.getMetadata().setName("one-job-again");
        stage.create(rival);
        second.await("loses", Condition.STALLED, "True", "Duplicate");
        SyncJob elsewhere = first.manifest();
        elsewhere.getMetadata().setNamespace(OTHER);
        stage.client().resource(elsewhere).create();
        Awaitility.await("the one of the other namespace loses")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Stage.is(neighbour(), Condition.STALLED, "True", "Duplicate"));
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
        // Both may be of the same second; then the uid decides, and whoever it is stays.
        Awaitility.await("one of the two takes over")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ready(second.object()) != ready(neighbour()));
        boolean here = ready(second.object());
        assertThat(first.job().tags())
                .containsEntry("twinmaker.dev/namespace", here ? Stage.NAMESPACE : OTHER)
                .containsEntry("twinmaker.dev/name", here ? "one-job-again" : "one-job");
        SyncJob loser = here ? neighbour() : second.object();
        assertThat(Stage.is(loser, Condition.STALLED, "True", "Duplicate")).isTrue();
        stage.client().resource(here ? second.object() : neighbour()).delete();
        Awaitility.await("the last one has the job")
                .atMost(Duration.ofSeconds(60))
                .until(() -> here ? ready(neighbour()) : ready(second.object()));
        assertThat(first.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(3);
        assertThat(first.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(2);
    }

    private static boolean ready(@Nullable SyncJob object) {
        return object != null && Stage.is(object, Condition.READY, "True", "Active");
    }

    private static @Nullable SyncJob neighbour() {
        return stage.client()
                .resources(SyncJob.class)
                .inNamespace(OTHER)
                .withName("one-job")
                .get();
    }

    private static List<String> statuses() {
        return Stream.concat(
                        Stream.of("one-job", "one-job-again")
                                .map(name -> stage.get(name).orElseThrow()),
                        Stream.of(neighbour()))
                .map(object -> object.getStatus().toString())
                .toList();
    }

    @Test
    void a_restored_object_whose_status_tells_of_better_days_is_judged_by_what_aws_shows() {
        Plant source = Plant.of(stage, "source").create().ready();
        Plant missing = Plant.of(stage, "missing");
        Plant foreign = Plant.of(stage, "foreign");
        Plant bare = Plant.of(stage, "bare");
        stage.simulator()
                .world()
                .addJob(JobSeed.active(foreign.key(), Stage.ROLE).tagged(Plant.FOREIGN));
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
        stage.await(
                "bare is not taken for ours",
                "bare",
                object -> Stage.is(object, Condition.READY, "False", "VerifyingOwnership")
                        || Stage.is(object, Condition.READY, "False", "OwnedByAnother"));
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
        assertThat(foreign.job().tags()).isEqualTo(Plant.FOREIGN);
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
