package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API server's word about the one object that a test is about. */
final class InMemoryOwners implements Owners {

    private final Deque<Standing> scripted = new ArrayDeque<>();
    private @Nullable String uid;
    private long generation;
    private boolean deleting;

    int asked;

    /** Other objects that are there. */
    final Set<Owner> others = new HashSet<>();

    /** Whether other objects may not be read. */
    boolean blind;

    /** The object that is really there. */
    void live(String liveUid, long liveGeneration, boolean beingDeleted) {
        uid = liveUid;
        generation = liveGeneration;
        deleting = beingDeleted;
    }

    void gone() {
        uid = null;
    }

    /** The next answers, one after the other. */
    void next(Standing... answers) {
        scripted.addAll(List.of(answers));
    }

    @Override
    public boolean gone(Owner owner) {
        return !blind && !others.contains(owner);
    }

    @Override
    public Standing standing(Desired desired) {
        asked++;
        Standing answer = scripted.poll();
        if (answer != null) {
            return answer;
        }
        if (uid == null) {
            return Standing.GONE;
        }
        if (!uid.equals(desired.owner().uid())) {
            return Standing.REPLACED;
        }
        return generation == desired.generation() && deleting == desired.deleting()
                ? Standing.CURRENT
                : Standing.CHANGED;
    }
}
