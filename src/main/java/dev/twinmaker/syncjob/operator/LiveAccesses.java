package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.WrittenAccess;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Accesses and labels of namespaces by the API server's own word, past every cache. */
class LiveAccesses {

    private static final Logger LOG = Logger.getLogger(LiveAccesses.class);

    private final KubernetesClient client;
    private final String region;
    private final SharedRead<List<Access>> all = new SharedRead<>(this::list);

    /**
     * @param region of accesses that name none
     */
    LiveAccesses(KubernetesClient client, String region) {
        this.client = client;
        this.region = region;
    }

    /** The API server could not be asked. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(@Nullable Throwable cause) {
            super(cause);
        }
    }

    /** All accesses there are. */
    List<Access> all() throws Unreadable {
        try {
            return all.get();
        } catch (KubernetesClientException e) {
            LOG.debugf(e, "the API server could not be asked for the AwsAccesses");
            throw new Unreadable(e);
        }
    }

    private List<Access> list() {
        return client.resources(AwsAccess.class).list().getItems().stream()
                .map(this::of)
                .toList();
    }

    /** That access; null if there is none. */
    @Nullable AwsAccess read(String name) {
        return client.resources(AwsAccess.class).withName(name).get();
    }

    /** Labels of that namespace; none where it is not there. */
    Map<String, String> labels(String name) throws Unreadable {
        try {
            Namespace namespace = client.namespaces().withName(name).get();
            return namespace == null ? Map.of() : NamespaceSource.labels(namespace);
        } catch (KubernetesClientException e) {
            LOG.debugf(e, "the API server could not be asked about namespace %s", name);
            throw new Unreadable(e);
        }
    }

    /** That object as the core knows it. */
    Access of(AwsAccess object) {
        return WrittenAccess.of(
                object.getMetadata().getName(),
                object.getSpec(),
                object.getMetadata().getDeletionTimestamp() != null,
                region);
    }
}
