package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** IoT TwinMaker: answers one call at a time, checking in the order of the real service as far as it is known. */
final class Service implements Backend {

    private static final String SIGNING_NAME = "iottwinmaker";

    private final World world;
    private final Iam iam;
    private final Throttle throttle;
    private final SyncJobOperations jobs;
    private final TagOperations tags;
    private final WorkspaceOperations workspaces;
    private final SimulatedClock clock;
    private final Protocol protocol = new RestJson();

    Service(World world, Iam iam, Throttle throttle, Knobs knobs, SimulatedClock clock) {
        Pages pages = new Pages(knobs.consistency);
        this.world = world;
        this.iam = iam;
        this.throttle = throttle;
        this.clock = clock;
        this.jobs = new SyncJobOperations(world, iam, knobs, clock, pages);
        this.tags = new TagOperations(world, knobs, clock, pages);
        this.workspaces = new WorkspaceOperations(world, knobs, clock, pages);
    }

    @Override
    public Protocol protocol(Call call) {
        return protocol;
    }

    @Override
    public Reply answer(Call call, Journal.Line line) {
        // The world's own lock, so that a test thread never sees half a request.
        synchronized (world) {
            JobKey key = iam.identify(call).place().job(call.workspaceId(), call.syncSource());
            String arn = call.route().map(route -> target(request(call, route))).orElse("");
            Map<String, String> tagsBefore = tagsOf(key.place(), arn);
            Reply reply = answer(call);
            long live = world.liveAt(key.place(), clock.instant()).stream()
                    .filter(job -> job.key().syncSource().equals(key.syncSource()))
                    .count();
            line.performed(reply, arn, (int) live, tagsBefore);
            return reply;
        }
    }

    private Reply answer(Call call) {
        try {
            return checked(call);
        } catch (Refusal refusal) {
            return Reply.error(refusal.status(), refusal.code(), refusal.text());
        }
    }

    @Override
    public String ownToken(Call call) {
        return call.route()
                .map(route -> request(call, route))
                .map(request -> Optional.of(request.body().path("nextToken").asText())
                        .filter(token -> !token.isEmpty())
                        .orElseGet(() -> Pages.token(Pages.listOf(request), 0, 0)))
                .orElse("");
    }

    private Request request(Call call, Route route) {
        return new Request(call, iam.identify(call), route, lenient(call.body()));
    }

    private Reply checked(Call call) {
        Route route = call.route().orElseThrow(() -> unknownOperation(call));
        Principal principal = iam.identify(call);
        iam.authenticate(principal, SIGNING_NAME, call);
        Optional<Reply> throttled = throttle.refusal(principal.place(), route.operation());
        if (throttled.isPresent()) {
            return throttled.get();
        }
        authorize(request(call, route));
        Request request = new Request(call, principal, route, Request.parse(call.body()));
        Constraints.check(request);
        return perform(request);
    }

    private Reply perform(Request request) {
        return switch (request.operation()) {
            case CREATE_SYNC_JOB -> jobs.create(request);
            case GET_SYNC_JOB -> jobs.get(request);
            case DELETE_SYNC_JOB -> jobs.delete(request);
            case LIST_SYNC_JOBS -> jobs.list(request);
            case LIST_SYNC_RESOURCES -> jobs.resources(request);
            case TAG_RESOURCE -> tags.tag(request);
            case UNTAG_RESOURCE -> tags.untag(request);
            case LIST_TAGS_FOR_RESOURCE -> tags.list(request);
            case GET_WORKSPACE -> workspaces.get(request);
            case CREATE_WORKSPACE -> workspaces.create(request);
            case DELETE_WORKSPACE -> workspaces.delete(request);
            case LIST_WORKSPACES -> workspaces.list(request);
            case UPDATE_WORKSPACE -> workspaces.update(request);
            case GET_CALLER_IDENTITY, ASSUME_ROLE -> throw unknownOperation(request.call());
        };
    }

    private static Refusal unknownOperation(Call call) {
        return new Refusal(404, "UnknownOperationException", "No operation at " + call.method() + " " + call.rawPath());
    }

    /** Permissions are looked at before the body is, so a body that makes no sense names no resource and no tags. */
    private static ObjectNode lenient(String body) {
        try {
            return Request.parse(body);
        } catch (Refusal notJson) {
            return Json.object();
        }
    }

    private void authorize(Request request) {
        String arn = target(request);
        Map<String, String> requested = Permissions.strings(request.body().path("tags"));
        Map<String, String> all = new HashMap<>(requested);
        all.putAll(tagsOf(request.place(), arn));
        iam.authorize(request.principal(), request.operation(), arn, all);
        if (request.operation() == Operation.CREATE_SYNC_JOB && !requested.isEmpty()) {
            iam.authorize(request.principal(), Operation.TAG_RESOURCE, arn, all);
        }
        Permissions needed = new Permissions(resource -> tagsOf(request.place(), resource));
        iam.policies().check(request.principal(), needed.of(request));
    }

    private Map<String, String> tagsOf(Place place, String arn) {
        return tags.find(place, arn).map(found -> found.tagsAt(clock.instant())).orElse(Map.of());
    }

    /** The ARN that a denial is about. */
    private static String target(Request request) {
        Place place = request.place();
        return switch (request.operation()) {
            case CREATE_SYNC_JOB, GET_SYNC_JOB, DELETE_SYNC_JOB, LIST_SYNC_RESOURCES ->
                request.key().arn();
            case TAG_RESOURCE, LIST_TAGS_FOR_RESOURCE ->
                request.body().path("resourceARN").asText();
            case UNTAG_RESOURCE -> request.resourceArn();
            default ->
                request.workspaceId().startsWith("arn:")
                        ? request.workspaceId()
                        : place.workspaceArn(request.workspaceId());
        };
    }
}
