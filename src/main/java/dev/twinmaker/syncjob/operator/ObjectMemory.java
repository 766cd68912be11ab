package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.Memory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of each object, by uid: the core's memory, and the object as it was after our own last
 * write, since the watch may still show an older one.
 */
@ApplicationScoped
class ObjectMemory {

    private record Entry(Memory memory, @Nullable SyncJob written) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    Memory of(SyncJob object) {
        Entry entry = entries.get(uid(object));
        return entry == null ? Memory.NONE : entry.memory();
    }

    void remember(SyncJob object, Memory memory) {
        entries.merge(uid(object), new Entry(memory, null), (old, fresh) -> new Entry(memory, old.written()));
    }

    void written(SyncJob object) {
        object.getMetadata().setManagedFields(null);
        entries.merge(uid(object), new Entry(Memory.NONE, object), (old, fresh) -> new Entry(old.memory(), object));
    }

    /** The newer of what the watch shows and what we wrote. */
    SyncJob latest(SyncJob watched) {
        Entry entry = entries.get(uid(watched));
        SyncJob written = entry == null ? null : entry.written();
        if (entry == null || written == null) {
            return watched;
        }
        boolean behind = ResourceVersions.older(
                watched.getMetadata().getResourceVersion(),
                written.getMetadata().getResourceVersion());
        if (behind) {
            return written;
        }
        entries.replace(uid(watched), entry, new Entry(entry.memory(), null));
        return watched;
    }

    /** The watch shows this now, so an older or equal object of our own writing is let go. */
    void watched(SyncJob object) {
        entries.computeIfPresent(
                uid(object),
                (uid, entry) ->
                        entry.written() == null || ResourceVersions.older(version(object), version(entry.written()))
                                ? entry
                                : new Entry(entry.memory(), null));
    }

    void forget(SyncJob object) {
        entries.remove(uid(object));
    }

    /** How many objects there are. */
    int size() {
        return entries.size();
    }

    private static String version(SyncJob object) {
        return object.getMetadata().getResourceVersion();
    }

    private static String uid(SyncJob object) {
        return object.getMetadata().getUid();
    }
}
