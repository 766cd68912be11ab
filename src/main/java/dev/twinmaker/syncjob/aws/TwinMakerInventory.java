package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Inventory;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iottwinmaker.model.ListSyncJobsResponse;
import software.amazon.awssdk.services.iottwinmaker.model.ListWorkspacesResponse;

/** {@link Inventory} by the SDK client. */
final class TwinMakerInventory implements Inventory {

    private static final int PAGE = 200;
    private static final Caller CALLER = new Caller("inventory", Lane.URGENT, Optional.empty());

    private final Calls calls;
    private final Budgets budgets;

    TwinMakerInventory(Calls calls, Budgets budgets) {
        this.calls = calls;
        this.budgets = budgets;
    }

    @Override
    public Listing<String> workspaces(String region) {
        return pages(
                new Identity(region, "", ""),
                "iottwinmaker:ListWorkspaces in " + region,
                token -> (client, signed) -> client.listWorkspaces(
                        r -> r.maxResults(PAGE).nextToken(token).overrideConfiguration(signed)),
                ListWorkspacesResponse::nextToken,
                answer -> answer.workspaceSummaries().stream()
                        .map(summary -> summary.workspaceId())
                        .toList());
    }

    @Override
    public Listing<Identity> jobs(String region, String workspaceId) {
        Identity workspace = new Identity(region, workspaceId, "");
        return pages(
                workspace,
                TwinMakerSyncJobs.what("ListSyncJobs", workspace),
                token -> (client, signed) -> client.listSyncJobs(r -> r.workspaceId(workspaceId)
                        .maxResults(PAGE)
                        .nextToken(token)
                        .overrideConfiguration(signed)),
                ListSyncJobsResponse::nextToken,
                answer -> answer.syncJobSummaries().stream()
                        .map(summary -> new Identity(region, workspaceId, summary.syncSource()))
                        .toList());
    }

    private <R, T> Listing<T> pages(
            Identity place,
            String what,
            Function<@Nullable String, Calls.Request<R>> page,
            Function<R, @Nullable String> next,
            Function<R, List<T>> items) {
        List<T> all = new ArrayList<>();
        Pages<R> pages = new Pages<>(token -> paid(place, what, page.apply(token)), next, Integer.MAX_VALUE);
        Pages.End end = pages.read(what, answer -> {
            all.addAll(items.apply(answer));
            return Optional.empty();
        });
        return new Listing<>(all, end.failure());
    }

    /** Each page waits for nobody: without room in the budget the list ends there, and says so. */
    private <R> Calls.Answer<R> paid(Identity place, String what, Calls.Request<R> request) {
        Budget budget = budgets.reads(place, CALLER.principal());
        Optional<Duration> delay = budget.take(1, CALLER);
        return delay.isPresent()
                ? new Calls.Answer<>(null, noRoom(what, delay.get()), null, Optional.empty())
                : calls.make(budget, what, place, CALLER, request);
    }

    private static Failure noRoom(String what, Duration delay) {
        return new Failure(
                Failure.Kind.THROTTLED,
                Failure.Effect.NONE,
                "No room in the budget for " + what + ".",
                Optional.of(delay));
    }
}
