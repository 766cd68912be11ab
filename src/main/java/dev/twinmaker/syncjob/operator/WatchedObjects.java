package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Sibling;
import dev.twinmaker.syncjob.core.port.Siblings;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@link Siblings} by what the watch shows, and the source that wakes those who waited for another one to give its claim
 * up.
 */
final class WatchedObjects extends AbstractEventSource<SyncJob, SyncJob>
        implements ResourceEventAware<SyncJob>, Siblings {

    /**
     * @param holdsJob whether the status tells of a job
     */
    private record Entry(Sibling sibling, boolean competes, boolean holdsJob) {}

    private record Source(String region, String syncSource) {}

    private final DesiredFactory factory;
    private final Runnable heard;
    private final Map<String, Entry> byUid = new ConcurrentHashMap<>();
    private final Map<Identity, Set<String>> byIdentity = new ConcurrentHashMap<>();
    private final Map<Source, Set<String>> holders = new ConcurrentHashMap<>();

    /**
     * @param heard to be told of each event
     */
    WatchedObjects(DesiredFactory factory, Runnable heard) {
        super(SyncJob.class, "watched-objects");
        this.factory = factory;
        this.heard = heard;
    }

    @Override
    public void onResourceCreated(SyncJob object) {
        heard.run();
        put(object);
    }

    @Override
    public void onResourceUpdated(SyncJob now, SyncJob before) {
        heard.run();
        if (!now.getMetadata().getUid().equals(before.getMetadata().getUid())) {
            remove(before);
        }
        put(now);
    }

    @Override
    public void onResourceDeleted(SyncJob object) {
        heard.run();
        remove(object);
    }

    @Override
    public List<Sibling> rivals(Desired desired) {
        List<Sibling> rivals = new ArrayList<>();
        for (String uid : byIdentity.getOrDefault(desired.identity(), Set.of())) {
            Entry entry = byUid.get(uid);
            if (entry != null && entry.competes() && !uid.equals(desired.owner().uid())) {
                rivals.add(entry.sibling());
            }
        }
        return rivals;
    }

    @Override
    public Optional<Sibling> holder(Identity identity) {
        Map<String, Sibling> found = new TreeMap<>();
        for (String uid : holders.getOrDefault(source(identity), Set.of())) {
            Entry entry = byUid.get(uid);
            if (entry != null && !entry.sibling().identity().equals(identity)) {
                found.put(uid, entry.sibling());
            }
        }
        return found.values().stream().findFirst();
    }

    @Override
    public Set<SyncJob> getSecondaryResources(SyncJob primary) {
        return Set.of();
    }

    private void put(SyncJob object) {
        Desired desired = factory.of(object);
        boolean holdsJob = object.getStatus() != null && object.getStatus().arn() != null;
        Entry entry = new Entry(Sibling.of(desired), desired.competes(), holdsJob && desired.competes());
        Entry before = byUid.put(uid(object), entry);
        if (before != null
                && !before.sibling().identity().equals(entry.sibling().identity())) {
            drop(byIdentity, before.sibling().identity(), uid(object));
        }
        add(byIdentity, entry.sibling().identity(), uid(object));
        if (entry.holdsJob()) {
            add(holders, source(entry.sibling().identity()), uid(object));
        } else {
            drop(holders, source(entry.sibling().identity()), uid(object));
        }
        if (before != null && before.competes() && !entry.competes()) {
            wake(before);
        }
    }

    private void remove(SyncJob object) {
        Entry before = byUid.remove(uid(object));
        if (before != null) {
            drop(byIdentity, before.sibling().identity(), uid(object));
            drop(holders, source(before.sibling().identity()), uid(object));
            wake(before);
        }
    }

    private void wake(Entry gone) {
        for (String uid : byIdentity.getOrDefault(gone.sibling().identity(), Set.of())) {
            Entry entry = byUid.get(uid);
            if (isRunning()
                    && entry != null
                    && !uid.equals(gone.sibling().owner().uid())) {
                getEventHandler()
                        .handleEvent(new Event(new ResourceID(
                                entry.sibling().owner().name(),
                                entry.sibling().owner().namespace())));
            }
        }
    }

    private static <K> void add(Map<K, Set<String>> index, K key, String uid) {
        index.compute(key, (k, uids) -> {
            Set<String> grown = uids == null ? ConcurrentHashMap.newKeySet() : uids;
            grown.add(uid);
            return grown;
        });
    }

    private static <K> void drop(Map<K, Set<String>> index, K key, String uid) {
        index.computeIfPresent(key, (k, uids) -> {
            uids.remove(uid);
            return uids.isEmpty() ? null : uids;
        });
    }

    private static Source source(Identity identity) {
        return new Source(identity.region(), identity.syncSource());
    }

    private static String uid(SyncJob object) {
        return object.getMetadata().getUid();
    }
}
