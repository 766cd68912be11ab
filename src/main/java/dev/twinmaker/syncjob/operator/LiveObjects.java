package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@link Owners} by a read of the API server itself. */
final class LiveObjects implements Owners {

    private static final Logger LOG = Logger.getLogger(LiveObjects.class);

    private final KubernetesClient client;

    LiveObjects(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Standing standing(Desired desired) {
        try {
            SyncJob live = get(desired.owner().namespace(), desired.owner().name());
            return live == null ? Standing.GONE : compare(live.getMetadata(), desired);
        } catch (KubernetesClientException e) {
            LOG.debugf(e, "the API server could not be asked about %s", desired.owner());
            return Standing.UNREADABLE;
        }
    }

    @Override
    public boolean gone(Owner owner) {
        try {
            SyncJob live = get(owner.namespace(), owner.name());
            return live == null || !owner.mayHaveUid(live.getMetadata().getUid());
        } catch (KubernetesClientException e) {
            LOG.debugf(e, "the API server could not be asked about %s", owner);
            return false;
        }
    }

    @Nullable SyncJob get(String namespace, String name) {
        return client.resources(SyncJob.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /** The namespaces of objects that have, or may have, something in AWS that is their own; one for each such object. */
    List<String> namespacesOfHolders() {
        return client.resources(SyncJob.class).inAnyNamespace().list().getItems().stream()
                .filter(LiveObjects::uses)
                .map(object -> object.getMetadata().getNamespace())
                .toList();
    }

    /** Whether an object has, or may have, something in AWS that is its own. One in deletion has, until it is released. */
    static boolean uses(SyncJob object) {
        ObjectMeta meta = object.getMetadata();
        boolean observes =
                object.getSpec() != null && object.getSpec().managementPolicy() == ManagementPolicy.OBSERVE_ONLY;
        boolean job = object.getStatus() != null && object.getStatus().arn() != null;
        return meta.getFinalizers().contains(SyncJob.FINALIZER)
                || (job && !observes && meta.getDeletionTimestamp() == null);
    }

    private static Standing compare(ObjectMeta live, Desired desired) {
        if (!desired.owner().uid().equals(live.getUid())) {
            return Standing.REPLACED;
        }
        boolean sameGeneration = live.getGeneration() != null && live.getGeneration() == desired.generation();
        boolean sameDeletion = (live.getDeletionTimestamp() != null) == desired.deleting();
        return sameGeneration && sameDeletion ? Standing.CURRENT : Standing.CHANGED;
    }
}
