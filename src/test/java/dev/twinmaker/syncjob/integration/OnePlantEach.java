package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests that share a stage and have a workspace of a region, a SyncJob and its job each to themselves. */
abstract class OnePlantEach {

    private static final Set<Operation> WRITES = Set.of(
            Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration OLD = Duration.ofHours(2);

    static Stage stage;

    String name;
    String region;
    JobKey key;

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

    /** Applies a manifest with these lines in its spec. */
    void create(String lines) {
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

    SyncJob ready(String lines) {
        create(lines);
        return stage.awaitReady(name);
    }

    /** A job that has been there for hours. */
    void seed(Map<String, String> tags) {
        stage.simulator().clock().advance(OLD.negated());
        stage.simulator().world().addJob(JobSeed.active(key, Stage.ROLE).tagged(tags));
        stage.simulator().clock().advance(OLD);
    }

    JobView job() {
        return stage.simulator().world().job(key).orElseThrow();
    }

    List<Operation> writes() {
        return stage.simulator().journal().entries().stream()
                .filter(entry -> WRITES.contains(entry.operation()))
                .filter(entry -> key.equals(entry.key()) || entry.resource().equals(key.arn()))
                .map(JournalEntry::operation)
                .toList();
    }

    long calls(Operation operation) {
        return writes().stream().filter(operation::equals).count();
    }

    void nothingWasWritten() {
        assertThat(writes()).isEmpty();
    }

    static String message(SyncJob object, String type) {
        return Stage.condition(object, type).orElseThrow().message();
    }
}
