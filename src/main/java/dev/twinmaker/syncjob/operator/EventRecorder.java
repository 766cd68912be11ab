package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.report.Notice;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/**
 * Events of {@code events.k8s.io/v1}, at most once each: the name is a hash of what is told, so that telling it again is
 * refused. An event that cannot be written never fails a pass; a namespace in deletion takes none.
 */
final class EventRecorder {

    private static final Logger LOG = Logger.getLogger(EventRecorder.class);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int CONFLICT = 409;
    private static final int NOTE_LIMIT = 1000;
    private static final int NAME_LIMIT = 200;

    private final KubernetesClient client;
    private final String instance;
    private final InstantSource clock;
    private final CrashPoints points;

    EventRecorder(KubernetesClient client, String instance, InstantSource clock, CrashPoints points) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
        this.points = points;
    }

    void record(SyncJob object, Notice notice) {
        try {
            points.around(
                    CrashPoints.Effect.EVENT,
                    () -> client.resource(event(object, notice)).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                LOG.debugf("event %s was refused: %s", notice.reason(), e.getMessage());
            }
        }
    }

    private Event event(SyncJob object, Notice notice) {
        ObjectMeta meta = object.getMetadata();
        String note = notice.note();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name(meta, notice))
                .withNamespace(meta.getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(clock.instant())))
                .withType(notice.warning() ? "Warning" : "Normal")
                .withReason(notice.reason())
                .withAction("Reconcile")
                .withNote(note.length() > NOTE_LIMIT ? note.substring(0, NOTE_LIMIT) : note)
                .withReportingController("syncjob-operator")
                .withReportingInstance(instance)
                .withNewRegarding()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .endRegarding()
                .build();
    }

    private static String name(ObjectMeta meta, Notice notice) {
        String told = String.join(
                "/", meta.getUid(), String.valueOf(meta.getGeneration()), notice.reason(), notice.incarnation());
        String name = meta.getName().length() > NAME_LIMIT ? meta.getName().substring(0, NAME_LIMIT) : meta.getName();
        return name + "." + sha256(told).substring(0, 16);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
