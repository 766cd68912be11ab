package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.simulator.Operation;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An operator with the configuration of a pod, whose token is a file that the kubelet replaces. A token here is bound to a
 * Secret and dies with it, which no token does by age within the time of a test.
 */
class TokenIT {

    private static final String OPERATOR = "syncjob-operator";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private FaultyPath path;
    private Path file;

    @BeforeEach
    void start() {
        path = new FaultyPath(Stage.start());
        file = path.stage().plane().folder().resolve("token");
    }

    @AfterEach
    void stop() {
        path.close();
    }

    @Test
    void a_token_that_is_replaced_in_time_costs_nothing_and_one_that_is_replaced_late_no_more_than_the_time()
            throws IOException {
        String first = replace("first");
        OperatorProcess operator = path.ready(asInPod());
        path.create("before");
        path.awaitSettled("before");

        String second = replace("second");
        invalidate("first", first);
        path.create("between");
        path.awaitSettled("between");

        invalidate("second", second);
        path.create("during");
        FaultyPath.await("the operator is refused")
                .until(() -> path.writes("during").isEmpty()
                        && operator.log().contains("default/during: the API server did not take a write"));
        assertThat(path.effects("during", Operation.CREATE_SYNC_JOB)).isZero();
        FaultyPath.await("it is not ready").until(() -> operator.status("ready") == 503);
        replace("third");
        path.awaitSettled("during");
        FaultyPath.await("it is ready again").until(() -> operator.status("ready") == 200);

        assertThat(operator.isAlive()).isTrue();
        assertThat(operator.log()).doesNotContain("ERROR [de.tw");
        for (String name : new String[] {"before", "between", "during"}) {
            assertThat(path.effects(name, Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.accepted(name, "")).isEqualTo(1);
        }
    }

    /** No kubeconfig, but what the kubelet gives to each container. */
    private Map<String, String> asInPod() {
        ControlPlane plane = path.stage().plane();
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
        environment.put("KUBERNETES_SERVICE_HOST", plane.url().getHost());
        environment.put("KUBERNETES_SERVICE_PORT", String.valueOf(plane.url().getPort()));
        environment.put("KUBERNETES_CERTS_CA_FILE", plane.caCertificate().toString());
        environment.put("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", file.toString());
        environment.put("SYNCJOB_LEADER_ELECTION", "false");
        return environment;
    }

    /** Puts another token in place of the present one, as the kubelet does: at once and as a whole. */
    private String replace(String name) throws IOException {
        ControlPlane plane = path.stage().plane();
        plane.kubectl("create", "secret", "generic", name, "-n", OPERATOR).output();
        String token = plane.kubectl(
                        "create",
                        "token",
                        OPERATOR,
                        "-n",
                        OPERATOR,
                        "--bound-object-kind=Secret",
                        "--bound-object-name=" + name)
                .output()
                .strip();
        Path fresh = Files.writeString(file.resolveSibling("fresh-token"), token);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return token;
    }

    /** Ends a token, and waits until the API server has forgotten that it was good. */
    private void invalidate(String name, String token) {
        ControlPlane plane = path.stage().plane();
        plane.kubectl("delete", "secret", name, "-n", OPERATOR).output();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(plane.url().toString())
                .withCaCertFile(plane.caCertificate().toString())
                .withOauthToken(token)
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Awaitility.await("the token of " + name + " is refused")
                    .atMost(LIMIT)
                    .until(() -> refused(client));
        }
    }

    private static boolean refused(KubernetesClient client) {
        try {
            client.getApiGroups();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == 401;
        }
    }
}
