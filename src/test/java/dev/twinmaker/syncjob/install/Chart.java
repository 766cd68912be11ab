package dev.twinmaker.syncjob.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as Helm sees it. Values are given as YAML, so that they keep their types. */
public final class Chart {

    static final Path FOLDER = Path.of("helm", "syncjob-operator");
    public static final String REGION = "aws: {region: eu-central-1}\n";
    static final String NAMESPACE = "plant-ops";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Chart() {}

    /** Throws IllegalStateException with Helm's words where Helm refuses. */
    public static String text(String release, String namespace, String values) {
        Path file = write(values);
        return new Helm(FOLDER)
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion("1.30.0")
                .withValuesFile(file)
                .call();
    }

    static List<HasMetadata> objects(String values) {
        return parse(text("syncjob-operator", NAMESPACE, values));
    }

    static List<HasMetadata> objects(String release, String namespace, String values) {
        return parse(text(release, namespace, values));
    }

    static <T extends HasMetadata> T only(Class<T> type, String values) {
        List<T> found = all(type, objects(values));
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of " + type.getSimpleName());
        }
        return found.get(0);
    }

    static <T extends HasMetadata> List<T> all(Class<T> type, List<HasMetadata> objects) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** By which the pods of the operator are told from others. */
    static Map<String, String> selector(String values) {
        return only(Deployment.class, values).getSpec().getSelector().getMatchLabels();
    }

    static List<HasMetadata> parse(String yaml) {
        return Arrays.stream(yaml.split("(?m)^---$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(document -> (HasMetadata) YAML.unmarshal(document))
                .toList();
    }

    /** With a region, as a user lints it: without one, Helm tells on the console that it is missing. */
    static LintResult lint() throws IOException {
        Path copy = Files.createTempDirectory(Path.of("target"), "chart").resolve("syncjob-operator");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(FOLDER.relativize(file)));
            }
        }
        Path values = copy.resolve("values.yaml");
        Files.writeString(values, Files.readString(values).replace("region: \"\"", "region: eu-central-1"));
        return new Helm(copy).lint().strict().call();
    }

    static JsonNode schema() throws IOException {
        return tree(FOLDER.resolve("values.schema.json"));
    }

    /** JSON is YAML too. */
    static JsonNode tree(Path file) throws IOException {
        return YAML.unmarshal(Files.readString(file), JsonNode.class);
    }

    private static Path write(String values) {
        try {
            Path file = Files.createTempFile(Path.of("target"), "values", ".yaml");
            return Files.writeString(file, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
