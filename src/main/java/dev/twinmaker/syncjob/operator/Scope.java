package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which SyncJobs this operator keeps. Several operators can share a cluster if no SyncJob is in the scope of two of them;
 * who is in the scope of another is told apart by the owner tags of the jobs.
 *
 * @param namespaces whose SyncJobs are kept; those of all namespaces if it is empty
 * @param selector by the labels of the SyncJobs, as kubectl takes it; all of them if it is empty
 */
public record Scope(Set<String> namespaces, Optional<String> selector) {

    static final Scope ALL = new Scope(Set.of(), Optional.empty());

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final String LEASE = "syncjob-operator";

    /**
     * As the settings say.
     *
     * @param accounts whether accesses are in use
     * @throws BadConfiguration if a namespace cannot exist, or with accounts
     */
    public static Scope of(List<String> namespaces, Optional<String> selector, boolean accounts) {
        for (String namespace : namespaces) {
            if (!NAMESPACE.matcher(namespace).matches()) {
                throw new BadConfiguration("syncjob.namespaces: '" + namespace + "' is no name of a namespace: it has"
                        + " small letters, digits and hyphens only, at most 63. Separate names by commas.");
            }
        }
        Scope scope = new Scope(new TreeSet<>(namespaces), selector.filter(words -> !words.isBlank()));
        if (accounts && !scope.equals(ALL)) {
            throw new BadConfiguration(
                    "syncjob.accounts-enabled goes with neither syncjob.namespaces nor syncjob.selector:"
                            + " an AwsAccess is held while SyncJobs use it, and one operator must see them all.");
        }
        return scope;
    }

    /** The name of the lease by default. It goes with the scope, so that operators with different ones all lead. */
    public String lease() {
        if (namespaces.isEmpty() && selector.isEmpty()) {
            return LEASE;
        }
        String scope = String.join(",", new TreeSet<>(namespaces)) + "|" + selector.orElse("");
        return LEASE + "-" + HexFormat.of().formatHex(sha256(scope)).substring(0, 8);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Has the framework watch these objects and no others. */
    <R extends HasMetadata> void applyTo(ControllerConfigurationOverrider<R> settings) {
        if (!namespaces.isEmpty()) {
            settings.settingNamespaces(namespaces);
        }
        selector.ifPresent(settings::withLabelSelector);
    }

    /**
     * Passes where the API server takes the selector.
     *
     * @throws BadConfiguration if it does not; the message has its words
     */
    void check(KubernetesClient client, Class<? extends HasMetadata> kind) {
        if (selector.isEmpty()) {
            return;
        }
        String namespace = namespaces.stream().findFirst().orElse(null);
        try {
            var all = client.resources(kind);
            (namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace))
                    .withLabelSelector(selector.get())
                    .list(new ListOptionsBuilder().withLimit(1L).build());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
                throw new BadConfiguration("syncjob.selector: '" + selector.get()
                        + "' is no label selector as kubectl takes it, such as shard=a or 'tier in (plant, lab)': "
                        + e.getStatus().getMessage());
            }
            throw e;
        }
    }
}
