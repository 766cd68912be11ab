package dev.twinmaker.syncjob.core.port;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Kubernetes object that a job belongs to, as its owner tags say it. The tags travel inside CreateSyncJob, so a job
 * that this operator made carries them from its first moment.
 *
 * @param cluster id of the cluster
 * @param uid {@code metadata.uid}, which tells an object from a later one of the same name
 */
public record Owner(String cluster, String namespace, String name, String uid) {

    /** Every owner tag begins so, and no tag of a user may. */
    public static final String PREFIX = "twinmaker.dev/";

    private static final String CLUSTER = PREFIX + "cluster";
    private static final String NAMESPACE = PREFIX + "namespace";
    private static final String NAME = PREFIX + "name";
    private static final String UID = PREFIX + "uid";
    private static final String MANAGED_BY = PREFIX + "managed-by";
    private static final Set<String> KEYS = Set.of(CLUSTER, NAMESPACE, NAME, UID, MANAGED_BY);
    private static final String MISSING = "?";
    private static final String OPERATOR = "syncjob-operator";

    /** The five owner tags. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(CLUSTER, cluster);
        tags.put(NAMESPACE, namespace);
        tags.put(NAME, name);
        tags.put(UID, uid);
        tags.put(MANAGED_BY, OPERATOR);
        return tags;
    }

    /** The owner that these tags name, or none where no owner tag is there. Missing parts come out as {@code ?}. */
    public static Optional<Owner> in(Map<String, String> tags) {
        if (tags.keySet().stream().noneMatch(key -> key.startsWith(PREFIX))) {
            return Optional.empty();
        }
        return Optional.of(new Owner(
                tags.getOrDefault(CLUSTER, MISSING),
                tags.getOrDefault(NAMESPACE, MISSING),
                tags.getOrDefault(NAME, MISSING),
                tags.getOrDefault(UID, MISSING)));
    }

    /** Whether cluster, namespace and name are all there. */
    public boolean named() {
        return clusterNamed() && !namespace.equals(MISSING) && !name.equals(MISSING);
    }

    /** Whether the cluster is there. */
    public boolean clusterNamed() {
        return !cluster.equals(MISSING);
    }

    /** Whether that is the uid of this owner, or might be, since it is missing. */
    public boolean mayHaveUid(String other) {
        return uid.equals(MISSING) || uid.equals(other);
    }

    /** Whether both have one namespace and name, of whatever cluster and uid. */
    public boolean sameNameAs(Owner other) {
        return namespace.equals(other.namespace) && name.equals(other.name);
    }

    /** Whether that is the key of an owner tag. */
    public static boolean marks(String key) {
        return KEYS.contains(key);
    }

    @Override
    public String toString() {
        if (!named()) {
            return "an owner whose tags are not all there (" + tags() + ")";
        }
        return "SyncJob " + namespace + "/" + name + " (uid " + uid + ") of cluster " + cluster;
    }
}
