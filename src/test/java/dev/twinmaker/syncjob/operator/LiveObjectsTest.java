package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who counts as using an access, for those who ask the API server as for those who watch. */
class LiveObjectsTest {

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource({
        "new, '', '', '', false",
        "held, twinmaker.dev/sync-job, '', '', true",
        "held and going, twinmaker.dev/sync-job, deletionTimestamp, '', true",
        "its finalizer was taken by hand, '', '', arn, true",
        "released and held by others, other.example/held, deletionTimestamp, arn, false",
    })
    void an_object_uses_its_access_while_something_in_aws_is_or_may_be_its_own(
            String what, String finalizer, String deletion, String arn, boolean uses) {
        SyncJob object = new KubernetesSerialization()
                .unmarshal(
                        """
                        metadata:
                          name: plant
                          finalizers: [%s]
                          %s
                        spec: {workspaceId: plant}
                        status: {%s}
                        """.formatted(
                                        finalizer.replace("twinmaker.dev/sync-job", SyncJob.FINALIZER),
                                        deletion.isEmpty() ? "" : "deletionTimestamp: '2026-03-01T12:00:00Z'",
                                        arn.isEmpty()
                                                ? ""
                                                : "arn: 'arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/plant/sync-job/SITEWISE'"),
                        SyncJob.class);
        assertThat(LiveObjects.uses(object)).isEqualTo(uses);
    }

    @ParameterizedTest
    @CsvSource({"ObserveOnly, false", "Full, true"})
    void a_job_that_is_only_observed_is_not_its_own(String policy, boolean uses) {
        SyncJob object = new KubernetesSerialization().unmarshal("""
                        metadata: {name: plant}
                        spec: {workspaceId: plant, managementPolicy: %s}
                        status: {arn: 'arn:aws:iottwinmaker:eu-central-1:1:workspace/plant/sync-job/S'}
                        """.formatted(policy), SyncJob.class);
        assertThat(LiveObjects.uses(object)).isEqualTo(uses);
    }
}
