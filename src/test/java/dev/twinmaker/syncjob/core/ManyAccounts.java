package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.Tally;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A service in which every call is made in the account of its principal, and a judge who hears of each of them. */
final class ManyAccounts implements SyncJobs {

    /** Hears of every call that is sent. */
    interface Judge {

        /** Anything was asked or sent as that principal. */
        void called(Caller caller);

        /** It was a write, and in that account. */
        void wrote(Operation operation, String account, String identity, Caller caller);
    }

    private final InMemorySyncJobs jobs;
    private final Judge judge;

    /** Happens within each look. */
    Runnable meanwhile = () -> {};

    /** Happens once, behind the next create. */
    Runnable afterwards = () -> {};

    ManyAccounts(InMemorySyncJobs jobs, Judge judge) {
        this.jobs = jobs;
        this.judge = judge;
    }

    private void as(Caller caller) {
        judge.called(caller);
        jobs.account = caller.principal().account().orElse(Admins.OPERATOR);
    }

    private Outcome write(Operation operation, Caller caller, Supplier<Outcome> call) {
        as(caller);
        int mark = jobs.sent.mark();
        Outcome outcome = call.get();
        if (jobs.sent.mark() > mark) {
            String identity = caller.principal().role().map(AssumedRole::arn).orElse(Admins.OPERATOR);
            judge.wrote(operation, jobs.account, identity, caller);
        }
        return outcome;
    }

    @Override
    public Observation look(Identity identity, boolean withTags, Caller caller) {
        as(caller);
        Observation seen = jobs.look(identity, withTags, caller);
        meanwhile.run();
        return seen;
    }

    @Override
    public Tally tally(Identity identity, Caller caller) {
        as(caller);
        return jobs.tally(identity, caller);
    }

    @Override
    public Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
        Outcome outcome = write(Operation.CREATE, caller, () -> jobs.create(identity, roleArn, tags, caller));
        Runnable once = afterwards;
        afterwards = () -> {};
        once.run();
        return outcome;
    }

    @Override
    public Outcome tag(Identity identity, Job job, Map<String, String> tags, Caller caller) {
        return write(Operation.TAG, caller, () -> jobs.tag(identity, job, tags, caller));
    }

    @Override
    public Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller) {
        return write(Operation.UNTAG, caller, () -> jobs.untag(identity, job, keys, caller));
    }

    @Override
    public Outcome delete(Identity identity, Job job, Caller caller) {
        return write(Operation.DELETE, caller, () -> jobs.delete(identity, job, caller));
    }
}
