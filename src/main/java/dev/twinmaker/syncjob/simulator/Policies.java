package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policies of those who call. A caller without one may do everything; one that has some may do what one of them
 * allows and none denies, and nothing else. All methods are atomic and act on the next request.
 */
public final class Policies {

    private final Map<String, List<Policy>> attached = new LinkedHashMap<>();

    Policies() {}

    /** Attaches one more policy to whoever comes with this access key, or in a session of the role with this ARN. */
    public synchronized void attach(String accessKeyOrRole, Policy policy) {
        attached.computeIfAbsent(accessKeyOrRole, unused -> new ArrayList<>()).add(policy);
    }

    /** Detaches all policies of a caller, and says whether there were any. */
    public synchronized boolean detach(String accessKeyOrRole) {
        return attached.remove(accessKeyOrRole) != null;
    }

    synchronized void clear() {
        attached.clear();
    }

    /** The policies there are, by access key or role, as they were written. */
    synchronized Map<String, List<JsonNode>> documents() {
        Map<String, List<JsonNode>> documents = new LinkedHashMap<>();
        attached.forEach((caller, policies) ->
                documents.put(caller, policies.stream().map(Policy::document).toList()));
        return documents;
    }

    /** Refuses a caller who is not allowed each of these. */
    synchronized void check(Principal caller, List<Permission> permissions) {
        Session session = caller.session();
        List<Policy> policies = attached.get(
                session == null ? caller.accessKey() : session.role().text());
        if (policies == null) {
            return;
        }
        for (Permission permission : permissions) {
            String refused = permission.resource();
            if (policies.stream().anyMatch(policy -> policy.denies(permission))) {
                throw Refusal.accessDenied(
                        caller, permission.action(), refused + " with an explicit deny in an identity-based policy");
            }
            if (policies.stream().noneMatch(policy -> policy.allows(permission))) {
                throw Refusal.accessDenied(
                        caller,
                        permission.action(),
                        refused + " because no identity-based policy allows the " + permission.action() + " action");
            }
        }
    }
}
