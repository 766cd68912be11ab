package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;

/** How much a look at a job must tell: its tags cost a call of their own. Pure. */
final class Looks {

    private Looks() {}

    /**
     * A steady job's tags are read on every fourth look, and so are those of a job of ours that AWS works on. In all
     * other cases they decide what may be done, or what would be.
     */
    static boolean wantTags(Desired desired, Remembered remembered) {
        boolean waiting = remembered.steady(desired) || remembered.inTransition(desired);
        return !waiting
                || !remembered.status().plan().isEmpty()
                || remembered.requested(desired)
                || remembered.memory().looksSinceTags() >= Memory.LOOKS_WITHOUT_TAGS;
    }

    /** Another incarnation than the one whose owner is known, or a state in which there may be something to do. */
    static boolean unproven(Observation seen, Desired desired, Remembered remembered) {
        if (!(seen instanceof Observation.Present present)
                || present.job().tags().isPresent()) {
            return false;
        }
        Job job = present.job();
        boolean asBefore = remembered.steady(desired) && job.known() == Job.State.ACTIVE;
        return !remembered.knows(job) || !(asBefore || awsWorksOn(job, desired, remembered));
    }

    private static boolean awsWorksOn(Job job, Desired desired, Remembered remembered) {
        return switch (job.known()) {
            case CREATING, INITIALIZING -> !desired.deleting();
            case DELETING -> desired.deleting() || remembered.replaces(desired, job);
            case ACTIVE, ERROR, UNKNOWN -> false;
        };
    }
}
