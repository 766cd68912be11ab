package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.Accesses;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Principal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link Grants} by what the watches of accesses and namespaces show. As long as one of the two has not shown everything,
 * nothing is known, and neither is anything of a namespace that was not shown yet, where labels decide.
 */
final class GrantBook implements Grants {

    private final LiveAccesses live;
    private final boolean required;
    private final Map<String, Access> byName = new HashMap<>();
    private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();
    private volatile Accesses accesses;
    private volatile boolean allAccesses;
    private volatile boolean allNamespaces;

    /**
     * @param required whether an object that no access is for may do nothing
     */
    GrantBook(LiveAccesses live, boolean required) {
        this.live = live;
        this.required = required;
        this.accesses = Accesses.of(List.of(), required);
    }

    /** All accesses there are, asked for while nobody puts or removes one, so that no news of one is lost behind it. */
    synchronized void fill(Supplier<Collection<Access>> all) {
        byName.clear();
        all.get().forEach(access -> byName.put(access.name(), access));
        accesses = Accesses.of(byName.values(), required);
        allAccesses = true;
    }

    /** That access is so now. What was known before; null where nothing changed. */
    synchronized @Nullable Accesses put(Access access) {
        return access.equals(byName.put(access.name(), access)) ? null : changed();
    }

    /** That access is gone. What was known before; null where nothing changed. */
    synchronized @Nullable Accesses remove(String name) {
        return byName.remove(name) == null ? null : changed();
    }

    /** Until all are known, one more is no news: they would be counted anew with each. */
    private @Nullable Accesses changed() {
        if (!allAccesses) {
            return null;
        }
        Accesses before = accesses;
        accesses = Accesses.of(byName.values(), required);
        return before;
    }

    /** The labels of all namespaces are known. */
    void allNamespaces() {
        allNamespaces = true;
    }

    /** Whether the labels of that namespace are other ones now. */
    boolean label(String namespace, Map<String, String> now) {
        return !now.equals(labels.put(namespace, now));
    }

    void unlabel(String namespace) {
        labels.remove(namespace);
    }

    Map<String, String> labels(String namespace) {
        return labels.getOrDefault(namespace, Map.of());
    }

    /** What is known now. */
    Accesses accesses() {
        return accesses;
    }

    private boolean known() {
        return allAccesses && allNamespaces;
    }

    /** The account of the access that is for that namespace; empty where it has none of its own. */
    Optional<String> account(String namespace) {
        return accesses.account(namespace, labels(namespace));
    }

    /** As whom that access acts. */
    Principal principal(Access access) {
        return accesses.principal(access);
    }

    @Override
    public Grant of(Desired desired) {
        Map<String, String> shown = labels.get(desired.owner().namespace());
        Accesses all = accesses;
        boolean unseen = !known() || (shown == null && all.byLabels());
        return unseen ? new Grant.Unseen() : all.grant(desired, shown == null ? Map.of() : shown);
    }

    @Override
    public Grant live(Desired desired) {
        if (!known()) {
            return new Grant.Unseen();
        }
        try {
            // All of them: one that the watch has not shown yet may be for the namespace, too.
            Accesses now = Accesses.of(live.all(), required);
            String namespace = desired.owner().namespace();
            return now.grant(desired, now.byLabels() ? live.labels(namespace) : Map.of());
        } catch (LiveAccesses.Unreadable e) {
            return new Grant.Unseen();
        }
    }
}
