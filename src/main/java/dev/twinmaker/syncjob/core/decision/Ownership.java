package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Owner;
import java.util.Map;
import java.util.Optional;

/** Whose a job is, by tags read in this very pass. */
public enum Ownership {
    /** The owner tags name this object. */
    OURS,
    /** They name this object's name with another uid; the pass asks the API server which of the two lives. */
    SAME_NAME,
    /** They name another object of this cluster. */
    NEIGHBOURS,
    /** They name another object of this cluster, and the API server says that it is gone. */
    ORPHANED,
    /** They name another cluster. */
    ANOTHERS,
    /** Some owner tags are there, but not enough to name an object. Somebody has laid claim to the job, so nobody else may. */
    TORN,
    /** No owner tags are there, which is no proof that nobody owns the job: tags can lag, or were taken off. */
    NOBODYS,
    /** The tags were not read in this look. */
    UNREAD;

    /** Whether the tags were read and name no object, be it that there are none or that they are torn. */
    boolean namesNobody() {
        return this == NOBODYS || this == TORN;
    }

    public static Ownership of(Desired us, Optional<Map<String, String>> tags) {
        if (tags.isEmpty()) {
            return UNREAD;
        }
        Optional<Owner> marked = Owner.in(tags.get());
        if (marked.isEmpty()) {
            return NOBODYS;
        }
        Owner owner = marked.get();
        if (owner.clusterNamed() && !us.ownCluster(owner.cluster())) {
            return ANOTHERS;
        }
        if (!owner.named()) {
            return TORN;
        }
        if (!owner.sameNameAs(us.owner())) {
            return NEIGHBOURS;
        }
        return owner.uid().equals(us.owner().uid()) ? OURS : SAME_NAME;
    }
}
