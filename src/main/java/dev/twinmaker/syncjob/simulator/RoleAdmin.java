package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The part of the administration that is about the roles that callers of STS assume. */
final class RoleAdmin {

    /** Of a trust only the ARN is needed; times are ISO 8601, such as {@code PT1H}. */
    static final List<String> PATHS = List.of(
            "GET, PUT, DELETE /_sim/trusts {arn, trusted, externalId, sessionTags, maxSession}",
            "POST /_sim/trusts/expire {arn}",
            "GET, DELETE /_sim/assumptions");

    private final Roles roles;

    RoleAdmin(Roles roles) {
        this.roles = roles;
    }

    static boolean isFor(String path) {
        return path.equals("/trusts") || path.equals("/trusts/expire") || path.equals("/assumptions");
    }

    /** Returns what is asked for or, after a change, what there is now. */
    Object perform(Call call, String path, JsonNode given) throws JsonProcessingException {
        JsonNode body = WorldAdmin.withQuery(call, given);
        switch (call.method() + " " + path) {
            case "GET /trusts", "GET /assumptions" -> {}
            case "PUT /trusts" -> roles.put(trust(body));
            case "DELETE /trusts" -> {
                if (!roles.remove(WorldAdmin.text(body, "arn"))) {
                    throw new Admin.NoSuchPath();
                }
            }
            case "POST /trusts/expire" -> roles.expireSessionsOf(WorldAdmin.text(body, "arn"));
            case "DELETE /assumptions" -> roles.forgetAssumptions();
            default -> throw new Admin.NoSuchPath();
        }
        return path.equals("/assumptions") ? roles.assumptions() : roles.list();
    }

    private static RoleTrust trust(JsonNode body) throws JsonProcessingException {
        ObjectNode members = Json.MAPPER.valueToTree(RoleTrust.of(WorldAdmin.text(body, "arn")));
        body.properties().forEach(member -> members.set(member.getKey(), member.getValue()));
        return Json.MAPPER.treeToValue(members, RoleTrust.class);
    }
}
