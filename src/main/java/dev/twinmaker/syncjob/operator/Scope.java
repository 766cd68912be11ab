package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
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
import org.jboss.logging.Logger;

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
    private static final Logger LOG = Logger.getLogger(Scope.class);

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
     * What of this scope the API server lets this operator list. A namespace that is gone took its Role along; the others
     * must not suffer from that, but the process is not ready, and says why.
     *
     * @throws BadConfiguration if the API server does not take the selector, or lets none of the namespaces be listed; the
     *     message has its words
     */
    Scope readable(KubernetesClient client, Class<? extends HasMetadata> kind, Refusals refusals) {
        if (namespaces.isEmpty()) {
            if (selector.isPresent()) {
                list(client.resources(kind).inAnyNamespace());
            }
            return this;
        }
        Set<String> readable = new TreeSet<>();
        String refusal = "";
        for (String namespace : namespaces) {
            try {
                list(client.resources(kind).inNamespace(namespace));
                readable.add(namespace);
            } catch (KubernetesClientException e) {
                if (!refusals.heard("namespace " + namespace, e)) {
                    throw e;
                }
                refusal = "syncjob.namespaces: '" + namespace
                        + "' cannot be kept until this operator is started again: " + e.getMessage();
                LOG.error(refusal);
            }
        }
        if (readable.isEmpty()) {
            throw new BadConfiguration(refusal);
        }
        return new Scope(readable, selector);
    }

    private void list(FilterWatchListDeletable<?, ? extends KubernetesResourceList<?>, ?> objects) {
        try {
            var selected = selector.isPresent() ? objects.withLabelSelector(selector.get()) : objects;
            selected.list(new ListOptionsBuilder().withLimit(1L).build());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST && selector.isPresent()) {
                throw new BadConfiguration("syncjob.selector: '" + selector.get()
                        + "' is no label selector as kubectl takes it, such as shard=a or 'tier in (plant, lab)': "
                        + e.getStatus().getMessage());
            }
            throw e;
        }
    }
}
