package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of one object between passes. It is lost on a restart, and everything must stay safe
 * without it.
 *
 * @param failures failed looks and calls in a row
 * @param failingSince when they began
 * @param deniedSince the first refusal of access in a row
 * @param polls looks at the job in {@code pollState} so far
 * @param pollState the state in transition that is being polled
 * @param createSent when the last create was sent that may have had an effect, until the job is seen
 * @param createMayRun whether that create may still be under way
 * @param conflictSince the first create in a row that collided while no job was to be seen
 * @param absentSince the first "not found" in a row that still waits for a second one
 * @param unclaimedSince the first look in a row that showed no owner tags
 * @param waitingSince since when the object waits for the budget
 * @param looksSinceTags looks since the tags were last read
 * @param jobSeen whether the status ever told of a job
 * @param tally what the job in {@code tallyOf} has synced; null until it was counted
 * @param tallyOf generation, creation time and state of the job that it was counted for
 * @param vanishes how often in a row the job vanished, each time within a day of the last
 * @param vanishedAt when it vanished last
 * @param vanishedJob creation time of the job that vanished last, so that each is counted once
 * @param awaitingSince the first pass in a row that waited for an approval
 * @param disowned whether AWS took the owner tags off a job that is to stay
 * @param ignoredRelease the last value of the annotation for a forced release that was told to be wrong
 * @param observed whether the status tells of a job that was only looked at: no claim to it was laid yet
 * @param adoptSent when the last adoption was sent that may have had an effect, until the job shows our tags
 * @param heldHere whether this process put the finalizer on, so that no earlier one can have sent a create
 */
public record Memory(
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant deniedSince,
        int polls,
        @Nullable String pollState,
        @Nullable Instant createSent,
        boolean createMayRun,
        @Nullable Instant conflictSince,
        @Nullable Instant absentSince,
        @Nullable Instant unclaimedSince,
        @Nullable Instant waitingSince,
        int looksSinceTags,
        boolean jobSeen,
        @Nullable Tally tally,
        @Nullable String tallyOf,
        int vanishes,
        @Nullable Instant vanishedAt,
        @Nullable String vanishedJob,
        @Nullable Instant awaitingSince,
        boolean disowned,
        @Nullable String ignoredRelease,
        boolean observed,
        @Nullable Instant adoptSent,
        boolean heldHere) {

    /** How many looks at a steady job go by before its tags are read again. */
    public static final int LOOKS_WITHOUT_TAGS = 3;

    /** Nothing remembered; the tags are due. */
    public static final Memory NONE = new Builder().build();

    /** The same, knowing that this process put the finalizer on the object. */
    public Memory heldByThisProcess() {
        Builder next = toBuilder();
        next.heldHere = true;
        return next.build();
    }

    /** The same, and the object that now lays claim to the job in its status had none to it before. */
    public Memory afterObserving() {
        Builder next = toBuilder();
        next.observed = true;
        return next.build();
    }

    /** The same after a pass that a defect ended. */
    public Memory failedOnceMore() {
        Builder next = toBuilder();
        next.failures++;
        return next.build();
    }

    /** The same, knowing how much the job has synced. */
    public Memory counted(Tally counted, String of) {
        Builder next = toBuilder();
        next.tally = counted;
        next.tallyOf = of;
        return next.build();
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A copy in the making. */
    public static final class Builder {
        int failures;

        @Nullable Instant failingSince;

        @Nullable Instant deniedSince;

        int polls;

        @Nullable String pollState;

        @Nullable Instant createSent;

        boolean createMayRun;

        @Nullable Instant conflictSince;

        @Nullable Instant absentSince;

        @Nullable Instant unclaimedSince;

        @Nullable Instant waitingSince;

        int looksSinceTags = LOOKS_WITHOUT_TAGS;

        boolean jobSeen;

        @Nullable Tally tally;

        @Nullable String tallyOf;

        int vanishes;

        @Nullable Instant vanishedAt;

        @Nullable String vanishedJob;

        @Nullable Instant awaitingSince;

        boolean disowned;

        @Nullable String ignoredRelease;

        boolean observed;

        @Nullable Instant adoptSent;

        boolean heldHere;

        private Builder() {}

        private Builder(Memory memory) {
            failures = memory.failures;
            failingSince = memory.failingSince;
            deniedSince = memory.deniedSince;
            polls = memory.polls;
            pollState = memory.pollState;
            createSent = memory.createSent;
            createMayRun = memory.createMayRun;
            conflictSince = memory.conflictSince;
            absentSince = memory.absentSince;
            unclaimedSince = memory.unclaimedSince;
            waitingSince = memory.waitingSince;
            looksSinceTags = memory.looksSinceTags;
            jobSeen = memory.jobSeen;
            tally = memory.tally;
            tallyOf = memory.tallyOf;
            vanishes = memory.vanishes;
            vanishedAt = memory.vanishedAt;
            vanishedJob = memory.vanishedJob;
            awaitingSince = memory.awaitingSince;
            disowned = memory.disowned;
            ignoredRelease = memory.ignoredRelease;
            observed = memory.observed;
            adoptSent = memory.adoptSent;
            heldHere = memory.heldHere;
        }

        Memory build() {
            return new Memory(
                    failures,
                    failingSince,
                    deniedSince,
                    polls,
                    pollState,
                    createSent,
                    createMayRun,
                    conflictSince,
                    absentSince,
                    unclaimedSince,
                    waitingSince,
                    looksSinceTags,
                    jobSeen,
                    tally,
                    tallyOf,
                    vanishes,
                    vanishedAt,
                    vanishedJob,
                    awaitingSince,
                    disowned,
                    ignoredRelease,
                    observed,
                    adoptSent,
                    heldHere);
        }
    }
}
