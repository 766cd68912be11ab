package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.Tally;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iottwinmaker.model.ListSyncResourcesResponse;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceSummary;
import software.amazon.awssdk.services.iottwinmaker.model.SyncResourceType;

/**
 * Counts what a job has synced, a few pages of it: there can be a hundred thousand, and nobody needs the exact number. It
 * does not wait for the budget, since the look before it has: waiting anew, the two could miss each other for ever.
 */
final class Resources {

    private static final int MOST_PAGES = 5;
    private static final int PAGE = 200;

    private final Calls calls;

    Resources(Calls calls) {
        this.calls = calls;
    }

    Tally count(Identity identity, Caller caller, Budget budget) {
        String what = TwinMakerSyncJobs.what("ListSyncResources", identity);
        Map<Boolean, Integer> counts = new HashMap<>();
        Pages.End end = pages(what, identity, caller, budget).read(what, answer -> {
            if (!answer.hasSyncResources()) {
                return Optional.of(FailureTable.unreadable(what, "an answer without its members"));
            }
            answer.syncResources().forEach(resource -> counts.merge(isComponentType(resource), 1, Integer::sum));
            return Optional.empty();
        });
        return end.failure()
                .<Tally>map(Tally.Unreadable::new)
                .orElseGet(
                        () -> new Tally.Known(counts.getOrDefault(false, 0), counts.getOrDefault(true, 0), end.more()));
    }

    private static boolean isComponentType(SyncResourceSummary resource) {
        return resource.resourceType() == SyncResourceType.COMPONENT_TYPE;
    }

    private Pages<ListSyncResourcesResponse> pages(String what, Identity identity, Caller caller, Budget budget) {
        return new Pages<>(
                token -> {
                    budget.charge(1);
                    return calls.make(
                            budget,
                            what,
                            identity,
                            caller,
                            (client, signed) -> client.listSyncResources(r -> r.workspaceId(identity.workspaceId())
                                    .syncSource(identity.syncSource())
                                    .maxResults(PAGE)
                                    .nextToken(token)
                                    .overrideConfiguration(signed)));
                },
                ListSyncResourcesResponse::nextToken,
                MOST_PAGES);
    }
}
