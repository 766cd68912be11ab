package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.Tally;
import java.util.Map;
import java.util.Set;

/** The service behind something that a test puts before it. */
abstract class ForwardingSyncJobs implements SyncJobs {

    private final SyncJobs behind;

    ForwardingSyncJobs(SyncJobs behind) {
        this.behind = behind;
    }

    @Override
    public Observation look(Identity identity, boolean withTags, Caller caller) {
        return behind.look(identity, withTags, caller);
    }

    @Override
    public Tally tally(Identity identity, Caller caller) {
        return behind.tally(identity, caller);
    }

    @Override
    public Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
        return behind.create(identity, roleArn, tags, caller);
    }

    @Override
    public Outcome tag(Identity identity, Job job, Map<String, String> tags, Caller caller) {
        return behind.tag(identity, job, tags, caller);
    }

    @Override
    public Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller) {
        return behind.untag(identity, job, keys, caller);
    }

    @Override
    public Outcome delete(Identity identity, Job job, Caller caller) {
        return behind.delete(identity, job, caller);
    }
}
