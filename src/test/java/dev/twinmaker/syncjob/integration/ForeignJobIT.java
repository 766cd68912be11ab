package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job of somebody else is refused, named, left alone, and holds nobody up. */
class ForeignJobIT {

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        stage.operator();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void a_job_that_nobody_marked_is_refused_and_left_alone() {
        Map<String, String> tags = Map.of("made-by", "hand");
        SyncJob refused = refused("nobody", "us-east-1", tags);
        assertThat(message(refused)).contains("nobody");
        leftAlone("nobody", "us-east-1", tags);
    }

    @Test
    void a_job_of_another_cluster_is_refused_by_its_name() {
        Map<String, String> tags = Map.of(
                "twinmaker.dev/cluster", "another-cluster",
                "twinmaker.dev/namespace", "factory",
                "twinmaker.dev/name", "line-7",
                "twinmaker.dev/uid", "0000",
                "twinmaker.dev/managed-by", "syncjob-operator");
        SyncJob refused = refused("foreign", "us-west-2", tags);
        assertThat(message(refused)).contains("factory/line-7").contains("another-cluster");
        leftAlone("foreign", "us-west-2", tags);
    }

    private static SyncJob refused(String name, String region, Map<String, String> tags) {
        stage.workspace(region, "plant");
        stage.simulator()
                .world()
                .addJob(JobSeed.active(Stage.key(region, "plant"), Stage.ROLE).tagged(tags));
        stage.create(Stage.syncJob(name, region, "plant"));
        SyncJob refused = stage.await(
                "it is refused", name, object -> Stage.is(object, Condition.STALLED, "True", "OwnedByAnother"));
        assertThat(Stage.is(refused, Condition.READY, "False", "OwnedByAnother"))
                .isTrue();
        assertThat(Stage.is(refused, Condition.SYNCED, "False", "OwnedByAnother"))
                .isTrue();
        assertThat(refused.getStatus().arn()).isNull();
        return refused;
    }

    private static void leftAlone(String name, String region, Map<String, String> tags) {
        stage.delete(name);
        stage.awaitGone(name);
        JobKey key = Stage.key(region, "plant");
        JobView job = stage.simulator().world().job(key).orElseThrow();
        assertThat(job.tags()).isEqualTo(tags);
        assertThat(job.status().state()).hasToString("ACTIVE");
        for (Operation write : new Operation[] {
            Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE
        }) {
            assertThat(stage.simulator().journal().entries(write))
                    .as(write.wireName())
                    .noneMatch(entry -> key.equals(entry.key()));
        }
        stage.awaitEvent(name, "Released");
    }

    private static String message(SyncJob object) {
        return Stage.condition(object, Condition.READY).orElseThrow().message();
    }
}
