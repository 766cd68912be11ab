package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of the administration that changes the world behind the operator's back. */
final class WorldAdmin {

    /** Jobs are named by region, workspaceId and, if they are not the usual ones, account and syncSource. */
    static final List<String> PATHS = List.of(
            "POST, DELETE /_sim/workspaces {region, account, workspaceId}",
            "POST, DELETE /_sim/jobs {job, syncRole, tags, state, errorCode, errorMessage, resources}",
            "POST /_sim/jobs/recreate {job, syncRole, tags}",
            "POST /_sim/jobs/state {job, state, errorCode, errorMessage}",
            "POST /_sim/jobs/fail {job, errorMessage, time}",
            "POST, PUT /_sim/jobs/tags {job, tags}",
            "POST /_sim/jobs/release {job}",
            "POST /_sim/jobs/pace {job, pace}",
            "POST /_sim/jobs/resources {job, resources}",
            "POST, DELETE /_sim/roles {arn, failsIn, errorCode, message}");

    private final World world;

    WorldAdmin(World world) {
        this.world = world;
    }

    void perform(Call call, String path, JsonNode given) throws JsonProcessingException {
        JsonNode body = withQuery(call, given);
        switch (call.method() + " " + path) {
            case "POST /workspaces" -> world.addWorkspace(place(body), text(body, "workspaceId"));
            case "DELETE /workspaces" -> world.removeWorkspace(place(body), text(body, "workspaceId"));
            case "POST /jobs" -> world.addJob(seed(body));
            case "DELETE /jobs" -> world.removeJob(key(body));
            case "POST /jobs/recreate" -> world.recreateJob(key(body), text(body, "syncRole"), tags(body));
            case "POST /jobs/state" ->
                world.setState(
                        key(body),
                        state(body),
                        body.path("errorCode").asText(),
                        body.path("errorMessage").asText());
            case "POST /jobs/fail" ->
                world.failFor(key(body), text(body, "errorMessage"), Duration.parse(text(body, "time")));
            case "POST /jobs/tags" -> world.addTags(key(body), tags(body));
            case "PUT /jobs/tags" -> world.replaceTags(key(body), tags(body));
            case "POST /jobs/release" -> world.release(key(body));
            case "POST /jobs/pace" ->
                world.setPace(key(body), Json.MAPPER.treeToValue(body.path("pace"), Knobs.Lifecycle.class));
            case "POST /jobs/resources" -> world.setResources(key(body), resources(body));
            case "POST /roles" -> world.markRoleBad(text(body, "arn"), badRole(body));
            case "DELETE /roles" -> world.markRoleGood(text(body, "arn"));
            default -> throw new Admin.NoSuchPath();
        }
    }

    /** A DELETE has no body, so its members may come in the query. */
    static JsonNode withQuery(Call call, JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw new IllegalArgumentException("the body is not a JSON object");
        }
        ObjectNode all = object.deepCopy();
        call.query().forEach((name, values) -> all.put(name, values.get(0)));
        return all;
    }

    static String text(JsonNode body, String member) {
        return Optional.of(body.path(member))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElseThrow(() -> new IllegalArgumentException("the member " + member + " is needed"));
    }

    private static Place place(JsonNode body) {
        return new Place(body.path("account").asText(Place.DEFAULT_ACCOUNT), text(body, "region"));
    }

    private static JobKey key(JsonNode body) {
        return place(body)
                .job(text(body, "workspaceId"), body.path("syncSource").asText(JobKey.SITEWISE));
    }

    private static JobState state(JsonNode body) {
        return JobState.valueOf(text(body, "state"));
    }

    private static Map<String, String> tags(JsonNode body) {
        Map<String, String> tags = new HashMap<>();
        body.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private static JobSeed seed(JsonNode body) throws JsonProcessingException {
        return new JobSeed(
                key(body),
                text(body, "syncRole"),
                tags(body),
                JobState.valueOf(body.path("state").asText("ACTIVE")),
                body.path("errorCode").asText(),
                body.path("errorMessage").asText(),
                resources(body));
    }

    private static List<SyncResource> resources(JsonNode body) throws JsonProcessingException {
        List<SyncResource> resources = new ArrayList<>();
        for (JsonNode resource : body.path("resources")) {
            resources.add(Json.MAPPER.treeToValue(resource, SyncResource.class));
        }
        return resources;
    }

    private static BadRole badRole(JsonNode body) {
        BadRole usual = BadRole.notAssumable();
        return new BadRole(
                JobState.valueOf(body.path("failsIn").asText(usual.failsIn().name())),
                body.path("errorCode").asText(usual.errorCode()),
                body.path("message").asText(usual.message()));
    }
}
