package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iottwinmaker.model.CreateSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.DeleteSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.ErrorDetails;
import software.amazon.awssdk.services.iottwinmaker.model.GetSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerResponse;

/** What answers of the service say of a job. One that lacks what the model promises says nothing. */
final class JobAnswers {

    private JobAnswers() {}

    static Observation read(GetSyncJobResponse answer, Identity identity, String what) {
        if (answer.arn() == null
                || answer.status() == null
                || answer.status().stateAsString() == null
                || answer.syncRole() == null
                || answer.creationDateTime() == null) {
            return new Observation.Unreadable(FailureTable.unreadable(what, "an answer without its members"));
        }
        if (!identity.workspaceId().equals(answer.workspaceId())
                || !identity.syncSource().equals(answer.syncSource())) {
            return new Observation.Unreadable(FailureTable.unreadable(what, "an answer about another job"));
        }
        ErrorDetails error = answer.status().error();
        return new Observation.Present(new Job(
                answer.arn(),
                answer.status().stateAsString(),
                answer.syncRole(),
                answer.creationDateTime(),
                answer.updateDateTime(),
                error == null ? null : text(error.codeAsString()),
                error == null ? null : text(error.message()),
                Optional.empty()));
    }

    private static @Nullable String text(@Nullable String said) {
        return said == null || said.isBlank() ? null : AwsText.normalise(said);
    }

    /** Of a create: the job as it is then, with the tags that were sent along. */
    static Outcome read(CreateSyncJobResponse created, String roleArn, Map<String, String> tags, String what) {
        if (created.arn() == null || created.creationDateTime() == null || created.stateAsString() == null) {
            return unreadable(what);
        }
        Job job = new Job(
                created.arn(),
                created.stateAsString(),
                roleArn,
                created.creationDateTime(),
                null,
                null,
                null,
                Optional.of(Map.copyOf(tags)));
        return new Outcome.Done(Optional.of(job), requestId(created));
    }

    /** Of any other write. */
    static Outcome read(IoTTwinMakerResponse answer, Job job, String what) {
        String state = answer instanceof DeleteSyncJobResponse deleted ? deleted.stateAsString() : job.state();
        return state == null ? unreadable(what) : new Outcome.Done(Optional.of(inState(job, state)), requestId(answer));
    }

    private static Outcome unreadable(String what) {
        return new Outcome.Rejected(FailureTable.unreadable(what, "an answer without its members"));
    }

    static Job inState(Job job, String state) {
        Instant updated = job.updated();
        return new Job(job.arn(), state, job.roleArn(), job.created(), updated, null, null, job.tags());
    }

    private static String requestId(IoTTwinMakerResponse response) {
        return response.responseMetadata() == null
                ? ""
                : response.responseMetadata().requestId();
    }
}
