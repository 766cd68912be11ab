package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The part of the administration that is about what callers may do. */
final class PolicyAdmin {

    /** The caller is an access key or the ARN of a role; the policy is the document itself, not a string. */
    static final List<String> PATHS = List.of("GET, POST, DELETE /_sim/policies {caller, policy}");

    private final Policies policies;

    PolicyAdmin(Policies policies) {
        this.policies = policies;
    }

    static boolean isFor(String path) {
        return path.equals("/policies");
    }

    /** Returns what there is, or, after a change, what there is now. */
    Object perform(Call call, JsonNode given) {
        JsonNode body = WorldAdmin.withQuery(call, given);
        switch (call.method()) {
            case "GET" -> {}
            case "POST" ->
                policies.attach(
                        WorldAdmin.text(body, "caller"),
                        Policy.of(body.path("policy").toString()));
            case "DELETE" -> {
                if (!policies.detach(WorldAdmin.text(body, "caller"))) {
                    throw new Admin.NoSuchPath();
                }
            }
            default -> throw new Admin.NoSuchPath();
        }
        return policies.documents();
    }
}
