package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.core.port.Desired;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How far an access reaches.
 *
 * @param adoption whether jobs may be adopted
 */
record Bounds(Set<String> regions, AllowList roles, AllowList workspaces, boolean adoption) {

    /** What that object asks for and these bounds do not allow. The role and adoption mean nothing to a deletion. */
    List<String> missing(Desired desired) {
        List<String> missing = new ArrayList<>();
        if (!regions.contains(desired.identity().region())) {
            missing.add("region " + desired.identity().region());
        }
        if (!workspaces.allows(desired.identity().workspaceId())) {
            missing.add("workspace " + desired.identity().workspaceId());
        }
        if (desired.deleting()) {
            return missing;
        }
        if (!roles.allows(desired.roleArn())) {
            missing.add("role " + desired.roleArn());
        }
        if (desired.policy().adopts() && !adoption) {
            missing.add("adoption (spec.adoptionPolicy is IfUnowned)");
        }
        return missing;
    }
}
