package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the calls to come. */
public final class Faults {

    private final Map<Operation, Deque<Fault>> queued = new EnumMap<>(Operation.class);
    private final Map<Operation, Fault> standing = new EnumMap<>(Operation.class);

    /** The next calls of that operation fail so, one after the other. */
    public void next(Operation operation, Fault... failing) {
        queued.computeIfAbsent(operation, key -> new ArrayDeque<>()).addAll(List.of(failing));
    }

    void always(Operation operation, Fault fault) {
        standing.put(operation, fault);
    }

    /** Nothing fails any more. */
    public void clear() {
        queued.clear();
        standing.clear();
    }

    /** How the call of that operation that is made now fails; null if it does not. */
    public @Nullable Fault of(Operation operation) {
        Deque<Fault> queue = queued.get(operation);
        return queue == null || queue.isEmpty() ? standing.get(operation) : queue.poll();
    }

    static Failure failure(Fault fault) {
        if (fault instanceof Fault.Before before) {
            return before.failure();
        }
        if (fault instanceof Fault.After after) {
            return after.failure();
        }
        throw new IllegalArgumentException("no failure in " + fault);
    }
}
