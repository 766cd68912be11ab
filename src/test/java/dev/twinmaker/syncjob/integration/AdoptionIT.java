package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a job that is there already, by what its owner tags say. */
class AdoptionIT extends OnePlantEach {

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        // An adoption whose answer came too late is done, and not told as one.
        stage.operator(Map.of(
                "SYNCJOB_FORMER_CLUSTER_IDS",
                "cluster-before-the-rebuild",
                "SYNCJOB_AWS_CALL_TIMEOUT",
                Stage.COLD_CALL));
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
}
