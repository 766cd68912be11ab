package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A namespace that is deleted with everything in it. There is no namespace controller here, so the test deletes its
 * objects, as that one does.
 */
class NamespaceIT {

    private static final String TEAM = "team";
    private static final int OBJECTS = 100;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void a_namespace_that_is_deleted_while_aws_is_out_says_what_it_waits_for_and_leaves_no_job_when_aws_is_back() {
        try (Stage stage = Stage.start()) {
            stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
            OperatorProcess operator = stage.operator(Map.of("SYNCJOB_BACKOFF_MAX", "2s"));
            stage.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(TEAM)
                            .endMetadata()
                            .build())
                    .create();
            List<String> names = IntStream.range(0, OBJECTS)
                    .mapToObj(number -> "plant-" + number)
                    .toList();
            names.forEach(name -> create(stage, name));
            awaitAll(stage, "all are ready", OBJECTS, object -> Stage.is(object, Condition.READY, "True", "Active"));

            stage.simulator().faults().always(FaultMatch.any(), FaultAction.Answer.error(503, "ServiceUnavailable"));
            stage.plane().kubectl("delete", "namespace", TEAM, "--wait=false").output();
            stage.client().resources(SyncJob.class).inNamespace(TEAM).delete();
            awaitAll(
                    stage,
                    "all say what they wait for",
                    OBJECTS,
                    object -> object.getMetadata().getDeletionTimestamp() != null
                            && Stage.is(object, Condition.SYNCED, "False", "ServiceUnavailable"));
            assertThat(stage.simulator().journal().deletesApplied()).isEmpty();

            stage.simulator().faults().clear();
            awaitAll(stage, "all are gone", 0, object -> true);
            assertThat(names)
                    .allSatisfy(name -> assertThat(stage.simulator().world().job(Stage.key(Stage.REGION, name)))
                            .isEmpty());
            assertThat(stage.simulator().journal().createsApplied())
                    .hasSize(OBJECTS)
                    .allSatisfy((key, count) -> assertThat(count).isEqualTo(1));
            assertThat(stage.simulator().journal().deletesApplied())
                    .hasSize(OBJECTS)
                    .allSatisfy((key, count) -> assertThat(count).isEqualTo(1));
            assertThat(stage.calls(Operation.CREATE_SYNC_JOB)).isEqualTo(OBJECTS);
            assertThat(operator.isAlive()).isTrue();
            assertThat(operator.log()).doesNotContain("ERROR");
        }
    }

    private static void create(Stage stage, String name) {
        stage.workspace(Stage.REGION, name);
        SyncJob object = Stage.syncJob(name, Stage.REGION, name);
        object.getMetadata().setNamespace(TEAM);
        stage.create(object);
    }

    private static void awaitAll(Stage stage, String what, int count, Predicate<SyncJob> expected) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> stage.client()
                                .resources(SyncJob.class)
                                .inNamespace(TEAM)
                                .list()
                                .getItems(),
                        objects -> objects.size() == count && objects.stream().allMatch(expected));
    }
}
