package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
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
 * Whether the API server serves SyncJobs as this operator needs them. It is asked for what it says of itself to
 * everybody, so that no right on the CRD is needed.
 */
final class CrdCheck {

    private static final Logger LOG = Logger.getLogger(CrdCheck.class);
    private static final String CRD = HasMetadata.getFullResourceName(SyncJob.class);
    private static final String PLURAL = HasMetadata.getPlural(SyncJob.class);
    private static final String GROUP_VERSION = HasMetadata.getApiVersion(SyncJob.class);
    private static final String REMEDY = " Apply crds/" + CRD
            + "-v1.yml of this version of the operator, or let the chart do it with crds.enabled=true.";

    private CrdCheck() {}

    /**
     * Passes where SyncJobs are served.
     *
     * @throws BadConfiguration if they are not; the message names the CRD and what to apply
     */
    static void check(KubernetesClient client) {
        try {
            fault(served(client)).ifPresent(fault -> {
                throw new BadConfiguration(fault);
            });
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            LOG.warnf("this cluster does not tell what it serves, so CRD %s is not checked: %s", CRD, e.getMessage());
        }
    }

    /** What is wrong with what is served; null stands for nothing at all. */
    static Optional<String> fault(@Nullable List<APIResource> served) {
        if (served == null || named(PLURAL, served).isEmpty()) {
            return Optional.of("CRD " + CRD + " is not there, or does not serve " + GROUP_VERSION + "." + REMEDY);
        }
        boolean status = named(PLURAL + "/status", served)
                .filter(resource -> resource.getVerbs().contains("patch"))
                .isPresent();
        return status
                ? Optional.empty()
                : Optional.of("CRD " + CRD + " has no status subresource in " + GROUP_VERSION
                        + ", so nothing could be reported on a SyncJob." + REMEDY);
    }

    private static Optional<APIResource> named(String name, List<APIResource> served) {
        return served.stream()
                .filter(resource -> name.equals(resource.getName()))
                .findFirst();
    }

    private static @Nullable List<APIResource> served(KubernetesClient client) {
        try {
            APIResourceList list = client.getApiResources(GROUP_VERSION);
            return list == null ? null : list.getResources();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }
}
