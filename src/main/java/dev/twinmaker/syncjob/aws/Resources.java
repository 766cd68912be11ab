package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.iottwinmaker.model.ListSyncResourcesResponse;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceSummary;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceType;

/** Counts what a job has synced, a few pages of it: there can be a hundred thousand, and nobody needs the exact number. */
final class Resources {

    private static final int MOST_PAGES = 5;
    private static final int PAGE = 200;

    private final Calls calls;

    Resources(Calls calls) {
        this.calls = calls;
    }

    Tally count(Identity identity, Caller caller, Budget budget) {
        Optional<Duration> delay = budget.take(1, caller);
        if (delay.isPresent()) {
            return new Tally.NotNow(delay.get());
        }
        String what = TwinMakerSyncJobs.what("ListSyncResources", identity);
        int entities = 0;
        int componentTypes = 0;
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            if (page > 0) {
                budget.charge(1);
            }
            String from = token;
            Calls.Answer<ListSyncResourcesResponse> answer = calls.make(
                    budget,
                    what,
                    identity,
                    caller,
                    (client, signed) -> client.listSyncResources(r -> r.workspaceId(identity.workspaceId())
                            .syncSource(identity.syncSource())
                            .maxResults(PAGE)
                            .nextToken(from)
                            .overrideConfiguration(signed)));
            if (answer.failure() != null) {
                return new Tally.Unreadable(answer.failure());
            }
            if (!answer.value().hasSyncResources()) {
                return new Tally.Unreadable(FailureTable.unreadable(what, "an answer without its members"));
            }
            for (SyncResourceSummary resource : answer.value().syncResources()) {
                if (resource.resourceType() == SyncResourceType.COMPONENT_TYPE) {
                    componentTypes++;
                } else {
                    entities++;
                }
            }
            token = answer.value().nextToken();
            if (token == null || token.isEmpty()) {
                return new Tally.Known(entities, componentTypes, false);
            }
        }
        return new Tally.Known(entities, componentTypes, true);
    }
}
