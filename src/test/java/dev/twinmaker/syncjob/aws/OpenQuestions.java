package dev.twinmaker.syncjob.aws;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.CreateSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerException;

/** Asks a real account what the documentation of the service leaves open, and prints the answers word for word. */
final class OpenQuestions {

    private static final String SOURCE = "SITEWISE";

    private final IoTTwinMakerClient aws;
    private final String workspace;
    private final String role;
    private final Map<String, String> tags;

    OpenQuestions(IoTTwinMakerClient aws, String workspace, String role, Map<String, String> tags) {
        this.aws = aws;
        this.workspace = workspace;
        this.role = role;
        this.tags = tags;
    }

    void askWithoutAJob(String missingWorkspace) {
        ask("CreateSyncJob in a workspace that does not exist", () -> create(missingWorkspace));
        ask(
                "ListSyncJobs in a workspace that does not exist",
                () -> aws.listSyncJobs(r -> r.workspaceId(missingWorkspace)).syncJobSummaries());
        ask("GetSyncJob without a workspace while there is no job", () -> aws.getSyncJob(r -> r.syncSource(SOURCE)));
        ask(
                "GetSyncJob of a job that does not exist",
                () -> aws.getSyncJob(r -> r.workspaceId(workspace).syncSource(SOURCE)));
        ask("DeleteSyncJob of a job that does not exist", () -> delete());
    }

    /** Creates a job, asks, and leaves the job in deletion. */
    void askWithAJob(Optional<String> secondWorkspace) {
        String arn = create(workspace).arn();
        System.out.println("open question: ARN of a job -> " + arn);
        ask("CreateSyncJob while the job exists", () -> create(workspace));
        secondWorkspace.ifPresent(
                other -> ask("CreateSyncJob while the source is connected elsewhere", () -> create(other)));
        ask(
                "status of a young job",
                () -> aws.getSyncJob(r -> r.workspaceId(workspace).syncSource(SOURCE))
                        .status());
        ask("TagResource on a job", () -> tag(arn, "shift"));
        ask("TagResource with a reserved key", () -> tag(arn, "aws:shift"));
        ask(
                "UntagResource of a key that is not there",
                () -> aws.untagResource(r -> r.resourceARN(arn).tagKeys("never-there")));
        ask("ListTagsForResource", () -> aws.listTagsForResource(r -> r.resourceARN(arn)));
        askUntagged(arn);
        ask("DeleteSyncJob", () -> delete());
        ask("DeleteSyncJob while the job is DELETING", () -> delete());
        ask("CreateSyncJob while the job is DELETING", () -> create(workspace));
        ask("TagResource while the job is DELETING", () -> tag(arn, "late"));
    }

    private void askUntagged(String arn) {
        aws.untagResource(r -> r.resourceARN(arn).tagKeys("shift"));
        aws.untagResource(r -> r.resourceARN(arn).tagKeys(tags.keySet()));
        try {
            ask(
                    "has ListTagsForResource a tags member without tags",
                    () -> aws.listTagsForResource(r -> r.resourceARN(arn)).hasTags());
        } finally {
            aws.tagResource(r -> r.resourceARN(arn).tags(tags));
        }
    }

    private CreateSyncJobResponse create(String where) {
        return aws.createSyncJob(
                r -> r.workspaceId(where).syncSource(SOURCE).syncRole(role).tags(tags));
    }

    private Object delete() {
        return aws.deleteSyncJob(r -> r.workspaceId(workspace).syncSource(SOURCE));
    }

    private Object tag(String arn, String key) {
        return aws.tagResource(r -> r.resourceARN(arn).tags(Map.of(key, "yes")));
    }

    private static void ask(String question, Supplier<?> call) {
        String answer;
        try {
            answer = "200 " + call.get();
        } catch (IoTTwinMakerException e) {
            answer = e.statusCode() + " " + e.awsErrorDetails().errorCode() + ": "
                    + e.awsErrorDetails().errorMessage();
        }
        System.out.println("open question: " + question + " -> " + answer);
    }
}
