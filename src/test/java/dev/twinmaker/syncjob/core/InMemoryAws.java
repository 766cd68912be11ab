package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The in-memory service as a history uses it. */
final class InMemoryAws implements AwsDouble {

    private final InMemorySyncJobs jobs;
    private final SettableClock clock;

    InMemoryAws(InMemorySyncJobs jobs, SettableClock clock) {
        this.jobs = jobs;
        this.clock = clock;
        jobs.moving = true;
    }

    @Override
    public SyncJobs jobs() {
        return jobs;
    }

    @Override
    public SentCalls sent() {
        return jobs.sent;
    }

    @Override
    public Optional<Actual> actual() {
        return jobs.at(Scene.IDENTITY)
                .map(job -> new Actual(job.state, job.roleArn, job.tags, job.entities + job.componentTypes));
    }

    @Override
    public void account(String id) {
        jobs.account = id;
    }

    @Override
    public void next(Operation operation, Fault fault) {
        jobs.next(operation, fault);
    }

    @Override
    public void lag(Duration ofJobs, Duration ofTags) {
        jobs.lag = ofJobs;
        jobs.tagLag = ofTags;
    }

    @Override
    public void heal() {
        jobs.heal();
    }

    @Override
    public void create(Map<String, String> tags) {
        jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, tags);
    }

    @Override
    public void delete() {
        job().enter("DELETING", clock.instant(), Duration.ZERO);
    }

    @Override
    public void vanish() {
        jobs.remove(Scene.IDENTITY);
    }

    @Override
    public void fail() {
        job().enter("ERROR", clock.instant(), Duration.ZERO);
    }

    @Override
    public void empty() {
        job().entities = 0;
        job().componentTypes = 0;
    }

    @Override
    public void retag(Map<String, String> tags) {
        job().retag(tags, clock.instant(), Duration.ZERO);
    }

    private StoredJob job() {
        return jobs.at(Scene.IDENTITY).orElseThrow();
    }
}
