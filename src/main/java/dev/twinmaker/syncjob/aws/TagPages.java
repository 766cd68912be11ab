package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iottwinmaker.model.ListTagsForResourceResponse;

/** Every tag of a job. */
final class TagPages {

    private static final int MOST = 20;

    private final Calls calls;

    TagPages(Calls calls) {
        this.calls = calls;
    }

    /** The job with its tags, or unreadable. The caller has taken the first page from the budget already. */
    Observation of(Job job, Identity identity, Caller caller, Budget budget) {
        String what = TwinMakerSyncJobs.what("ListTagsForResource", identity);
        Map<String, String> tags = new HashMap<>();
        Pages.End end = pages(what, job, identity, caller, budget).read(what, answer -> {
            if (!answer.hasTags()) {
                return Optional.of(FailureTable.unreadable(what, "an answer without its members"));
            }
            tags.putAll(answer.tags());
            return Optional.empty();
        });
        if (end.failure().isPresent()) {
            return untagged(end.failure().get());
        }
        return end.more()
                ? new Observation.Unreadable(FailureTable.unreadable(what, "pages without an end"))
                : new Observation.Present(job.withTags(tags));
    }

    private Pages<ListTagsForResourceResponse> pages(
            String what, Job job, Identity identity, Caller caller, Budget budget) {
        return new Pages<>(
                token -> {
                    if (token != null) {
                        budget.charge(1);
                    }
                    return calls.make(
                            budget,
                            what,
                            identity,
                            caller,
                            (client, signed) -> client.listTagsForResource(r ->
                                    r.resourceARN(job.arn()).nextToken(token).overrideConfiguration(signed)));
                },
                ListTagsForResourceResponse::nextToken,
                MOST);
    }

    /** The job was there a moment ago, so this "not found" is about its tags and says nothing of the job. */
    private static Observation untagged(Failure failure) {
        return failure.kind() == Failure.Kind.NOT_FOUND
                ? new Observation.Unreadable(new Failure(
                        Failure.Kind.UNAVAILABLE, Failure.Effect.NONE, failure.text(), failure.retryAfter()))
                : new Observation.Unreadable(failure);
    }
}
