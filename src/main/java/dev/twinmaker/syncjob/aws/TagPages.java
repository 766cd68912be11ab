package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iottwinmaker.model.ListTagsForResourceResponse;

/** Every tag of a job. The SDK has no paginator here, and a token that comes twice would never end. */
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
        Set<String> tokens = new HashSet<>();
        String token = null;
        for (int page = 0; page < MOST; page++) {
            if (page > 0) {
                budget.charge(1);
            }
            String from = token;
            Calls.Answer<ListTagsForResourceResponse> answer = calls.make(
                    budget,
                    what,
                    identity,
                    caller,
                    (client, signed) -> client.listTagsForResource(
                            r -> r.resourceARN(job.arn()).nextToken(from).overrideConfiguration(signed)));
            if (answer.failure() != null) {
                return untagged(answer.failure());
            }
            if (!answer.value().hasTags()) {
                return new Observation.Unreadable(FailureTable.unreadable(what, "an answer without its members"));
            }
            tags.putAll(answer.value().tags());
            token = answer.value().nextToken();
            if (token == null || token.isEmpty()) {
                return new Observation.Present(job.withTags(tags));
            }
            if (!tokens.add(token)) {
                break;
            }
        }
        return new Observation.Unreadable(FailureTable.unreadable(what, "pages without an end"));
    }

    /** The job was there a moment ago, so this "not found" is about its tags and says nothing of the job. */
    private static Observation untagged(Failure failure) {
        return failure.kind() == Failure.Kind.NOT_FOUND
                ? new Observation.Unreadable(new Failure(
                        Failure.Kind.UNAVAILABLE, Failure.Effect.NONE, failure.text(), failure.retryAfter()))
                : new Observation.Unreadable(failure);
    }
}
