package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The five operations on sync jobs, from the check of the sync source onwards. */
final class SyncJobOperations {

    private static final int PAGE = 50;

    private final World world;
    private final Iam iam;
    private final Knobs knobs;
    private final SimulatedClock clock;
    private final Pages pages;

    SyncJobOperations(World world, Iam iam, Knobs knobs, SimulatedClock clock, Pages pages) {
        this.world = world;
        this.iam = iam;
        this.knobs = knobs;
        this.clock = clock;
        this.pages = pages;
    }

    Reply create(Request request) {
        JobKey key = request.key();
        String role = request.text("syncRole").orElse("");
        Map<String, String> tags = request.map("tags").orElse(Map.of());
        onlySiteWise(request);
        needWorkspace(request, knobs.undocumented.missingWorkspace);
        iam.passRole(request.principal(), role);
        if (world.roleTooNew(role)) {
            knobs.consistency.roleTooNew.apply("The role " + role + " cannot be assumed.");
        }
        refuseTakenKey(key);
        refuseSecondWorkspace(key);
        TagOperations.refuseReserved(tags.keySet(), knobs);
        SyncJob job = world.create(key, role, tags);
        ObjectNode body = Json.object();
        body.put("arn", key.arn());
        body.set("creationDateTime", Json.timestamp(job.created()));
        body.put("state", job.statusAt(clock.instant()).state().name());
        return Reply.changed(body);
    }

    private void refuseTakenKey(JobKey key) {
        Instant now = clock.instant();
        Optional<SyncJob> latest = world.latest(key);
        boolean taken = latest.filter(job -> job.liveAt(now)).isPresent();
        boolean held = latest.flatMap(SyncJob::end)
                .filter(end -> now.isBefore(end.plus(knobs.consistency.keyHeldAfterGone)))
                .isPresent();
        if (taken || held) {
            throw Refusal.conflict("A sync job with source " + key.syncSource() + " already exists in workspace "
                    + key.workspaceId() + ".");
        }
    }

    private void refuseSecondWorkspace(JobKey key) {
        world.liveAt(key.place(), clock.instant()).stream()
                .filter(job -> job.key().syncSource().equals(key.syncSource()))
                .findFirst()
                .ifPresent(other -> knobs.undocumented.secondWorkspace.apply(key.syncSource()
                        + " is already synced to workspace " + other.key().workspaceId() + "."));
    }

    Reply get(Request request) {
        onlySiteWise(request);
        Optional<String> workspace = request.call().queryValue("workspace");
        JobKey key = workspace.isPresent()
                ? request.place().job(workspace.get(), request.syncSource())
                : onlyJobOf(request).orElseThrow(() -> noJob(request.syncSource()));
        needWorkspace(request.place(), key.workspaceId(), Verdict.NOT_FOUND);
        Instant now = clock.instant();
        SyncJob job = world.latest(key).orElseThrow(() -> noJob(key.syncSource()));
        return Reply.read(shown(job, now));
    }

    private ObjectNode shown(SyncJob job, Instant now) {
        Instant seen = now.minus(knobs.consistency.stateLag);
        if (job.goneAt(seen)) {
            if (!job.reappears(knobs.consistency.reappearances)) {
                throw noJob(job.key().syncSource());
            }
        } else if (job.hiddenFromRead(knobs.consistency.hiddenReadsAfterCreate)
                || now.isBefore(job.created().plus(knobs.consistency.hiddenAfterCreate))) {
            throw noJob(job.key().syncSource());
        }
        ObjectNode body = summary(job, seen);
        body.put("syncRole", job.role());
        return body;
    }

    private Optional<JobKey> onlyJobOf(Request request) {
        List<SyncJob> jobs = world.liveAt(request.place(), clock.instant()).stream()
                .filter(job -> job.key().syncSource().equals(request.syncSource()))
                .toList();
        return jobs.size() == 1 ? Optional.of(jobs.get(0).key()) : Optional.empty();
    }

    Reply delete(Request request) {
        onlySiteWise(request);
        needWorkspace(request, Verdict.NOT_FOUND);
        Instant now = clock.instant();
        SyncJob job = world.live(request.key()).orElseThrow(() -> noJob(request.syncSource()));
        ObjectNode body = Json.object();
        body.put("state", JobState.DELETING.name());
        if (job.statusAt(now).state() == JobState.DELETING) {
            knobs.undocumented.deleteWhileDeleting.apply("The sync job is being deleted.");
            return Reply.read(body);
        }
        job.delete(world.paceOf(job.key()), now);
        return Reply.changed(body);
    }

    Reply list(Request request) {
        needWorkspace(request, knobs.undocumented.missingWorkspace);
        Instant seen = clock.instant().minus(knobs.consistency.listLag);
        List<ObjectNode> summaries = world.liveAt(request.place(), seen).stream()
                .filter(job -> job.key().workspaceId().equals(request.workspaceId()))
                .map(job -> summary(job, seen))
                .toList();
        return pages.cut(request, "syncJobSummaries", summaries, PAGE);
    }

    Reply resources(Request request) {
        onlySiteWise(request);
        needWorkspace(request, knobs.undocumented.missingWorkspace);
        Instant now = clock.instant();
        Optional<SyncJob> job = world.live(request.key());
        if (job.isEmpty()) {
            // Not found is not among the modelled errors of this operation either.
            knobs.undocumented.missingWorkspace.apply("There is no sync job with source " + request.syncSource() + ".");
        }
        List<Map.Entry<String, String>> filters = request.unions("filters");
        List<ObjectNode> resources = job.map(found -> found.resourcesAt(now)).orElse(List.of()).stream()
                .map(ResourceView::asJson)
                .filter(json -> filters.stream().allMatch(filter -> matches(json, filter)))
                .toList();
        return pages.cut(request, "syncResources", resources, PAGE);
    }

    private static boolean matches(ObjectNode resource, Map.Entry<String, String> filter) {
        String actual = filter.getKey().equals("state")
                ? resource.path("status").path("state").asText()
                : resource.path(filter.getKey()).asText();
        return actual.equals(filter.getValue());
    }

    private ObjectNode summary(SyncJob job, Instant seen) {
        JobStatus status = job.statusAt(seen);
        ObjectNode body = Json.object();
        body.put("arn", job.key().arn());
        body.put("workspaceId", job.key().workspaceId());
        body.put("syncSource", job.key().syncSource());
        body.set("status", statusJson(status));
        body.set("creationDateTime", Json.timestamp(job.created()));
        body.set("updateDateTime", Json.timestamp(status.since()));
        return body;
    }

    private ObjectNode statusJson(JobStatus status) {
        ObjectNode json = Json.object();
        json.put("state", status.state().name());
        if (status.errorCode() != null) {
            json.putObject("error").put("code", status.errorCode()).put("message", status.errorMessage());
            return json;
        }
        switch (knobs.undocumented.healthyError) {
            case EMPTY -> json.putObject("error");
            case NULL -> json.putNull("error");
            case ABSENT -> {}
        }
        return json;
    }

    /** Jobs of another source can only have been seeded; the API can read and delete them, but not create them. */
    private void onlySiteWise(Request request) {
        boolean known = request.operation() != Operation.CREATE_SYNC_JOB
                && world.liveAt(request.place(), clock.instant()).stream()
                        .anyMatch(job -> job.key().syncSource().equals(request.syncSource()));
        if (!request.syncSource().equals(JobKey.SITEWISE) && !known) {
            throw Refusal.validation("The sync source " + request.syncSource() + " is not supported.");
        }
    }

    private void needWorkspace(Request request, Verdict verdict) {
        needWorkspace(request.place(), request.workspaceId(), verdict);
    }

    private void needWorkspace(Place place, String workspaceId, Verdict verdict) {
        if (!world.workspacesIn(place).containsKey(workspaceId)) {
            verdict.apply("The workspace " + workspaceId + " does not exist.");
        }
    }

    private static Refusal noJob(String syncSource) {
        return Refusal.notFound("There is no sync job with source " + syncSource + ".");
    }
}
