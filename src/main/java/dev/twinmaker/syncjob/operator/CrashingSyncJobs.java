package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.Tally;
import java.util.Map;
import java.util.Set;

/** The port with a crash point around each write. */
record CrashingSyncJobs(SyncJobs jobs, CrashPoints points) implements SyncJobs {

    /** The port itself where no crash point is armed. */
    static SyncJobs around(SyncJobs jobs, CrashPoints points) {
        return points.none() ? jobs : new CrashingSyncJobs(jobs, points);
    }

    @Override
    public Observation look(Identity identity, boolean withTags, Caller caller) {
        return jobs.look(identity, withTags, caller);
    }

    @Override
    public Tally tally(Identity identity, Caller caller) {
        return jobs.tally(identity, caller);
    }

    @Override
    public Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
        return points.around(CrashPoints.Effect.CREATE, () -> jobs.create(identity, roleArn, tags, caller));
    }

    @Override
    public Outcome tag(Identity identity, Job job, Map<String, String> tags, Caller caller) {
        return points.around(CrashPoints.Effect.TAG, () -> jobs.tag(identity, job, tags, caller));
    }

    @Override
    public Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller) {
        return points.around(CrashPoints.Effect.UNTAG, () -> jobs.untag(identity, job, keys, caller));
    }

    @Override
    public Outcome delete(Identity identity, Job job, Caller caller) {
        return points.around(CrashPoints.Effect.DELETE, () -> jobs.delete(identity, job, caller));
    }
}
