package dev.twinmaker.syncjob.core.report;

import dev.twinmaker.syncjob.api.Reason;
import java.util.Optional;

/**
 * One row of the condition table: what Ready, Synced and the third condition say.
 *
 * @param third {@code Reconciling} or {@code Stalled}, or none
 */
record Row(Cell ready, Cell synced, Optional<Third> third) {

    /** A value of Ready or Synced. */
    public sealed interface Cell {
        /** A new value. */
        record Says(String status, Reason reason, String message) implements Cell {}

        /** Whatever it was; for a job that was never created, False with this reason. */
        record LastKnown(Reason reason, String message) implements Cell {}

        /** Whatever it was, if it was there. */
        record AsBefore() implements Cell {}
    }

    /** The third condition. */
    record Third(boolean stalled, Reason reason, String message) {}

    static Cell yes(Reason reason, String message) {
        return new Cell.Says("True", reason, message);
    }

    static Cell no(Reason reason, String message) {
        return new Cell.Says("False", reason, message);
    }

    static Cell unknown(Reason reason, String message) {
        return new Cell.Says("Unknown", reason, message);
    }

    public static Row settled(Cell ready, Cell synced) {
        return new Row(ready, synced, Optional.empty());
    }

    static Row reconciling(Cell ready, Cell synced, Reason reason, String message) {
        return new Row(ready, synced, Optional.of(new Third(false, reason, message)));
    }

    public static Row stalled(Cell ready, Cell synced, Reason reason, String message) {
        return new Row(ready, synced, Optional.of(new Third(true, reason, message)));
    }

    /** Both False with the same words, and stalled. */
    public static Row refused(Reason reason, String message) {
        return stalled(no(reason, message), no(reason, message), reason, message);
    }

    /** Both False with the same words, and under way. */
    static Row underWay(Reason reason, String message) {
        return reconciling(no(reason, message), no(reason, message), reason, message);
    }
}
