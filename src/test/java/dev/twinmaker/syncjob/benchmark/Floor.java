package dev.twinmaker.syncjob.benchmark;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.integration.Stage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The least that any operator has to do for a new object: one write of a finalizer, one create at AWS, one status write.
 * No watch, no look, no proof, no queue: nothing can be faster on the same servers.
 */
final class Floor {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final Stage stage;
    private final HttpClient http = HttpClient.newHttpClient();

    Floor(Stage stage) {
        this.stage = stage;
    }

    Duration run(List<SyncJob> objects, int threads) throws InterruptedException, ExecutionException {
        Instant begun = Instant.now();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<?>> futures = new ArrayList<>();
        for (SyncJob object : objects) {
            futures.add(executor.submit(() -> one(object)));
        }
        for (Future<?> future : futures) {
            future.get();
        }
        executor.shutdown();
        return Duration.between(begun, Instant.now());
    }

    private void one(SyncJob object) {
        KubernetesClient client = stage.client();
        client.resource(object).patch(MERGE, "{\"metadata\":{\"finalizers\":[\"example.com/floor\"]}}");
        String workspace = object.getSpec().workspaceId();
        HttpRequest create = HttpRequest.newBuilder(
                        URI.create(stage.simulator().endpoint() + "/workspaces/" + workspace + "/sync-jobs/SITEWISE"))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/" + Stage.REGION
                                + "/iottwinmaker/aws4_request, SignedHeaders=host, Signature=0")
                .header("X-Amz-Date", "20260101T000000Z")
                .POST(HttpRequest.BodyPublishers.ofString("{\"syncRole\":\"" + Stage.ROLE + "\"}"))
                .build();
        try {
            HttpResponse<String> reply = http.send(create, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new IllegalStateException(reply.statusCode() + " " + reply.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        client.resource(object).subresource("status").patch(MERGE, "{\"status\":{\"arn\":\"floor\"}}");
    }
}
