package dev.twinmaker.syncjob.core.port;

import java.util.List;
import java.util.Optional;

/**
 * The other SyncJobs of this cluster, as the watch shows them: they may lag, and those that this process does not watch
 * are not there. Safe for use by many threads.
 */
public interface Siblings {

    /**
     * Those that lay claim to the same job, see {@link Desired#competes()}; never the object itself. One that is known to
     * be kept in another account does not.
     */
    List<Sibling> rivals(Desired desired);

    /** One whose job, of another workspace, takes this object's source in its region and account. */
    Optional<Sibling> holder(Desired desired);
}
