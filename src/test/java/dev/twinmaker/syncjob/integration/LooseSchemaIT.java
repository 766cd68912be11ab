package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cluster whose CRD checks nothing: what the API server lets through, the operator refuses. */
class LooseSchemaIT {

    private static Stage stage;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        stage = Stage.start();
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        stage.plane()
                .kubectlReading(MisfitIT.OLD_CRD, "apply", "--server-side", "--force-conflicts", "-f", "-")
                .output();
        operator = stage.operator();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void objects_that_fit_no_type_come_and_go_and_hold_nobody_up() {
        Plant before = Plant.of(stage, "before").create().ready();
        Plant turned = Plant.of(stage, "turned").create().ready();
        for (int i = 0; i < MisfitIT.MISFITS.size(); i++) {
            stage.applyText("""
                    apiVersion: twinmaker.dev/v1alpha1
                    kind: SyncJob
                    metadata: {name: misfit-%d, namespace: %s}
                    spec: %s
                    """.formatted(i, Stage.NAMESPACE, MisfitIT.MISFITS.get(i)));
        }
        stage.plane()
                .kubectl("patch", "syncjob", "turned", "--type=merge", "-p", "{\"spec\":\"just-text\"}")
                .output();
        turned.await("is refused", Condition.STALLED, "True", "InvalidSpec");

        Plant after = Plant.of(stage, "after").create().ready();
        before.retag("new");
        before.delete();
        after.delete();
        before.awaitGone();
        after.awaitGone();
        assertThat(turned.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
        assertThat(operator.status("live")).isEqualTo(200);

        turned.edit("{\"spec\":{\"workspaceId\":\"plant\",\"syncSource\":\"SITEWISE\",\"roleArn\":\"" + Stage.ROLE
                + "\",\"region\":\"" + turned.region() + "\"}}");
        stage.await(
                "turned is well again",
                "turned",
                object -> Stage.is(object, Condition.READY, "True", "Active")
                        && Stage.is(object, Condition.SYNCED, "True", "InSync"));
        assertThat(turned.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        stage.plane().kubectl("delete", "syncjobs", "--all", "--timeout=60s").output();
        Awaitility.await("the job is gone").until(() -> !turned.hasJob());
        assertThat(operator.log()).doesNotContain(" ERROR ");
    }

    @Test
    void an_edit_of_what_names_the_job_is_refused_and_leaves_no_job_behind() {
        Plant workspace = Plant.of(stage, "workspace").create();
        Plant region = Plant.of(stage, "region").create();
        Plant deleted = Plant.of(stage, "deleted").create();
        List<Plant> all = List.of(workspace, region, deleted);
        all.forEach(Plant::ready);
        all.forEach(plant -> stage.workspace(plant.region(), "annex"));
        stage.workspace("eu-elsewhere-1", "plant");

        workspace.edit("{\"spec\":{\"workspaceId\":\"annex\"}}");
        region.edit("{\"spec\":{\"region\":\"eu-elsewhere-1\"}}");
        deleted.edit("{\"spec\":{\"workspaceId\":\"annex\"}}");
        all.forEach(plant -> plant.await("is refused", Condition.STALLED, "True", "InvalidSpec"));
        assertThat(workspace.message(Condition.STALLED)).contains("spec.workspaceId is immutable", "is in plant.");
        assertThat(region.message(Condition.STALLED)).contains("spec.region is immutable", region.region());
        deleted.delete();
        deleted.await("is not let go", Condition.STALLED, "True", "DeletionBlocked");
        assertThat(deleted.hasJob()).isTrue();

        all.forEach(
                plant -> plant.edit("{\"spec\":{\"workspaceId\":\"plant\",\"region\":\"" + plant.region() + "\"}}"));
        workspace.ready();
        region.ready();
        deleted.awaitGone();
        assertThat(all)
                .allSatisfy(plant ->
                        assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1));
        assertThat(stage.simulator().world().jobs())
                .extracting(job -> job.key())
                .contains(workspace.key(), region.key())
                .noneMatch(key -> key.workspaceId().equals("annex"))
                .noneMatch(key -> key.place().region().equals("eu-elsewhere-1"));
        assertThat(deleted.hasJob()).isFalse();
    }
}
