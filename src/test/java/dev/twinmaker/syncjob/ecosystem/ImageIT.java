package dev.twinmaker.syncjob.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinmaker.syncjob.image.ImageFolder;
import dev.twinmaker.syncjob.image.ImageSettings;
import dev.twinmaker.syncjob.integration.OperatorProcess;
import dev.twinmaker.syncjob.integration.Stage;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as {@code ./mvnw package -Pimage} built it: what it is, and that it runs as the chart runs it. */
class ImageIT {

    private static final String OPERATOR = "syncjob-operator";

    /** Where a kubelet puts what a pod needs to speak to the API server. */
    private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    @TempDir
    private static Path folder;

    private static OciImage image;
    private static Path root;
    private static long unpacked;

    @BeforeAll
    static void unpack() throws IOException {
        Path layout = ImageFolder.TARGET.layout();
        assertThat(layout).as("build the image first: ./mvnw package -Pimage").isDirectory();
        image = new OciImage(layout);
        root = Files.createDirectories(folder.resolve("root"));
        unpacked = image.unpack(root);
    }

    @Test
    void it_runs_as_its_own_user_on_a_read_only_root_and_brings_a_sync_job_to_ready() throws IOException {
        Path runc = Runc.find();
        try (Stage stage = Stage.start();
                Container container = new Container(runc, Files.createDirectories(folder.resolve("container")))) {
            Deployment deployment = stage.client()
                    .apps()
                    .deployments()
                    .inNamespace(OPERATOR)
                    .withName(OPERATOR)
                    .get();
            Instant begun = Instant.now();
            OperatorProcess operator = container.start(
                    image,
                    root,
                    environment(stage, deployment),
                    Map.of(SERVICE_ACCOUNT, serviceAccount(stage)),
                    memoryLimit(deployment));
            operator.awaitReady();
            Duration start = Duration.between(begun, Instant.now());
            stage.create(Stage.syncJob("plant"));
            stage.awaitReady("plant");
            Path process = Path.of("/proc", String.valueOf(container.pid()));
            assertThat(line(process.resolve("status"), "Uid:").split("\\s+", -1))
                    .containsOnly("Uid:", "65532");
            assertThat(line(process.resolve("status"), "CapBnd:")).endsWith("0000000000000000");
            assertThat(Files.readString(process.resolve("mountinfo")))
                    .containsPattern("(?m)^\\S+ \\S+ \\S+ \\S+ / ro,");
            assertThat(Files.readString(process.resolve("maps")))
                    .as("the JVM takes the cache of the image")
                    .contains(ImageSettings.APPLICATION + "/" + ImageSettings.CACHE);
            figures(start, line(process.resolve("status"), "VmRSS:"));
            stage.delete("plant");
            stage.awaitGone("plant");
            assertThat(operator.terminate(Duration.ofSeconds(20))).isZero();
            assertThat(operator.log())
                    .doesNotContain(" ERROR ", "[warning]", "[error]")
                    .contains("gave the lease back");
        }
    }

    private static void figures(Duration start, String resident) {
        System.out.printf(
                "image: %.1f MB to transfer, %.1f MB unpacked; ready %.2f s after runc was called; %s resident%n",
                image.transferSize() / 1e6,
                unpacked / 1e6,
                start.toMillis() / 1000.0,
                resident.replaceFirst("VmRSS:\\s*", ""));
    }

    /** That of the shipped Deployment, and what this machine must have otherwise. */
    private static Map<String, String> environment(Stage stage, Deployment deployment) {
        Map<String, String> environment = new HashMap<>();
        deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        environment.put("KUBERNETES_SERVICE_HOST", stage.plane().url().getHost());
        environment.put(
                "KUBERNETES_SERVICE_PORT", String.valueOf(stage.plane().url().getPort()));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("AWS_REGION", Stage.REGION);
        environment.put("AWS_ACCESS_KEY_ID", "simulated");
        environment.put("AWS_SECRET_ACCESS_KEY", "simulated");
        environment.put(
                "AWS_ENDPOINT_URL_IOTTWINMAKER", stage.simulator().endpoint().toString());
        return environment;
    }

    private static long memoryLimit(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getLimits()
                .get("memory")
                .getNumericalAmount()
                .longValueExact();
    }

    private static Path serviceAccount(Stage stage) throws IOException {
        Path account = Files.createDirectories(folder.resolve("serviceaccount"));
        Files.writeString(account.resolve("token"), stage.plane().tokenFor(OPERATOR, OPERATOR));
        Files.writeString(account.resolve("namespace"), OPERATOR);
        Files.writeString(
                account.resolve("ca.crt"), Files.readString(stage.plane().caCertificate()));
        return account;
    }

    @Test
    void it_says_what_it_is_and_how_it_starts() {
        JsonNode config = image.config().path("config");
        assertThat(config.path("User").asText()).isEqualTo(ImageSettings.USER);
        assertThat(image.list("Entrypoint")).isEqualTo(ImageSettings.entrypoint());
        assertThat(config.path("ExposedPorts").fieldNames()).toIterable().containsExactly("8080/tcp");
        assertThat(config.path("Labels").path("org.opencontainers.image.title").asText())
                .isEqualTo(OPERATOR);
        assertThat(config.path("Labels")
                        .path("org.opencontainers.image.version")
                        .asText())
                .isEqualTo(System.getProperty("project.version"));
        assertThat(image.config().path("os").asText()).isEqualTo("linux");
        assertThat(image.config().path("architecture").asText()).isIn("amd64", "arm64");
        assertThat(image.manifest().path("layers")).hasSize(5);
    }

    @Test
    void it_holds_no_shell_and_nothing_that_its_user_could_write_to_but_the_folder_for_temporary_files()
            throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            List<String> writable = all.filter(ImageIT::othersMayWrite)
                    .map(path -> "/" + root.relativize(path))
                    .toList();
            assertThat(writable).containsExactly("/tmp");
        }
        assertThat(root.resolve("bin")).doesNotExist();
        assertThat(root.resolve("usr/bin")).doesNotExist();
    }

    private static boolean othersMayWrite(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void its_bill_of_materials_lists_every_library_in_it() throws IOException {
        JsonNode bill = new ObjectMapper()
                .readTree(ImageFolder.TARGET.folder().resolve("sbom.json").toFile());
        Set<String> listed = new HashSet<>();
        bill.path("components")
                .forEach(component -> listed.add(component.path("group").asText() + "."
                        + component.path("name").asText() + "-"
                        + component.path("version").asText()));
        Path libraries = root.resolve("opt/syncjob-operator/lib");
        try (Stream<Path> jars = Files.walk(libraries)) {
            List<String> names = jars.filter(file -> file.toString().endsWith(".jar"))
                    .map(file -> file.getFileName().toString().replaceFirst("\\.jar$", ""))
                    .toList();
            assertThat(names).isNotEmpty();
            assertThat(listed).containsAll(names);
        }
    }

    private static String line(Path file, String beginning) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }
}
