package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Memories as tests want them, without the passes that lead there. */
public final class Recollections {

    private Recollections() {}

    /** A job was counted, the tags or the job itself have been missing since then, and an adoption was sent. */
    public static Memory of(
            Tally tally, @Nullable Instant unclaimedSince, @Nullable Instant absentSince, @Nullable Instant adoptSent) {
        Memory.Builder memory = Memory.NONE.toBuilder();
        memory.tally = tally;
        memory.unclaimedSince = unclaimedSince;
        memory.absentSince = absentSince;
        memory.adoptSent = adoptSent;
        return memory.build();
    }

    /** The same with so many failures in a row. */
    public static Memory withFailures(Memory before, int failures) {
        Memory.Builder memory = before.toBuilder();
        memory.failures = failures;
        return memory.build();
    }

    /** The last pass came to this situation. */
    public static Memory polling(Situation situation) {
        Memory.Builder memory = Memory.NONE.toBuilder();
        memory.pollState = situation.name();
        return memory.build();
    }

    /** An approval has been waited for since then. */
    public static Memory awaiting(Instant since) {
        Memory.Builder memory = Memory.NONE.toBuilder();
        memory.awaitingSince = since;
        return memory.build();
    }
}
