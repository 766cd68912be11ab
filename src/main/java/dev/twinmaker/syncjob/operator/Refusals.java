package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the API server refused last time for want of a right: the write of a pass, or a read that passes need. */
@ApplicationScoped
class Refusals {

    private final Map<String, String> messages = new ConcurrentHashMap<>();

    /** Takes note of a request that failed, if it failed for that; whether it did. */
    boolean heard(String object, KubernetesClientException failure) {
        boolean refused = failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                || failure.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
        if (refused) {
            messages.put(object, message(failure));
        } else {
            messages.remove(object);
        }
        return refused;
    }

    /** A pass over this object came to its end, or the object is gone; or that could be read. */
    void none(String object) {
        messages.remove(object);
    }

    /** One of them, in the words of the API server, which name verb and resource. */
    Optional<String> fault() {
        return messages.values().stream().findFirst().map(message -> "the API server refuses: " + message);
    }

    private static String message(KubernetesClientException failure) {
        String message =
                failure.getStatus() == null ? null : failure.getStatus().getMessage();
        return message == null ? String.valueOf(failure.getMessage()) : message;
    }
}
