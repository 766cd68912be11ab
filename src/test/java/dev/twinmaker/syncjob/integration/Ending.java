package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an object and its job have come to, to be compared with what others came to. */
final class Ending {

    private Ending() {}

    /** As a text, without what differs from one object to the next. */
    static String of(Stage stage, String name, JobKey key) {
        SyncJob object = stage.get(name).orElseThrow();
        SyncJobStatus status = object.getStatus();
        JobView job = stage.simulator().world().job(key).orElseThrow();
        assertThat(status.arn()).isEqualTo(job.arn());
        assertThat(job.tags())
                .containsEntry("twinmaker.dev/uid", object.getMetadata().getUid());
        Map<String, String> tags = new TreeMap<>(job.tags());
        tags.remove("twinmaker.dev/uid");
        List<String> conditions = status.conditions().stream()
                .map(condition -> condition.type() + condition.status() + condition.reason() + condition.message())
                .toList();
        return Stream.of(
                        object.getMetadata().getFinalizers(),
                        status.observedGeneration(),
                        status.state(),
                        status.roleArn(),
                        status.tagKeys(),
                        status.drift(),
                        status.plan(),
                        conditions,
                        job.status().state(),
                        job.role(),
                        tags)
                .map(String::valueOf)
                .collect(Collectors.joining("; "))
                .replace(key.place().region(), "REGION")
                .replace(name, "NAME");
    }
}
