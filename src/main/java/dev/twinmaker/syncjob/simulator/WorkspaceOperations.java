package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on workspaces, as far as a test or a demo needs them. */
final class WorkspaceOperations {

    private static final int PAGE = 25;

    private final World world;
    private final Knobs knobs;
    private final SimulatedClock clock;
    private final Pages pages;

    WorkspaceOperations(World world, Knobs knobs, SimulatedClock clock, Pages pages) {
        this.world = world;
        this.knobs = knobs;
        this.clock = clock;
        this.pages = pages;
    }

    /** Finds by id, or by an ARN of the caller's own account and region. */
    Reply get(Request request) {
        String idOrArn = request.workspaceId();
        Optional<Workspace> found = world.workspacesIn(request.place()).values().stream()
                .filter(workspace ->
                        workspace.id().equals(idOrArn) || workspace.arn().equals(idOrArn))
                .findFirst();
        return Reply.read(found.orElseThrow(() -> noWorkspace(idOrArn)).details());
    }

    Reply create(Request request) {
        Map<String, String> tags = request.map("tags").orElse(Map.of());
        if (world.workspacesIn(request.place()).containsKey(request.workspaceId())) {
            throw Refusal.conflict("The workspace " + request.workspaceId() + " exists already.");
        }
        TagOperations.refuseReserved(tags.keySet(), knobs);
        world.addWorkspace(request.place(), request.workspaceId());
        Workspace workspace = need(request);
        workspace.update(request, clock.instant());
        workspace.tags(tags, clock.instant());
        ObjectNode body = Json.object();
        body.put("arn", workspace.arn());
        body.set("creationDateTime", Json.timestamp(workspace.created()));
        return Reply.changed(body);
    }

    Reply update(Request request) {
        Workspace workspace = need(request);
        workspace.update(request, clock.instant());
        ObjectNode body = Json.object();
        body.set("updateDateTime", Json.timestamp(workspace.updated()));
        return Reply.changed(body);
    }

    Reply delete(Request request) {
        Workspace workspace = need(request);
        boolean inUse = world.liveAt(request.place(), clock.instant()).stream()
                .anyMatch(job -> job.key().workspaceId().equals(workspace.id()));
        if (inUse) {
            knobs.undocumented.workspaceHasJobs.apply("The workspace has a sync job.");
        }
        world.removeWorkspace(request.place(), workspace.id());
        ObjectNode body = Json.object();
        body.put("message", "The workspace " + workspace.id() + " was deleted.");
        return Reply.changed(body);
    }

    Reply list(Request request) {
        List<ObjectNode> summaries = world.workspacesIn(request.place()).values().stream()
                .map(Workspace::summary)
                .toList();
        return pages.cut(request, "workspaceSummaries", summaries, PAGE);
    }

    private Workspace need(Request request) {
        Workspace workspace = world.workspacesIn(request.place()).get(request.workspaceId());
        if (workspace == null) {
            throw noWorkspace(request.workspaceId());
        }
        return workspace;
    }

    private static Refusal noWorkspace(String idOrArn) {
        return Refusal.notFound("The workspace " + idOrArn + " does not exist.");
    }
}
