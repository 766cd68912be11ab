package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The service as a plain in-memory class: one job an identity, lagging readers, and faults on request. */
public final class InMemorySyncJobs extends SettableService implements SyncJobs {

    private final InstantSource clock;
    private final StoredJobs jobs;
    private final Faults faults = new Faults();
    private final Proofs proofs = new Proofs();
    private int requests;

    InMemorySyncJobs(InstantSource clock) {
        this.clock = clock;
        this.jobs = new StoredJobs();
    }

    /** The same jobs and lags at the time of that clock; without faults, and nothing was called yet. */
    InMemorySyncJobs(InMemorySyncJobs other, InstantSource clock) {
        super(other);
        this.clock = clock;
        this.jobs = new StoredJobs(other.jobs);
    }

    /** The creates that have not taken effect yet. */
    List<StoredJobs.Creation> underWay() {
        return jobs.underWay();
    }

    /** The next calls of that operation fail so, one after the other. */
    void next(Operation operation, Fault... failing) {
        faults.next(operation, failing);
    }

    /** Every call of that operation fails so. */
    void always(Operation operation, Fault fault) {
        faults.always(operation, fault);
    }

    void heal() {
        faults.clear();
        lag = Duration.ZERO;
        tagLag = Duration.ZERO;
    }

    /** Puts a job there that nobody of this test made. */
    StoredJob seed(Identity identity, String state, String roleArn, Map<String, String> tags) {
        StoredJob job = new StoredJob(
                StoredJobs.arn(ACCOUNT, identity), state, roleArn, tags, clock.instant(), Duration.ZERO, Duration.ZERO);
        jobs.put(ACCOUNT, identity, job);
        return job;
    }

    /** The job as it really is. */
    Optional<StoredJob> at(Identity identity) {
        return at(ACCOUNT, identity);
    }

    /** The same in that account. */
    Optional<StoredJob> at(String inAccount, Identity identity) {
        settle();
        return Optional.ofNullable(jobs.get(inAccount, identity));
    }

    /** The job is gone, by whatever hand. */
    void remove(Identity identity) {
        jobs.remove(ACCOUNT, identity);
    }

    boolean anythingUnderWay() {
        settle();
        return jobs.anythingUnderWay();
    }

    @Override
    public synchronized Observation look(Identity identity, boolean withTags, Caller caller) {
        settle();
        Fault fault = faults.of(Operation.LOOK);
        if (fault instanceof Fault.Busy busy) {
            return new Observation.NotNow(busy.delay());
        }
        if (Fence.closed(caller, account)) {
            return new Observation.Unreadable(Fence.failure(account));
        }
        calls.add(Operation.LOOK);
        if (fault instanceof Fault.Blind) {
            return new Observation.Absent(Optional.of(account));
        }
        if (fault != null) {
            return new Observation.Unreadable(Faults.failure(fault));
        }
        Instant now = clock.instant();
        StoredJob stored = jobs.get(account, identity);
        if (stored == null || !stored.visible(now)) {
            return new Observation.Absent(Optional.of(account));
        }
        Job job = stored.seen(now);
        if (!withTags) {
            return new Observation.Present(job);
        }
        proofs.read(stored, now);
        return new Observation.Present(job.withTags(stored.seenTags(now)));
    }

    @Override
    public synchronized Tally tally(Identity identity, Caller caller) {
        settle();
        Fault fault = faults.of(Operation.TALLY);
        if (Fence.closed(caller, account)) {
            return new Tally.Unreadable(Fence.failure(account));
        }
        calls.add(Operation.TALLY);
        StoredJob stored = jobs.get(account, identity);
        if (fault instanceof Fault.Busy) {
            return new Tally.Unreadable(Failure.refused(Failure.Kind.THROTTLED, "Too many requests."));
        }
        if (fault != null) {
            return new Tally.Unreadable(Faults.failure(fault));
        }
        return stored == null
                ? new Tally.Known(0, 0, false)
                : new Tally.Known(stored.entities, stored.componentTypes, false);
    }

    @Override
    public synchronized Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
        settle();
        Fault fault = faults.of(Operation.CREATE);
        Optional<Outcome> barred = barred(fault, caller);
        if (barred.isPresent()) {
            return barred.get();
        }
        calls.add(Operation.CREATE);
        sent.create(identity, roleArn, tags);
        if (fault instanceof Fault.Before before) {
            return new Outcome.Rejected(before.failure());
        }
        if (fault instanceof Fault.Late delayed) {
            jobs.later(new StoredJobs.Creation(
                    clock.instant().plus(delayed.delay()), account, identity, roleArn, tags, caller));
            return new Outcome.Rejected(delayed.failure());
        }
        if (missingWorkspaces.contains(identity.workspaceId())) {
            return new Outcome.Rejected(Failure.refused(Failure.Kind.NOT_FOUND, "There is no such workspace."));
        }
        boolean taken = jobs.get(account, identity) != null || (oneJobInAll && !jobs.isEmpty());
        if (!taken) {
            put(new StoredJobs.Creation(clock.instant(), account, identity, roleArn, tags, caller));
        }
        if (fault != null) {
            return new Outcome.Rejected(Faults.failure(fault));
        }
        return taken
                ? new Outcome.Rejected(Failure.refused(Failure.Kind.CONFLICT, "A sync job exists already."))
                : done(jobs.get(account, identity));
    }

    @Override
    public Outcome tag(Identity identity, Job job, Map<String, String> tags, Caller caller) {
        return write(
                Operation.TAG,
                identity,
                job,
                caller,
                () -> sent.tag(job, tags),
                stored -> stored.change(all -> all.putAll(tags), clock.instant(), tagLag));
    }

    @Override
    public Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller) {
        return write(
                Operation.UNTAG,
                identity,
                job,
                caller,
                () -> sent.untag(job, keys),
                stored -> stored.change(all -> all.keySet().removeAll(keys), clock.instant(), tagLag));
    }

    @Override
    public Outcome delete(Identity identity, Job job, Caller caller) {
        return write(
                Operation.DELETE,
                identity,
                job,
                caller,
                () -> sent.delete(identity, job),
                stored -> stored.enter("DELETING", clock.instant(), lag));
    }

    /** Why a call is not sent at all. */
    private Optional<Outcome> barred(@Nullable Fault fault, Caller caller) {
        if (fault instanceof Fault.Busy busy) {
            return Optional.of(new Outcome.NotNow(busy.delay()));
        }
        return Fence.closed(caller, account)
                ? Optional.of(new Outcome.Rejected(Fence.failure(account)))
                : Optional.empty();
    }

    private synchronized Outcome write(
            Operation operation,
            Identity identity,
            Job job,
            Caller caller,
            Runnable record,
            Consumer<StoredJob> change) {
        settle();
        Fault fault = faults.of(operation);
        boolean proven = proofs.hold(job, clock.instant());
        Optional<Outcome> barred = barred(fault, caller);
        if (barred.isPresent()) {
            return barred.get();
        }
        if (!proven) {
            return new Outcome.Rejected(
                    Failure.refused(Failure.Kind.UNAVAILABLE, "The tags of the job were not read moments ago."));
        }
        calls.add(operation);
        record.run();
        if (fault instanceof Fault.Before before) {
            return new Outcome.Rejected(before.failure());
        }
        StoredJob stored = jobs.get(account, identity);
        if (stored == null) {
            return operation == Operation.DELETE
                    ? new Outcome.Done(Optional.of(StoredJobs.gone(job)), "")
                    : new Outcome.Rejected(Failure.refused(Failure.Kind.NOT_FOUND, "There is no such sync job."));
        }
        journal.add(new Effect(operation, caller.uid(), Map.copyOf(stored.tags), clock.instant()));
        change.accept(stored);
        return fault == null ? done(stored) : new Outcome.Rejected(Faults.failure(fault));
    }

    private Outcome done(@Nullable StoredJob stored) {
        requests++;
        return new Outcome.Done(Optional.ofNullable(stored).map(StoredJob::replied), "request-" + requests);
    }

    private void put(StoredJobs.Creation create) {
        String arn = StoredJobs.arn(create.account(), create.identity());
        jobs.put(
                create.account(),
                create.identity(),
                new StoredJob(arn, "CREATING", create.roleArn(), create.tags(), create.due(), lag, tagLag));
        journal.add(new Effect(Operation.CREATE, create.caller().uid(), Map.of(), create.due()));
    }

    private void settle() {
        Instant now = clock.instant();
        jobs.ripen(now, create -> {
            if (jobs.get(create.account(), create.identity()) == null) {
                put(create);
            }
        });
        if (moving) {
            jobs.move(now, lag);
        }
    }
}
