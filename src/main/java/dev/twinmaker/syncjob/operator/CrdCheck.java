package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API server serves objects of a kind as this operator needs them. It is asked for what it says of itself to
 * everybody, so that no right on the CRD is needed.
 */
final class CrdCheck {

    private static final Logger LOG = Logger.getLogger(CrdCheck.class);

    private final String crd;
    private final String plural;
    private final String groupVersion;

    CrdCheck(Class<? extends HasMetadata> kind) {
        this.crd = HasMetadata.getFullResourceName(kind);
        this.plural = HasMetadata.getPlural(kind);
        this.groupVersion = HasMetadata.getApiVersion(kind);
    }

    /**
     * Passes where they are served.
     *
     * @throws BadConfiguration if they are not; the message names the CRD and what to apply
     */
    void check(KubernetesClient client) {
        try {
            fault(served(client)).ifPresent(fault -> {
                throw new BadConfiguration(fault);
            });
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            LOG.warnf("this cluster does not tell what it serves, so CRD %s is not checked: %s", crd, e.getMessage());
        }
    }

    /** What is wrong with what is served; null stands for nothing at all. */
    Optional<String> fault(@Nullable List<APIResource> served) {
        if (served == null || named(plural, served).isEmpty()) {
            return Optional.of("CRD " + crd + " is not there, or does not serve " + groupVersion + "." + remedy());
        }
        boolean status = named(plural + "/status", served)
                .filter(resource -> resource.getVerbs().contains("patch"))
                .isPresent();
        return status
                ? Optional.empty()
                : Optional.of("CRD " + crd + " has no status subresource in " + groupVersion
                        + ", so nothing could be reported." + remedy());
    }

    private String remedy() {
        return " Apply crds/" + crd + "-v1.yml of this version of the operator, or let the chart do it with"
                + " crds.enabled=true.";
    }

    private static Optional<APIResource> named(String name, List<APIResource> served) {
        return served.stream()
                .filter(resource -> name.equals(resource.getName()))
                .findFirst();
    }

    private @Nullable List<APIResource> served(KubernetesClient client) {
        try {
            APIResourceList list = client.getApiResources(groupVersion);
            return list == null ? null : list.getResources();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }
}
