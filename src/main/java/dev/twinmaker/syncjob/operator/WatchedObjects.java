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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@link Siblings} by what the watch shows, and the source that wakes those who waited for another one to give its claim
 * up.
 */
final class WatchedObjects extends AbstractEventSource<SyncJob, SyncJob>
        implements ResourceEventAware<SyncJob>, Siblings {

    private record Source(String region, String syncSource) {}

    private final DesiredFactory factory;
    private final Runnable heard;
    private final Function<String, Optional<String>> accounts;
    private final Predicate<Desired> refused;
    private final Map<String, Set<String>> byNamespace = new ConcurrentHashMap<>();
    private final Map<Optional<String>, Set<String>> byAccount = new ConcurrentHashMap<>();
    private volatile Consumer<String> onUse = namespace -> {};
    private final Map<String, WatchedObject> byUid = new ConcurrentHashMap<>();
    private final Map<Identity, Set<String>> byIdentity = new ConcurrentHashMap<>();
    private final Map<Source, Set<String>> holders = new ConcurrentHashMap<>();
    private volatile Supplier<List<SyncJob>> all = List::of;
    private volatile boolean known;

    /**
     * @param heard to be told of each event
     * @param accounts the account in which objects of a namespace are kept, where it is known
     * @param refused whether that object may not act at the moment
     */
    WatchedObjects(
            DesiredFactory factory,
            Runnable heard,
            Function<String, Optional<String>> accounts,
            Predicate<Desired> refused) {
        super(SyncJob.class, "watched-objects");
        this.factory = factory;
        this.heard = heard;
        this.accounts = accounts;
        this.refused = refused;
    }

    /** What the watch has shown when this starts, which is behind the watch. */
    void filledFrom(Supplier<List<SyncJob>> shown) {
        all = shown;
    }

    @Override
    public void start() {
        super.start();
        fill();
    }

    /** While nobody puts or removes one, so that no news of one is lost behind it. */
    private synchronized void fill() {
        all.get().forEach(this::put);
        known = true;
    }

    /** Whether all objects are known; before that, nobody can tell how many there are. */
    boolean known() {
        return known;
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
            WatchedObject entry = byUid.get(uid);
            if (entry != null && !uid.equals(desired.owner().uid()) && competes(entry) && !elsewhere(entry, desired)) {
                rivals.add(entry.sibling());
            }
        }
        return rivals;
    }

    /** Who names a job that he may not touch, and never was let near it, keeps nobody from it. */
    private boolean competes(WatchedObject entry) {
        return entry.competes() && entry.unheld().filter(refused).isEmpty();
    }

    @Override
    public Optional<Sibling> holder(Desired desired) {
        Identity identity = desired.identity();
        Map<String, Sibling> found = new TreeMap<>();
        for (String uid : holders.getOrDefault(source(identity), Set.of())) {
            WatchedObject entry = byUid.get(uid);
            if (entry != null && !entry.sibling().identity().equals(identity) && !elsewhere(entry, desired)) {
                found.put(uid, entry.sibling());
            }
        }
        return found.values().stream().findFirst();
    }

    /** Whether both are known to be kept in different accounts, where one job does not exclude the other. */
    private boolean elsewhere(WatchedObject entry, Desired desired) {
        Optional<String> theirs = account(entry);
        WatchedObject own = byUid.get(desired.owner().uid());
        Optional<String> ours = own == null ? accounts.apply(desired.owner().namespace()) : account(own);
        return theirs.isPresent() && ours.isPresent() && !theirs.equals(ours);
    }

    private Optional<String> account(WatchedObject entry) {
        return entry.account().or(() -> accounts.apply(entry.namespace()));
    }

    /**
     * To be told of each namespace in which more or fewer objects have something in AWS, or are let in by it.
     */
    void onUse(Consumer<String> listener) {
        onUse = listener;
    }

    /** The namespaces that have objects. */
    Set<String> namespaces() {
        return Set.copyOf(byNamespace.keySet());
    }

    /** How many objects are kept in the account of that one, itself among them. */
    int sharingAccount(String uid) {
        WatchedObject entry = byUid.get(uid);
        return entry == null
                ? 1
                : byAccount.getOrDefault(entry.keptIn(), Set.of()).size();
    }

    /** How many objects of that namespace have, or may have, something in AWS that is their own. */
    int using(String namespace) {
        return (int) byNamespace.getOrDefault(namespace, Set.of()).stream()
                .map(byUid::get)
                .filter(entry -> entry != null && entry.uses())
                .count();
    }

    /** Has all objects of that namespace looked at. */
    void wake(String namespace) {
        byNamespace.getOrDefault(namespace, Set.of()).forEach(this::ring);
    }

    @Override
    public Set<SyncJob> getSecondaryResources(SyncJob primary) {
        return Set.of();
    }

    private synchronized void put(SyncJob object) {
        Desired desired = factory.of(object);
        WatchedObject entry = WatchedObject.of(object, desired, accounts);
        WatchedObject before = byUid.put(uid(object), entry);
        if (before != null
                && !before.sibling().identity().equals(entry.sibling().identity())) {
            drop(byIdentity, before.sibling().identity(), uid(object));
        }
        if (before != null && !before.keptIn().equals(entry.keptIn())) {
            drop(byAccount, before.keptIn(), uid(object));
        }
        add(byAccount, entry.keptIn(), uid(object));
        add(byNamespace, entry.namespace(), uid(object));
        add(byIdentity, entry.sibling().identity(), uid(object));
        if (entry.holdsJob()) {
            add(holders, source(entry.sibling().identity()), uid(object));
        } else {
            drop(holders, source(entry.sibling().identity()), uid(object));
        }
        boolean givenUp = before != null && before.competes() && !entry.competes();
        boolean located = before != null && !before.account().equals(entry.account());
        if (givenUp || located) {
            wakeRivals(entry);
        }
        boolean used = before != null && before.uses();
        boolean wasLetIn = before == null || before.letIn();
        if (entry.uses() != used || entry.letIn() != wasLetIn) {
            onUse.accept(entry.namespace());
        }
    }

    private synchronized void remove(SyncJob object) {
        WatchedObject before = byUid.remove(uid(object));
        if (before != null) {
            drop(byIdentity, before.sibling().identity(), uid(object));
            drop(holders, source(before.sibling().identity()), uid(object));
            drop(byNamespace, before.namespace(), uid(object));
            drop(byAccount, before.keptIn(), uid(object));
            wakeRivals(before);
            if (before.uses()) {
                onUse.accept(before.namespace());
            }
        }
    }

    private void wakeRivals(WatchedObject changed) {
        for (String uid : byIdentity.getOrDefault(changed.sibling().identity(), Set.of())) {
            if (!uid.equals(changed.sibling().owner().uid())) {
                ring(uid);
            }
        }
    }

    private void ring(String uid) {
        WatchedObject entry = byUid.get(uid);
        if (isRunning() && entry != null) {
            getEventHandler()
                    .handleEvent(new Event(new ResourceID(
                            entry.sibling().owner().name(),
                            entry.sibling().owner().namespace())));
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
