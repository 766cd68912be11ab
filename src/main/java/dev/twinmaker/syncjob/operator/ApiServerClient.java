package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Makes the client of the API server, in place of the extension's own, for one switch: a connection on which nothing
 * comes any more is given up. The client itself would go on listening to it for 5 to 12 minutes, and the operator would
 * hear of nothing meanwhile. {@link ShortWatches} looks on, {@link RequestedWaits} slows it down, {@link
 * ClosedConnections} has it ask again.
 */
@Singleton
public class ApiServerClient {

    @Produces
    @ApplicationScoped
    KubernetesClient client(
            Config config,
            KubernetesSerialization serialization,
            Vertx vertx,
            Settings settings,
            ShortWatches watches) {
        int silence = Math.toIntExact(settings.apiServerSilence().toMillis());
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .withHttpClientFactory(new ClosedConnections.Factory(new VertxHttpClientFactory(vertx) {
                    @Override
                    protected void additionalConfig(WebClientOptions options) {
                        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS).setReadIdleTimeout(silence);
                    }
                }))
                .withHttpClientBuilderConsumer(client -> client.addOrReplaceInterceptor("short-watches", watches)
                        .addOrReplaceInterceptor("requested-waits", new RequestedWaits()))
                .build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }
}
