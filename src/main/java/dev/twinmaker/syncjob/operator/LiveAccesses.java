package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.WrittenAccess;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Accesses and labels of namespaces by the API server's own word, past every cache. */
class LiveAccesses {

    private static final Logger LOG = Logger.getLogger(LiveAccesses.class);

    private final KubernetesClient client;
    private final String region;
    private final Refusals refusals;
    private final SharedRead<List<Access>> all = new SharedRead<>(this::list);

    /**
     * @param region of accesses that name none
     */
    LiveAccesses(KubernetesClient client, String region, Refusals refusals) {
        this.client = client;
        this.region = region;
        this.refusals = refusals;
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
        return asked("the list of AwsAccesses", all::get);
    }

    /** For as long as it is refused, nobody is granted anything, so it shows on the process. */
    private <T> T asked(String what, Supplier<T> question) throws Unreadable {
        try {
            T answer = question.get();
            refusals.none(what);
            return answer;
        } catch (KubernetesClientException e) {
            boolean first = refusals.fault().isEmpty();
            if (refusals.heard(what, e) && first) {
                LOG.warnf("%s may not be read, so nothing is granted: %s", what, e.getMessage());
            } else {
                LOG.debugf(e, "the API server could not be asked for %s", what);
            }
            throw new Unreadable(e);
        }
    }

    private List<Access> list() {
        return client.resources(AwsAccess.class).list().getItems().stream()
                .map(this::of)
                .toList();
    }

    /** That access; null if there is none. By a list, for which the right is there anyway. */
    @Nullable AwsAccess read(String name) {
        List<AwsAccess> found = client.resources(AwsAccess.class)
                .withField("metadata.name", name)
                .list()
                .getItems();
        return found.isEmpty() ? null : found.get(0);
    }

    /** Labels of that namespace. One that is not there has none that anything could be granted by. */
    Map<String, String> labels(String name) throws Unreadable {
        Optional<Namespace> namespace = asked(
                "a namespace",
                () -> Optional.ofNullable(client.namespaces().withName(name).get()));
        return NamespaceSource.labels(namespace.orElseThrow(() -> new Unreadable(null)));
    }

    private static Access.Phase phase(ObjectMeta meta) {
        if (meta.getDeletionTimestamp() != null) {
            return Access.Phase.LEAVING;
        }
        return meta.getFinalizers().contains(AwsAccess.FINALIZER) ? Access.Phase.HELD : Access.Phase.UNHELD;
    }

    /** That object as the core knows it. */
    Access of(AwsAccess object) {
        return WrittenAccess.of(object.getMetadata().getName(), object.getSpec(), phase(object.getMetadata()), region);
    }
}
