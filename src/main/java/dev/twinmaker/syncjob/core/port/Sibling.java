package dev.twinmaker.syncjob.core.port;

import java.time.Instant;
import java.util.Comparator;

/**
 * Another SyncJob of this cluster.
 *
 * @param created {@code metadata.creationTimestamp}
 */
public record Sibling(Owner owner, Identity identity, Instant created) {

    /** The older comes first, then the lesser uid. */
    public static final Comparator<Sibling> BY_AGE = Comparator.comparing(Sibling::created)
            .thenComparing(sibling -> sibling.owner().uid());

    /** That object as others see it. */
    public static Sibling of(Desired desired) {
        return new Sibling(desired.owner(), desired.identity(), desired.created());
    }

    /** Namespace and name, as people write them. */
    public String name() {
        return owner.namespace() + "/" + owner.name();
    }
}
