package dev.twinmaker.syncjob.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The only writes that the operator makes to a SyncJob or an access: its finalizer and its status.
 *
 * <p>Both are JSON patches that test the uid and carry the resource version as read, so that a stale view writes
 * nothing, a vanished object is not made anew, and another object under the same name is never touched. They go past
 * the framework, whose own writes lose an edit or a deletion that arrives beside them.
 */
final class ObjectWriter<R extends CustomResource<?, S>, S> {

    private static final int TRIES = 3;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PatchContext JSON_PATCH = new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager("syncjob-operator")
            .build();

    private final KubernetesClient client;
    private final String finalizer;
    private final UnaryOperator<@Nullable R> live;
    private final CrashPoints points;

    /**
     * @param finalizer ours
     * @param live the object of that name as the API server has it now; null where it is not there
     */
    ObjectWriter(KubernetesClient client, String finalizer, UnaryOperator<@Nullable R> live, CrashPoints points) {
        this.client = client;
        this.finalizer = finalizer;
        this.live = live;
        this.points = points;
    }

    /** Adds the finalizer. Empty if the object is gone, is another, or has changed: then an event is on its way. */
    Optional<R> hold(R object) {
        ArrayNode patch = patch(object.getMetadata());
        if (object.getMetadata().getFinalizers().isEmpty()) {
            add(patch, "/metadata/finalizers").putArray("value").add(finalizer);
        } else {
            add(patch, "/metadata/finalizers/-").put("value", finalizer);
        }
        try {
            return Optional.of(points.around(
                    CrashPoints.Effect.FINALIZER, () -> resource(object).patch(JSON_PATCH, patch.toString())));
        } catch (KubernetesClientException e) {
            if (lost(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Removes the finalizer from this very object, if neither its spec nor its deletion has changed since it was read. */
    Written<R> release(R object) {
        R current = object;
        for (int tries = 0; tries < TRIES; tries++) {
            int index = current.getMetadata().getFinalizers().indexOf(finalizer);
            if (index < 0) {
                return new Written.Stands<>(current);
            }
            try {
                return new Written.Stands<>(removed(current, index));
            } catch (KubernetesClientException e) {
                if (!lost(e)) {
                    throw e;
                }
            }
            R fresh = sameObject(object);
            if (fresh == null) {
                return new Written.Gone<>();
            }
            if (!sameWish(object.getMetadata(), fresh.getMetadata())) {
                return new Written.Outdated<>();
            }
            current = fresh;
        }
        throw new KubernetesClientException("the finalizer of " + name(object) + " met a conflict " + TRIES + " times");
    }

    private R removed(R object, int index) {
        return points.around(
                CrashPoints.Effect.RELEASE, () -> resource(object).patch(JSON_PATCH, removal(object, index)));
    }

    /** What became of a write. */
    sealed interface Written<R> {
        /** It stands, on this object. */
        record Stands<R>(R object) implements Written<R> {}

        /** The object is gone or is another one. */
        record Gone<R>() implements Written<R> {}

        /**
         * The object was edited or marked for deletion since it was read, or somebody else has written its status, such
         * as the leader after this one: the pass must be made again.
         */
        record Outdated<R>() implements Written<R> {}

        /** The API server takes no status for this object: what is stored does not fit the schema. */
        record Refused<R>(String why) implements Written<R> {}
    }

    /** Writes the status, once more after a conflict with a write that changed neither spec, deletion nor status. */
    Written<R> status(R object, S status) {
        Written<R> first = attempt(object, status);
        if (first instanceof Written.Stands || first instanceof Written.Gone) {
            return first;
        }
        R fresh = sameObject(object);
        if (fresh == null) {
            return new Written.Gone<>();
        }
        if (!sameWish(object.getMetadata(), fresh.getMetadata())) {
            return new Written.Outdated<>();
        }
        if (status.equals(fresh.getStatus())) {
            return new Written.Stands<>(fresh);
        }
        return Objects.equals(object.getStatus(), fresh.getStatus())
                ? attempt(fresh, status)
                : new Written.Outdated<>();
    }

    private Written<R> attempt(R object, S status) {
        ArrayNode patch = patch(object.getMetadata());
        add(patch, "/status").set("value", JSON.valueToTree(status));
        try {
            return new Written.Stands<>(points.around(
                    CrashPoints.Effect.STATUS,
                    () -> resource(object).subresource("status").patch(JSON_PATCH, patch.toString())));
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case NOT_FOUND -> new Written.Gone<>();
                case CONFLICT -> new Written.Outdated<>();
                case UNPROCESSABLE -> new Written.Refused<>(String.valueOf(e.getMessage()));
                default -> throw e;
            };
        }
    }

    private static boolean sameWish(ObjectMeta before, ObjectMeta now) {
        return Objects.equals(before.getGeneration(), now.getGeneration())
                && (before.getDeletionTimestamp() == null) == (now.getDeletionTimestamp() == null);
    }

    private @Nullable R sameObject(R object) {
        R fresh = live.apply(object);
        return fresh != null
                        && Objects.equals(
                                fresh.getMetadata().getUid(),
                                object.getMetadata().getUid())
                ? fresh
                : null;
    }

    private String removal(R object, int index) {
        ArrayNode patch = patch(object.getMetadata());
        String path = "/metadata/finalizers/" + index;
        patch.addObject().put("op", "test").put("path", path).put("value", finalizer);
        patch.addObject().put("op", "remove").put("path", path);
        return patch.toString();
    }

    private static ArrayNode patch(ObjectMeta meta) {
        ArrayNode patch = JSON.createArrayNode();
        patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", meta.getUid());
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/resourceVersion")
                .put("value", meta.getResourceVersion());
        return patch;
    }

    private static ObjectNode add(ArrayNode patch, String path) {
        return patch.addObject().put("op", "add").put("path", path);
    }

    private static boolean lost(KubernetesClientException e) {
        return e.getCode() == NOT_FOUND || e.getCode() == CONFLICT || e.getCode() == UNPROCESSABLE;
    }

    /** With the object at hand the client sends the patch alone; by name it would read the object first. */
    private Resource<R> resource(R object) {
        return client.resource(object);
    }

    private static String name(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return (namespace == null ? "" : namespace + "/") + object.getMetadata().getName();
    }
}
