package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.core.TakeBack;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Takes back jobs whose object went while they were made, until each is settled. */
final class AbandonedJobs {

    private static final Logger LOG = Logger.getLogger(AbandonedJobs.class);
    /** Minutes by then: what passes by itself has passed. */
    private static final int MANY_ATTEMPTS = 10;

    private final Later later;
    private final TakeBack takeBack;
    private final InstantSource clock;

    AbandonedJobs(Later later, TakeBack takeBack, InstantSource clock) {
        this.later = later;
        this.takeBack = takeBack;
        this.clock = clock;
    }

    void add(Desired desired, SyncJobs.Caller creator) {
        LOG.infof("%s may be gone, and its job without an owner; the job is taken back if so", desired.owner());
        Instant sent = clock.instant();
        later.after(takeBack.pause(0), () -> attempt(desired, creator, sent, 1));
    }

    private void attempt(Desired desired, SyncJobs.Caller creator, Instant sent, int attempts) {
        TakeBack.Attempt attempt = takeBack.attempt(desired, creator, sent);
        String name = desired.owner().namespace() + "/" + desired.owner().name();
        attempt.change().ifPresent(change -> AwsChanges.log(name, change));
        if (!attempt.settled()) {
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
