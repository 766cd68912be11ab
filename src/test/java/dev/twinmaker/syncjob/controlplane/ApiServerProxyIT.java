package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The proxy between the real API server and the client that the operator uses. */
class ApiServerProxyIT {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private static ControlPlane controlPlane;
    private static ApiServerProxy proxy;

    @BeforeAll
    static void start() {
        controlPlane = ControlPlane.start();
        proxy = ApiServerProxy.inFrontOf(controlPlane);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        controlPlane.close();
    }

    @Test
    void an_informer_watches_over_http_and_gets_over_a_cut() {
        try (var client = client(proxy.kubeconfig(controlPlane.kubeconfig()));
                var informer = client.configMaps().inNamespace("default").inform()) {
            create("before");
            await("the first event to come through the proxy").atMost(BOUND).until(() -> knows(informer, "before"));
            assertThat(proxy.openWatches()).isEqualTo(1);

            assertThat(proxy.cutWatches()).isEqualTo(1);
            create("after");

            await("the informer to watch again").atMost(BOUND).until(() -> knows(informer, "after"));
        }
    }

    @Test
    void an_informer_learns_late_what_is_kept_back() {
        try (var client = client(proxy.kubeconfig(controlPlane.kubeconfig()));
                var informer = client.configMaps().inNamespace("default").inform()) {
            create("early");
            await("the watch to stand").atMost(BOUND).until(() -> knows(informer, "early"));
            proxy.delayWatches(true);
            create("late");
            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("late")
                            .get())
                    .isNotNull();
            assertThat(knows(informer, "late")).isFalse();

            proxy.delayWatches(false);

            await("the event to be let go").atMost(BOUND).until(() -> knows(informer, "late"));
        } finally {
            proxy.delayWatches(false);
        }
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private static boolean knows(SharedIndexInformer<ConfigMap> informer, String name) {
        return informer.getStore().getByKey("default/" + name) != null;
    }

    /** Past the proxy. */
    private static void create(String name) {
        try (var direct = client(controlPlane.kubeconfig())) {
            var configMap = new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .build();
            direct.configMaps().inNamespace("default").resource(configMap).create();
        }
    }
}
