package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;

/** An object for each row of the condition table, as users and their tools read it. */
public final class ConditionExamples {

    /**
     * One row.
     *
     * @param conditions Ready, Synced and the third one, as the page shows them
     * @param kstatus what the table says that kstatus makes of it
     */
    public record Example(String situation, List<String> conditions, String kstatus, SyncJob object) {}

    private ConditionExamples() {}

    /** All rows, in the order of the page. */
    public static List<Example> all() {
        return ConditionTable.lines().stream().map(ConditionExamples::example).toList();
    }

    private static Example example(ConditionTable.Line line) {
        Scene scene = line.scene().get();
        SyncJob object = new SyncJob();
        object.setMetadata(new ObjectMetaBuilder()
                .withName("plant")
                .withNamespace("default")
                .withGeneration(scene.generation)
                .build());
        if (scene.deleting()) {
            object.getMetadata().setDeletionTimestamp("2026-03-01T12:00:00Z");
        }
        object.setSpec(SyncJobSpec.of("plant", "SITEWISE", Scene.ROLE, null, null));
        object.setStatus(scene.status);
        return new Example(
                line.situation(),
                List.of(line.ready(), line.synced(), line.third()),
                line.kstatus().name(),
                object);
    }
}
