package dev.twinmaker.syncjob.importer;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Inventory;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads every job that was asked for, with patience where AWS or the budget asks for it. */
final class Stock {

    private static final int TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final SyncJobs.Caller CALLER = new SyncJobs.Caller("import", SyncJobs.Lane.URGENT, Optional.empty());

    private final SyncJobs jobs;
    private final Inventory inventory;
    private final Consumer<Duration> pause;
    private final Consumer<String> problems;

    /** A job that was read, with its tags. */
    record Found(Identity identity, Job job) {}

    /**
     * @param pause waits for so long
     * @param problems takes what could not be read, in words
     */
    Stock(SyncJobs jobs, Inventory inventory, Consumer<Duration> pause, Consumer<String> problems) {
        this.jobs = jobs;
        this.inventory = inventory;
        this.pause = pause;
        this.problems = problems;
    }

    /**
     * @param workspaces ids; empty for all
     */
    List<Found> take(String region, List<String> workspaces) {
        List<String> places = workspaces.isEmpty() ? list(() -> inventory.workspaces(region)) : workspaces;
        List<Found> found = new ArrayList<>();
        for (String workspace : places) {
            for (Identity identity : list(() -> inventory.jobs(region, workspace))) {
                look(identity).ifPresent(job -> found.add(new Found(identity, job)));
            }
        }
        return found;
    }

    private <T> List<T> list(Supplier<Inventory.Listing<T>> call) {
        Inventory.Listing<T> listing = call.get();
        for (int tries = 1; tries < TRIES && again(listing.failure(), tries); tries++) {
            listing = call.get();
        }
        listing.failure().ifPresent(failure -> problems.accept(failure.text()));
        return listing.items();
    }

    private Optional<Job> look(Identity identity) {
        Observation seen = jobs.look(identity, true, CALLER);
        for (int tries = 1; tries < TRIES && again(failure(seen), tries); tries++) {
            seen = jobs.look(identity, true, CALLER);
        }
        failure(seen).ifPresent(failure -> problems.accept(failure.text()));
        return seen instanceof Observation.Present present ? Optional.of(present.job()) : Optional.empty();
    }

    private static Optional<Failure> failure(Observation seen) {
        if (seen instanceof Observation.NotNow notNow) {
            return Optional.of(new Failure(
                    Failure.Kind.THROTTLED,
                    Failure.Effect.NONE,
                    "No room in the budget.",
                    Optional.of(notNow.delay())));
        }
        return seen instanceof Observation.Unreadable unreadable ? Optional.of(unreadable.failure()) : Optional.empty();
    }

    /** Waits and says yes where the failure is of the kind that passes. */
    private boolean again(Optional<Failure> failure, int tries) {
        boolean passing = failure.filter(
                        f -> f.kind() == Failure.Kind.THROTTLED || f.kind() == Failure.Kind.UNAVAILABLE)
                .isPresent();
        if (passing) {
            Duration own = FIRST_PAUSE.multipliedBy(1L << (tries - 1));
            Duration asked = failure.flatMap(Failure::retryAfter).orElse(own);
            pause.accept(asked.compareTo(own) > 0 ? own : asked);
        }
        return passing;
    }
}
