package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Control planes that tests of this JVM have one after the other. What a test leaves in them is removed before the next
 * one, and who changed more than that is told so.
 */
final class SharedPlanes {

    /** Made by the API server itself, some of them after it is ready. */
    private static final Set<String> ITS_OWN = Set.of("default", "kube-system", "kube-public", "kube-node-lease");

    private static final Deque<ControlPlane> FREE = new ConcurrentLinkedDeque<>();

    /** Those in use, each with what stood in it at first. */
    private static final Map<ControlPlane, Map<String, String>> TAKEN = new ConcurrentHashMap<>();

    private SharedPlanes() {}

    /** One that nobody else has. */
    static ControlPlane take() {
        ControlPlane plane = FREE.poll();
        if (plane == null) {
            plane = ControlPlane.start();
        } else {
            plane.forgetRequests();
        }
        TAKEN.put(plane, Map.of());
        return plane;
    }

    /** All is applied that a test finds there. */
    static void furnished(ControlPlane plane, KubernetesClient client) {
        TAKEN.computeIfPresent(plane, (taken, nothing) -> furniture(client));
    }

    /**
     * Removes what a test has left, and keeps the control plane for the next one; closes one that was not taken here.
     *
     * @throws IllegalStateException if other things stand there than at first; then it is closed too
     */
    static void giveBackOrClose(ControlPlane plane, KubernetesClient client) {
        Map<String, String> before = TAKEN.remove(plane);
        if (before == null) {
            plane.close();
            return;
        }
        try {
            empty(client);
            Map<String, String> after = furniture(client);
            if (!after.equals(before)) {
                throw new IllegalStateException(
                        "a control plane of its own is for who changes it: was " + before + ", is " + after);
            }
        } catch (RuntimeException e) {
            plane.close();
            throw e;
        }
        FREE.push(plane);
    }

    /** What stands as long as the control plane does, and in which state. */
    private static Map<String, String> furniture(KubernetesClient client) {
        Map<String, String> found = new TreeMap<>();
        client.namespaces().list().getItems().stream()
                .filter(namespace -> !ITS_OWN.contains(namespace.getMetadata().getName()))
                .forEach(namespace -> put(found, namespace, ""));
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .list()
                .getItems()
                .forEach(crd -> put(found, crd, ""));
        Stream.of(
                        client.rbac().clusterRoles().list(),
                        client.rbac().clusterRoleBindings().list(),
                        client.rbac().roles().inAnyNamespace().list(),
                        client.rbac().roleBindings().inAnyNamespace().list(),
                        client.admissionRegistration()
                                .v1()
                                .validatingAdmissionPolicies()
                                .list(),
                        client.admissionRegistration()
                                .v1()
                                .validatingAdmissionPolicyBindings()
                                .list())
                .flatMap(list -> list.getItems().stream())
                .filter(object -> !object.getMetadata().getName().startsWith("system:"))
                .forEach(object -> put(found, object, object.getMetadata().getResourceVersion()));
        return found;
    }

    private static void put(Map<String, String> found, HasMetadata object, String version) {
        ObjectMeta meta = object.getMetadata();
        found.put(
                String.join(" ", object.getKind(), String.valueOf(meta.getNamespace()), meta.getName()),
                String.join(" ", meta.getUid(), String.valueOf(meta.getGeneration()), version));
    }

    private static void empty(KubernetesClient client) {
        for (Class<? extends HasMetadata> type : List.of(SyncJob.class, AwsAccess.class)) {
            objects(client, type).forEach(object -> remove(client.resource(object)));
        }
        Awaitility.await("nothing is left")
                .until(() -> objects(client, SyncJob.class).isEmpty()
                        && objects(client, AwsAccess.class).isEmpty());
        client.leases().inAnyNamespace().delete();
        client.events().v1().events().inAnyNamespace().delete();
    }

    private static List<GenericKubernetesResource> objects(KubernetesClient client, Class<? extends HasMetadata> type) {
        return client.genericKubernetesResources(HasMetadata.getApiVersion(type), HasMetadata.getKind(type))
                .inAnyNamespace()
                .list()
                .getItems();
    }

    private static void remove(Resource<GenericKubernetesResource> object) {
        object.edit(held -> {
            held.getMetadata().setFinalizers(List.of());
            return held;
        });
        object.delete();
    }
}
