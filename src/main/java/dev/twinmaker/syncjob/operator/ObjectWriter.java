package dev.twinmaker.syncjob.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only writes that the operator makes to a SyncJob: its finalizer and its status.
 *
 * <p>Both are JSON patches that test the uid and carry the resource version as read, so that a stale view writes
 * nothing, a vanished object is not made anew, and another object under the same name is never touched. They go past
 * the framework, whose own writes lose an edit or a deletion that arrives beside them.
 */
final class ObjectWriter {

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
    private final LiveObjects live;
    private final CrashPoints points;

    ObjectWriter(KubernetesClient client, LiveObjects live, CrashPoints points) {
        this.client = client;
        this.live = live;
        this.points = points;
    }

    /** Adds the finalizer. Empty if the object is gone, is another, or has changed: then an event is on its way. */
    Optional<SyncJob> hold(SyncJob object) {
        ArrayNode patch = patch(object.getMetadata());
        if (object.getMetadata().getFinalizers().isEmpty()) {
            add(patch, "/metadata/finalizers").putArray("value").add(SyncJob.FINALIZER);
        } else {
            add(patch, "/metadata/finalizers/-").put("value", SyncJob.FINALIZER);
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
    Written release(SyncJob object) {
        SyncJob current = object;
        for (int tries = 0; tries < TRIES; tries++) {
            int index = current.getMetadata().getFinalizers().indexOf(SyncJob.FINALIZER);
            if (index < 0) {
                return new Written.Stands(current);
            }
            try {
                return new Written.Stands(removed(current, index));
            } catch (KubernetesClientException e) {
                if (!lost(e)) {
                    throw e;
                }
            }
            SyncJob fresh = sameObject(object);
            if (fresh == null) {
                return new Written.Gone();
            }
            if (!sameWish(object.getMetadata(), fresh.getMetadata())) {
                return new Written.Outdated();
            }
            current = fresh;
        }
        throw new KubernetesClientException("the finalizer of " + name(object) + " met a conflict " + TRIES + " times");
    }

    private SyncJob removed(SyncJob object, int index) {
        return points.around(
                CrashPoints.Effect.RELEASE, () -> resource(object).patch(JSON_PATCH, removal(object, index)));
    }

    /** What became of a write. */
    sealed interface Written {
        /** It stands, on this object. */
        record Stands(SyncJob object) implements Written {}

        /** The object is gone or is another one. */
        record Gone() implements Written {}

        /**
         * The object was edited or marked for deletion since it was read, or somebody else has written its status, such
         * as the leader after this one: the pass must be made again.
         */
        record Outdated() implements Written {}

        /** The API server takes no status for this object: what is stored does not fit the schema. */
        record Refused(String why) implements Written {}
    }

    /** Writes the status, once more after a conflict with a write that changed neither spec, deletion nor status. */
    Written status(SyncJob object, SyncJobStatus status) {
        Written first = attempt(object, status);
        if (first instanceof Written.Stands || first instanceof Written.Gone) {
            return first;
        }
        SyncJob fresh = sameObject(object);
        if (fresh == null) {
            return new Written.Gone();
        }
        if (!sameWish(object.getMetadata(), fresh.getMetadata())) {
            return new Written.Outdated();
        }
        if (status.equals(fresh.getStatus())) {
            return new Written.Stands(fresh);
        }
        return Objects.equals(object.getStatus(), fresh.getStatus()) ? attempt(fresh, status) : new Written.Outdated();
    }

    private Written attempt(SyncJob object, SyncJobStatus status) {
        ArrayNode patch = patch(object.getMetadata());
        add(patch, "/status").set("value", JSON.valueToTree(status));
        try {
            return new Written.Stands(points.around(
                    CrashPoints.Effect.STATUS,
                    () -> resource(object).subresource("status").patch(JSON_PATCH, patch.toString())));
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case NOT_FOUND -> new Written.Gone();
                case CONFLICT -> new Written.Outdated();
                case UNPROCESSABLE -> new Written.Refused(String.valueOf(e.getMessage()));
                default -> throw e;
            };
        }
    }

    private static boolean sameWish(ObjectMeta before, ObjectMeta now) {
        return Objects.equals(before.getGeneration(), now.getGeneration())
                && (before.getDeletionTimestamp() == null) == (now.getDeletionTimestamp() == null);
    }

    private @Nullable SyncJob sameObject(SyncJob object) {
        ObjectMeta meta = object.getMetadata();
        SyncJob fresh = live.get(meta.getNamespace(), meta.getName());
        return fresh != null && Objects.equals(fresh.getMetadata().getUid(), meta.getUid()) ? fresh : null;
    }

    private static String removal(SyncJob object, int index) {
        ArrayNode patch = patch(object.getMetadata());
        String path = "/metadata/finalizers/" + index;
        patch.addObject().put("op", "test").put("path", path).put("value", SyncJob.FINALIZER);
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
    private Resource<SyncJob> resource(SyncJob object) {
        return client.resource(object);
    }

    private static String name(SyncJob object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
