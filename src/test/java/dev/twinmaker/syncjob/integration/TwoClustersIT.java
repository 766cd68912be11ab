package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two clusters, each with its operator, work in one AWS account. */
class TwoClustersIT {

    private static final int ROUNDS = 200;

    /** So few that none waits long for the others, so that both clusters come to the same one at the same time. */
    private static final int AT_ONCE = 20;

    private static final String REGION = "eu-west-1";
    private static final Duration IN_TRANSIT = Duration.ofMillis(300);

    /** A job of this age has shown its tags long ago, if it had any. */
    private static final Duration OLD = Duration.ofHours(2);

    private static Stage here;
    private static Stage there;

    @BeforeAll
    static void start() {
        here = Stage.start();
        there = here.neighbour();
        here.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        Map<String, String> patient = Map.of("SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL);
        here.operator(patient);
        there.operator(patient);
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
    }

    @Test
    void of_two_that_start_at_once_one_wins_and_the_loser_says_who_each_time() {
        IntStream.range(0, ROUNDS).forEach(round -> here.workspace(REGION, workspace(round)));
        // Both see that there is no job before either has made it.
        here.simulator()
                .faults()
                .always(
                        FaultMatch.of(Operation.CREATE_SYNC_JOB).inRegion(REGION),
                        new FaultAction.Delay(FaultAction.Distribution.FIXED, IN_TRANSIT, IN_TRANSIT));
        for (int first = 0; first < ROUNDS; first += AT_ONCE) {
            List<String> names = IntStream.range(first, first + AT_ONCE)
                    .mapToObj(TwoClustersIT::workspace)
                    .toList();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> createAll(there, names));
            createAll(here, names);
            other.join();
            names.forEach(TwoClustersIT::settled);
        }
        assertThat(here.simulator().journal().createsApplied().entrySet())
                .filteredOn(entry -> entry.getKey().workspaceId().startsWith("round-"))
                .hasSize(ROUNDS)
                .allSatisfy(entry -> assertThat(entry.getValue()).isEqualTo(1));
        long collisions = here.simulator().journal().entries(Operation.CREATE_SYNC_JOB).stream()
                .filter(create -> create.key().workspaceId().startsWith("round-") && create.status() == 409)
                .count();
        System.out.printf("two clusters: %d creates met a job that was not there before%n", collisions);
        assertThat(collisions).isPositive();
        for (Operation write : List.of(Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE)) {
            assertThat(here.simulator().journal().entries(write))
                    .as(write.wireName())
                    .noneMatch(entry -> (entry.key() + entry.resource()).contains("round-"));
        }
    }

    @Test
    void a_job_is_handed_over_by_retaining_it_there_and_adopting_it_here() {
        String name = "handed-over";
        here.workspace("eu-south-1", name);
        JobKey key = Stage.key("eu-south-1", name);
        here.simulator().clock().advance(OLD.negated());
        there.create(Stage.syncJob(name, "eu-south-1", name));
        there.awaitReady(name);
        here.simulator().clock().advance(OLD);
        JobView before = here.simulator().world().job(key).orElseThrow();

        SyncJob heir = Stage.syncJob(name, "eu-south-1", name);
        heir.setSpec(adopting(heir.getSpec()));
        here.create(heir);
        SyncJob refused =
                here.await("it waits", name, object -> Stage.is(object, Condition.READY, "False", "OwnedByAnother"));
        assertThat(message(refused)).contains(cluster(there));

        there.patch(name, "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
        there.delete(name);
        there.awaitGone(name);
        there.awaitEvent(name, "Retained");
        here.annotate(name, SyncJob.RECONCILE_REQUESTED_AT, "retained there");
        // A list of tags that is empty once proves nothing; a young job without tags is taken over after two minutes.
        here.awaitEvent(name, "Adopted");
        here.awaitReady(name);
        JobView after = here.simulator().world().job(key).orElseThrow();
        assertThat(after.created()).isEqualTo(before.created());
        assertThat(after.tags()).containsEntry("twinmaker.dev/cluster", cluster(here));
    }

    private static void createAll(Stage stage, List<String> names) {
        names.parallelStream().forEach(name -> stage.create(Stage.syncJob(name, REGION, name)));
    }

    private static void settled(String name) {
        SyncJob mine = decided(here, name);
        SyncJob theirs = decided(there, name);
        boolean won = Stage.is(mine, Condition.READY, "True", "Active");
        assertThat(List.of(won, Stage.is(theirs, Condition.READY, "True", "Active")))
                .as(name)
                .containsExactlyInAnyOrder(true, false);
        Stage winner = won ? here : there;
        SyncJob loser = won ? theirs : mine;
        assertThat(message(loser)).contains(cluster(winner), Stage.NAMESPACE + "/" + name);
        Optional<JobView> job = here.simulator().world().job(Stage.key(REGION, name));
        assertThat(job.orElseThrow().tags())
                .containsEntry("twinmaker.dev/cluster", cluster(winner))
                .containsEntry("twinmaker.dev/name", name);
    }

    private static SyncJob decided(Stage stage, String name) {
        return stage.await(
                name + " is decided",
                name,
                object -> Stage.is(object, Condition.READY, "True", "Active")
                        || Stage.is(object, Condition.STALLED, "True", "OwnedByAnother"));
    }

    private static SyncJobSpec adopting(SyncJobSpec spec) {
        return new SyncJobSpec(
                spec.workspaceId(),
                spec.syncSource(),
                spec.roleArn(),
                Map.of(),
                spec.region(),
                null,
                AdoptionPolicy.IF_UNOWNED,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static String workspace(int round) {
        return "round-" + round;
    }

    private static String cluster(Stage stage) {
        return stage.client()
                .namespaces()
                .withName("kube-system")
                .get()
                .getMetadata()
                .getUid();
    }

    private static String message(SyncJob object) {
        return Stage.condition(object, Condition.READY).orElseThrow().message();
    }
}
