package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an operation takes: its action on a resource of each type that it touches, and the actions that it implies, as
 * AWS's service authorization reference has them. Where that is silent, the stricter reading is taken: the tags of a
 * create are permitted on the job, and where there is a job already, by the tags that it has.
 */
final class Permissions {

    private static final String SERVICE = "iottwinmaker.amazonaws.com";

    private final Function<String, Map<String, String>> tagsOf;

    /**
     * @param tagsOf the tags that the resource with an ARN has; none where there is no such resource
     */
    Permissions(Function<String, Map<String, String>> tagsOf) {
        this.tagsOf = tagsOf;
    }

    /** In the order in which they are looked at. Passing a role is looked at later, with {@link #passing}. */
    List<Permission> of(Request request) {
        String workspace = workspace(request);
        String job = request.key().arn();
        return switch (request.operation()) {
            case CREATE_SYNC_JOB -> creating(request, workspace, job);
            case CREATE_WORKSPACE -> creating(request, Permission.NO_RESOURCE, workspace);
            case GET_SYNC_JOB, DELETE_SYNC_JOB, LIST_SYNC_RESOURCES ->
                List.of(on(request, known(request, workspace)), on(request, known(request, job)));
            case LIST_SYNC_JOBS, GET_WORKSPACE, DELETE_WORKSPACE, UPDATE_WORKSPACE -> List.of(on(request, workspace));
            case LIST_WORKSPACES -> List.of(on(request, Permission.NO_RESOURCE));
            case TAG_RESOURCE, LIST_TAGS_FOR_RESOURCE ->
                List.of(on(request, request.body().path("resourceARN").asText()));
            case UNTAG_RESOURCE ->
                List.of(on(request, request.resourceArn()).naming(request.call().queryValues("tagKeys")));
            case GET_CALLER_IDENTITY, ASSUME_ROLE -> List.of();
        };
    }

    /** What it takes to hand a role to the service. */
    static Permission passing(String role) {
        return Permission.of("iam:PassRole", role).with(Permission.PASSED_TO_SERVICE, SERVICE);
    }

    /** What it takes to assume a role. */
    static List<Permission> assuming(RoleRequest request) {
        String role = request.role().text();
        Permission assume =
                Permission.of(Operation.ASSUME_ROLE.permission(), role).sending(request.tags());
        return request.tags().isEmpty()
                ? List.of(assume)
                : List.of(assume, Permission.of("sts:TagSession", role).sending(request.tags()));
    }

    private List<Permission> creating(Request request, String parent, String made) {
        List<Permission> permissions = new ArrayList<>(List.of(on(request, parent)));
        Map<String, String> sent = sent(request);
        if (!sent.isEmpty()) {
            permissions.add(Permission.of(Operation.TAG_RESOURCE.permission(), made)
                    .tagged(tagsOf.apply(made))
                    .sending(sent));
        }
        return List.copyOf(permissions);
    }

    private Permission on(Request request, String resource) {
        return Permission.of(request.operation().permission(), resource)
                .tagged(tagsOf.apply(resource))
                .sending(sent(request));
    }

    private static Map<String, String> sent(Request request) {
        return strings(request.body().path("tags"));
    }

    private static String workspace(Request request) {
        String idOrArn = request.workspaceId();
        return idOrArn.startsWith("arn:") ? idOrArn : request.place().workspaceArn(idOrArn);
    }

    /** GetSyncJob without a workspace names no resource. */
    private static String known(Request request, String arn) {
        return request.workspaceId().isEmpty() ? Permission.NO_RESOURCE : arn;
    }

    /** The members of an object as text, whatever they are. */
    static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        object.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }
}
