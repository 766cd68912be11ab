package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.Journal;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Users who apply, edit and delete SyncJobs without a plan, each object with a workspace of its own, and what must be
 * true of all of them once they rest.
 */
final class RandomUsers {

    /** A backoff that had grown, a resync of the client and a pass. */
    private static final Duration CONVERGENCE = Duration.ofMinutes(4);

    private static final String TAG = "edit";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Stage stage;
    private final Random random;
    private final List<String> names;
    private final Set<String> applied = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private long edits;
    private long created;
    private long removed;
    private long calls;

    RandomUsers(Stage stage, Random random, int objects) {
        this.stage = stage;
        this.random = random;
        this.names = IntStream.range(0, objects).mapToObj(i -> "plant-" + i).toList();
        names.forEach(name -> stage.workspace(Stage.REGION, name));
    }

    /** What happened up to the last rest. */
    @Override
    public String toString() {
        return "%d objects applied, %d deleted, %d edits; %d jobs created, %d deleted, %d calls of AWS"
                .formatted(applied.size(), deleted.size(), edits, created, removed, calls);
    }

    /** One of them does something to some object. */
    void act() {
        String name = names.get(random.nextInt(names.size()));
        try {
            Optional<SyncJob> object = stage.get(name);
            if (object.isEmpty()) {
                applied.add(uid(stage.create(Stage.syncJob(name, Stage.REGION, name))));
            } else if (random.nextInt(4) == 0) {
                delete(object.get());
            } else {
                edit(name);
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
                throw e;
            }
        }
    }

    private void delete(SyncJob object) {
        deleted.add(uid(object));
        stage.delete(object.getMetadata().getName());
    }

    private void edit(String name) {
        edits++;
        stage.patch(
                name,
                switch (random.nextInt(3)) {
                    case 0 -> "{\"metadata\":{\"labels\":{\"" + TAG + "\":\"" + edits + "\"}}}";
                    case 1 -> "{\"spec\":{\"tags\":null}}";
                    default -> "{\"spec\":{\"tags\":{\"" + TAG + "\":\"" + edits + "\"}}}";
                });
    }

    /** Deletes everything and waits until it is gone. */
    void leave() {
        objects().values().forEach(this::delete);
        awaitRest();
    }

    /**
     * Waits until each object is ready with its tags, or gone with its job, and checks what led there: never two
     * creates of one job at a time, never more creates than objects, no delete of a job whose object nobody deleted.
     *
     * @return the calls of AWS since the last rest
     */
    List<JournalEntry> awaitRest() {
        try {
            Awaitility.await("all objects rest")
                    .atMost(CONVERGENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> unrest().isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(unrest().stream().map(this::history).collect(Collectors.joining("\n")), e);
        }
        Journal journal = stage.simulator().journal();
        assertThat(journal.racingCreates()).isEmpty();
        assertThat(journal.foreignDeletes(this::ofDeleted)).isEmpty();
        created += total(journal.createsApplied());
        removed += total(journal.deletesApplied());
        List<JournalEntry> entries = journal.entries();
        calls += entries.size();
        journal.clear();
        assertThat(created).isLessThanOrEqualTo(applied.size());
        assertThat(removed).isEqualTo(created - stage.simulator().world().jobs().size());
        return entries;
    }

    private static long total(Map<JobKey, Long> effects) {
        return effects.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean ofDeleted(Map<String, String> tags) {
        return Owner.in(tags).map(Owner::uid).filter(deleted::contains).isPresent();
    }

    private Map<String, SyncJob> objects() {
        return stage.client().resources(SyncJob.class).inNamespace(Stage.NAMESPACE).list().getItems().stream()
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), object -> object));
    }

    private List<String> unrest() {
        Map<String, SyncJob> objects = objects();
        return names.stream()
                .filter(name -> !rests(name, Optional.ofNullable(objects.get(name))))
                .toList();
    }

    private boolean rests(String name, Optional<SyncJob> object) {
        Optional<JobView> job = stage.simulator().world().job(Stage.key(Stage.REGION, name));
        return object.isEmpty() ? job.isEmpty() : job.isPresent() && rests(object.get(), job.get());
    }

    private String history(String name) {
        return stage.get(name) + "\nwith "
                + stage.simulator().world().job(Stage.key(Stage.REGION, name)) + "\nafter\n"
                + stage.simulator().journal().entries().stream()
                        .filter(call -> call.key().workspaceId().equals(name)
                                || call.resource().contains(name + "/"))
                        .map(call -> "%s %s by %s, %s %d %s"
                                .formatted(
                                        call.time(),
                                        call.operation(),
                                        call.principal(),
                                        call.effect() ? "effect" : "no effect",
                                        call.status(),
                                        call.fate()))
                        .collect(Collectors.joining("\n"));
    }

    private static boolean rests(SyncJob object, JobView job) {
        Map<String, String> asked = Optional.ofNullable(object.getSpec().tags()).orElse(Map.of());
        return object.getMetadata().getDeletionTimestamp() == null
                && Stage.is(object, Condition.READY, "True", "Active")
                && Stage.is(object, Condition.SYNCED, "True", "InSync")
                && job.arn().equals(object.getStatus().arn())
                && Owner.in(job.tags())
                        .map(Owner::uid)
                        .filter(uid(object)::equals)
                        .isPresent()
                && Objects.equals(asked.get(TAG), job.tags().get(TAG));
    }

    private static String uid(SyncJob object) {
        return object.getMetadata().getUid();
    }
}
