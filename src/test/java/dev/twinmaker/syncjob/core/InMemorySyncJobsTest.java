package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The fake of the core's tests keeps the promises of the port, or those tests would prove little. */
class InMemorySyncJobsTest extends SyncJobsContract {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemorySyncJobs jobs = new InMemorySyncJobs(clock);

    InMemorySyncJobsTest() {
        jobs.moving = true;
        jobs.oneJobInAll = true;
        jobs.missingWorkspaces.add(withoutWorkspace().workspaceId());
    }

    @Override
    protected SyncJobs jobs() {
        return jobs;
    }

    @Override
    protected Identity identity() {
        return new Identity("eu-central-1", "plant", "SITEWISE");
    }

    @Override
    protected final Identity withoutWorkspace() {
        return new Identity("eu-central-1", "nowhere", "SITEWISE");
    }

    @Override
    protected Optional<Identity> elsewhere() {
        return Optional.of(new Identity("eu-central-1", "annex", "SITEWISE"));
    }

    @Override
    protected String roleArn() {
        return "arn:aws:iam::123456789012:role/sync";
    }

    @Override
    protected void vanish() {
        jobs.remove(identity());
    }

    @Override
    protected void eventually(Runnable assertion) {
        for (int second = 0; second < 60; second++) {
            try {
                assertion.run();
                return;
            } catch (AssertionError notYet) {
                clock.advance(Duration.ofSeconds(1));
            }
        }
        assertion.run();
    }
}
