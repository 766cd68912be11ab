package dev.twinmaker.syncjob.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Argo CD's own engine, with the health checks that this project tells users to apply. */
final class Argo {

    static final Path SETTINGS = Path.of("deploy", "gitops", "argocd", "argocd-cm.yaml");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final Command command;

    private Argo(Command command) {
        this.command = command;
    }

    static Argo withoutCluster() {
        return new Argo(new Command(Tools.ARGO.find(), Map.of()));
    }

    /** One that may do everything there. */
    static Argo of(Path kubeconfig) {
        return new Argo(new Command(Tools.ARGO.find(), Map.of("KUBECONFIG", kubeconfig.toString())));
    }

    record Health(String status, String message) {}

    /**
     * One object, or what a hook made of it.
     *
     * @param object kind and name
     * @param status what became of it, such as {@code Synced} or {@code Pruned}
     * @param phase how it went on, such as {@code Succeeded}
     */
    record Step(String object, String status, String phase, String message) {}

    /**
     * How a sync went.
     *
     * @param modified what differed before, in alphabetical order
     * @param steps what was done, in that order
     */
    record Sync(List<String> modified, List<Step> steps) {

        /** The objects in the order in which they were dealt with. */
        List<String> order() {
            return steps.stream().map(Step::object).toList();
        }

        Step of(String object) {
            return steps.stream()
                    .filter(step -> step.object().equals(object))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(object + " is not among " + steps));
        }
    }

    /** What the health checks say of each of these objects, which are JSON one after the other. */
    List<Health> health(String objects) {
        return command.reading(objects, "health", SETTINGS.toString())
                .output()
                .lines()
                .map(line -> read(line, Health.class))
                .toList();
    }

    /** Makes the namespace hold what these manifests say, and nothing else of that application. */
    Sync sync(String application, String namespace, String manifests) {
        String objects = Arrays.stream(manifests.split("(?m)^---$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(document -> YAML.unmarshal(document, JsonNode.class).toString())
                .collect(Collectors.joining("\n"));
        return read(
                command.reading(objects, "sync", SETTINGS.toString(), application, namespace)
                        .output(),
                Sync.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }
}
