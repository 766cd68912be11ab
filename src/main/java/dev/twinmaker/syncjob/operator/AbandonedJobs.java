package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.core.TakeBack;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Takes back jobs whose object went while they were made, until each is settled. */
final class AbandonedJobs {

    private static final Logger LOG = Logger.getLogger(AbandonedJobs.class);
    /** Minutes by then: what passes by itself has passed. */
    private static final int MANY_ATTEMPTS = 10;

    private final Later later;
    private final TakeBack takeBack;
    private final InstantSource clock;
    private final Set<Owner> pending = ConcurrentHashMap.newKeySet();

    AbandonedJobs(Later later, TakeBack takeBack, InstantSource clock) {
        this.later = later;
        this.takeBack = takeBack;
        this.clock = clock;
    }

    void add(Desired desired, SyncJobs.Caller creator) {
        LOG.infof("%s may be gone, and its job without an owner; the job is taken back if so", desired.owner());
        Instant sent = clock.instant();
        pending.add(desired.owner());
        later.after(takeBack.pause(0), () -> attempt(desired, creator, sent, 1));
    }

    /** The namespaces of those that are not settled; one for each. */
    List<String> namespaces() {
        return pending.stream().map(Owner::namespace).toList();
    }

    private void attempt(Desired desired, SyncJobs.Caller creator, Instant sent, int attempts) {
        String name = desired.owner().namespace() + "/" + desired.owner().name();
        boolean settled = false;
        try {
            TakeBack.Attempt attempt = takeBack.attempt(desired, creator, sent);
            attempt.change().ifPresent(change -> AwsChanges.log(name, change));
            settled = attempt.settled();
        } catch (RuntimeException e) {
            // Nobody else knows of the job.
            Defect.survive(e, "the taking back of the job of " + name);
        }
        if (settled) {
            pending.remove(desired.owner());
        } else {
            if (attempts == MANY_ATTEMPTS) {
                LOG.warnf(
                        "%s: the job of workspace %s in %s is left without its object and cannot be taken back yet; if this"
                                + " operator ends before it can, 'import --orphans' finds it",
                        name,
                        desired.identity().workspaceId(),
                        desired.identity().region());
            }
            later.after(takeBack.pause(attempts), () -> attempt(desired, creator, sent, attempts + 1));
        }
    }
}
