package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Sibling;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a pass knows when it decides.
 *
 * @param winner another SyncJob of this cluster that has the same identity and the better claim
 */
public record Findings(
        Desired desired,
        Remembered remembered,
        Observation seen,
        Ownership ownership,
        Optional<Sibling> winner,
        Timing timing,
        Instant now) {

    public Policy policy() {
        return desired.policy();
    }

    public Memory memory() {
        return remembered.memory();
    }

    public Optional<Job> job() {
        return seen instanceof Observation.Present present ? Optional.of(present.job()) : Optional.empty();
    }

    public boolean absent() {
        return seen instanceof Observation.Absent;
    }

    /** The account that answered, where it is known. */
    public Optional<String> account() {
        if (seen instanceof Observation.Absent absent) {
            return absent.account();
        }
        return job().flatMap(Job::accountId);
    }

    public Findings seeing(Observation other) {
        return new Findings(desired, remembered, other, ownership, winner, timing, now);
    }

    public Findings remembering(Memory memory) {
        Remembered other = new Remembered(remembered.status(), memory, remembered.leadingSince());
        return new Findings(desired, other, seen, ownership, winner, timing, now);
    }

    public Findings at(Instant later) {
        return new Findings(desired, remembered, seen, ownership, winner, timing, later);
    }
}
