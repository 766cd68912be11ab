package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.decision.Memory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of each object, by uid: the core's memory, and the object as it was after our own last
 * write, since the watch may still show an older one.
 */
@ApplicationScoped
class ObjectMemory {

    /**
     * @param seen the version that the watch showed last, which may come before the answer to our own write
     * @param since when this entry was made
     * @param due when the next pass is, as {@link Progress} counts
     * @param released whether our finalizer was taken off for good
     */
    private record Entry(
            Memory memory,
            Instant since,
            @Nullable SyncJob written,
            @Nullable String seen,
            long due,
            boolean released) {

        Entry with(@Nullable SyncJob nowWritten, @Nullable String nowSeen) {
            return new Entry(memory, since, nowWritten, nowSeen, due, released);
        }

        Entry remembering(Memory now) {
            return new Entry(now, since, written, seen, due, released);
        }

        Entry dueAt(long when) {
            return new Entry(memory, since, written, seen, when, released);
        }

        Entry withoutFinalizer() {
            return new Entry(memory, since, written, seen, due, true);
        }
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final InstantSource clock;

    ObjectMemory(InstantSource clock) {
        this.clock = clock;
    }

    Memory of(SyncJob object) {
        Entry entry = entries.get(uid(object));
        return entry == null ? Memory.NONE : entry.memory();
    }

    /**
     * Since when nobody else works on the object. One that came into the scope of this operator a moment ago may have been in
     * the hands of another one until then, whose create is still under way; unless it had no finalizer before ours.
     *
     * @param leading since when this process leads
     */
    Instant aloneSince(SyncJob object, Instant leading) {
        Entry entry = entries.computeIfAbsent(uid(object), uid -> fresh());
        return entry.memory().heldHere() || entry.since().isBefore(leading) ? leading : entry.since();
    }

    private Entry fresh() {
        return new Entry(Memory.NONE, clock.instant(), null, null, Progress.NEVER, false);
    }

    void remember(SyncJob object, Memory memory) {
        change(object, entry -> entry.remembering(memory));
    }

    void written(SyncJob object) {
        object.getMetadata().setManagedFields(null);
        change(object, entry -> {
            boolean seen = entry.seen() != null && !ResourceVersions.older(entry.seen(), version(object));
            return entry.with(seen ? null : object, entry.seen());
        });
    }

    /** The watch shows this now, so an older or equal object of our own writing is let go. */
    void watched(SyncJob object) {
        entries.computeIfPresent(uid(object), (uid, entry) -> {
            SyncJob written = entry.written();
            boolean ahead = written != null && ResourceVersions.older(version(object), version(written));
            return entry.with(ahead ? written : null, version(object));
        });
    }

    /** Takes note of when the next pass over an object is due. */
    void due(SyncJob object, long when) {
        change(object, entry -> entry.dueAt(when));
    }

    /** An object in deletion has lost our finalizer, whatever an older view of it still shows. */
    void released(SyncJob object) {
        change(object, Entry::withoutFinalizer);
    }

    boolean isReleased(SyncJob object) {
        Entry entry = entries.get(uid(object));
        return entry != null && entry.released();
    }

    /** The earliest of these; {@link Progress#NEVER} where nothing is due. */
    long soonestDue() {
        return entries.values().stream().mapToLong(Entry::due).min().orElse(Progress.NEVER);
    }

    private void change(SyncJob object, UnaryOperator<Entry> how) {
        entries.compute(uid(object), (uid, entry) -> how.apply(entry == null ? fresh() : entry));
    }

    /**
     * The newest of an object that the framework took from its cache, of what we wrote, and of what the watch has shown
     * since the framework took it.
     *
     * @param shown what the watch shows now; asked only where that is newer than the two others
     */
    SyncJob latest(SyncJob taken, Supplier<Optional<SyncJob>> shown) {
        Entry entry = entries.get(uid(taken));
        if (entry == null) {
            return taken;
        }
        SyncJob newest = newer(taken, entry.written());
        // Our own write is let go of at the moment the watch shows it.
        return entry.seen() != null && ResourceVersions.older(version(newest), entry.seen())
                ? shown.get()
                        .filter(object -> uid(object).equals(uid(taken)))
                        .map(object -> newer(newest, object))
                        .orElse(newest)
                : newest;
    }

    private static SyncJob newer(SyncJob one, @Nullable SyncJob other) {
        return other != null && ResourceVersions.older(version(one), version(other)) ? other : one;
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
