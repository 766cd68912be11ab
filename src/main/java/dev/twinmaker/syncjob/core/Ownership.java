package dev.twinmaker.syncjob.core;

import java.util.Map;
import java.util.Optional;

/** Whose a job is, by tags read in this very pass. */
public enum Ownership {
    /** The owner tags name this object. */
    OURS,
    /** They name this object's name with another uid; {@link Pass} asks the API server which of the two lives. */
    SAME_NAME,
    /** They name another object or another cluster. */
    ANOTHERS,
    /** No owner tags name an object, which is no proof that nobody owns the job: tags can lag, or were torn. */
    NOBODYS,
    /** The tags were not read in this look. */
    UNREAD;

    static Ownership of(Owner us, Optional<Map<String, String>> tags) {
        if (tags.isEmpty()) {
            return UNREAD;
        }
        Optional<Owner> named = Owner.in(tags.get());
        if (named.filter(Owner::named).isEmpty()) {
            return NOBODYS;
        }
        if (named.get().equals(us)) {
            return OURS;
        }
        return named.get().sameNameAs(us) ? SAME_NAME : ANOTHERS;
    }
}
