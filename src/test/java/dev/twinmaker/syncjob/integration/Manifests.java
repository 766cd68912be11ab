package dev.twinmaker.syncjob.integration;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Applies manifests as {@code kubectl apply --server-side} does, strictly and word for word, without a program for each,
 * which would have the API server write down its whole schema first.
 */
final class Manifests {

    private static final String KUBECTL = "kubectl";

    private final KubernetesClient client;

    Manifests(KubernetesClient client) {
        this.client = client;
    }

    /** Applies a file, or all of a folder in the order of their names. Custom resources of a CRD can be made at once. */
    void apply(Path file) {
        try (Stream<Path> files = Files.isDirectory(file) ? Files.list(file) : Stream.of(file)) {
            for (Path one : files.sorted().toList()) {
                apply(Files.readString(one));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a manifest at hand as text. */
    void apply(String manifests) {
        for (String document : manifests.split("(?m)^---$", -1)) {
            if (document.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
                continue;
            }
            GenericKubernetesResource object = Serialization.unmarshal(document, GenericKubernetesResource.class);
            client.resource(object)
                    .fieldValidation(Validation.STRICT)
                    .fieldManager(KUBECTL)
                    .serverSideApply();
            if (object.getKind().equals("CustomResourceDefinition")) {
                awaitServed(Serialization.unmarshal(document, CustomResourceDefinition.class));
            }
        }
    }

    private void awaitServed(CustomResourceDefinition crd) {
        String group = crd.getSpec().getGroup();
        for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
            String groupVersion = group + "/" + version.getName();
            Awaitility.await(crd.getMetadata().getName() + " is served").until(() -> {
                APIResourceList served = client.getApiResources(groupVersion);
                return served != null
                        && served.getResources().stream()
                                .map(APIResource::getName)
                                .toList()
                                .contains(crd.getSpec().getNames().getPlural());
            });
        }
    }
}
