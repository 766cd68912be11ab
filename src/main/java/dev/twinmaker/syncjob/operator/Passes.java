package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.Pass;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.Siblings;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Passes of the core, with the interval stretched where the periodic reads of all objects of an account would take more
 * than half of its budget for reads.
 */
final class Passes {

    /** A steady look reads the job, and its tags on every fourth one. */
    private static final double CALLS_A_LOOK = 1.25;

    private final SyncJobs jobs;
    private final Owners owners;
    private final Siblings siblings;
    private final Grants grants;
    private final InstantSource clock;
    private final DesiredFactory desired;
    private final Timing timing;
    private final double readRate;
    private final ToIntFunction<String> objects;

    /**
     * @param readRate reads of AWS a second, of an account that has no rate of its own
     * @param objects how many objects are kept in the account of the one with that uid
     */
    Passes(
            SyncJobs jobs,
            Owners owners,
            Siblings siblings,
            Grants grants,
            InstantSource clock,
            DesiredFactory desired,
            Timing timing,
            double readRate,
            ToIntFunction<String> objects) {
        this.jobs = jobs;
        this.owners = owners;
        this.siblings = siblings;
        this.grants = grants;
        this.clock = clock;
        this.desired = desired;
        this.timing = timing;
        this.readRate = readRate;
        this.objects = objects;
    }

    Desired desired(SyncJob object) {
        return desired.of(object);
    }

    /** Whether anything may be done for that object. */
    Grant grant(Desired object, @Nullable SyncJobStatus status) {
        return Pass.grant(grants, object, status == null ? SyncJobStatus.EMPTY : status);
    }

    Pass pass(SyncJob object, Grant grant) {
        double rate = grant instanceof Grant.Allowed allowed
                ? allowed.principal().readRate().orElse(readRate)
                : readRate;
        int others = objects.applyAsInt(object.getMetadata().getUid());
        double seconds = others * CALLS_A_LOOK / (rate / 2);
        Duration shortest = Duration.ofSeconds((long) Math.ceil(seconds));
        Duration asked = interval(object);
        Duration interval = asked.compareTo(shortest) < 0 ? shortest : asked;
        return new Pass(jobs, owners, siblings, grants, timing.withInterval(interval), clock);
    }

    /** A stored value that is out of bounds is not the schema's any more; the setting holds then. */
    private Duration interval(SyncJob object) {
        Integer seconds = object.getSpec() == null ? null : object.getSpec().reconcileIntervalSeconds();
        return seconds == null || seconds < SyncJobSpec.SHORTEST_INTERVAL || seconds > SyncJobSpec.LONGEST_INTERVAL
                ? timing.interval()
                : Duration.ofSeconds(seconds);
    }
}
