package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.Pass;
import dev.twinmaker.syncjob.core.Report;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.report.Notice;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One event in, one pass over the object, one status write out where something visible changed. */
@ControllerConfiguration(name = SyncJobReconciler.NAME, generationAwareEventProcessing = false)
public class SyncJobReconciler implements Reconciler<SyncJob> {

    static final String NAME = "syncjob";

    private static final Logger LOG = Logger.getLogger(SyncJobReconciler.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_DEFECT = Duration.ofSeconds(10);
    /** Rights come back when a person gives them back. */
    private static final Duration REFUSED = Duration.ofSeconds(5);

    private static final Duration LATER = Duration.ofMinutes(10);

    private final Passes passes;
    private final ObjectWriter<SyncJob, SyncJobStatus> writer;
    private final EventRecorder events;
    private final ObjectMemory memory;
    private final Leadership leadership;
    private final AbandonedJobs abandoned;
    private final RecreatedObjects<SyncJob> recreated;
    private final WatchedObjects watchedObjects;
    private final Progress progress;
    private final Wakeups<SyncJob> wakeups;
    private final Refusals refusals;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    SyncJobReconciler(
            Passes passes,
            ObjectWriter<SyncJob, SyncJobStatus> writer,
            EventRecorder events,
            ObjectMemory memory,
            Leadership leadership,
            AbandonedJobs abandoned,
            RecreatedObjects<SyncJob> recreated,
            WatchedObjects watchedObjects,
            Progress progress,
            Wakeups<SyncJob> wakeups,
            Refusals refusals) {
        this.passes = passes;
        this.writer = writer;
        this.events = events;
        this.memory = memory;
        this.leadership = leadership;
        this.abandoned = abandoned;
        this.recreated = recreated;
        this.watchedObjects = watchedObjects;
        this.progress = progress;
        this.wakeups = wakeups;
        this.refusals = refusals;
    }

    @Override
    public List<EventSource<?, SyncJob>> prepareEventSources(EventSourceContext<SyncJob> context) {
        watchedObjects.filledFrom(() -> context.getPrimaryCache().list().toList());
        return List.of(recreated, watchedObjects, wakeups);
    }

    @Override
    public UpdateControl<SyncJob> reconcile(SyncJob watched, Context<SyncJob> context) {
        ResourceID id = ResourceID.fromResource(watched);
        wakeups.cancel(id);
        if (context.isPrimaryResourceDeleted()) {
            memory.forget(watched);
            refusals.none(name(watched));
        } else {
            wakeups.after(turn(watched, () -> context.getPrimaryCache().get(id)), id);
        }
        return UpdateControl.noUpdate();
    }

    /** One pass; the time until the next one. */
    private Duration turn(SyncJob watched, Supplier<Optional<SyncJob>> shown) {
        recreated.seen(watched);
        String name = name(watched);
        // The framework can run two passes at once when a name is deleted and made again.
        if (!underWay.add(name)) {
            return SOON;
        }
        progress.begun(name);
        try {
            Duration next = attempt(watched, shown, name);
            memory.due(watched, progress.in(next));
            return next;
        } finally {
            progress.ended(name);
            underWay.remove(name);
        }
    }

    private Duration attempt(SyncJob watched, Supplier<Optional<SyncJob>> shown, String name) {
        try {
            Duration next = pass(memory.latest(watched, shown));
            refusals.none(name);
            return next;
        } catch (KubernetesClientException e) {
            LOG.warnf("%s: the API server did not take a write, trying again: %s", name, e.getMessage());
            return refusals.heard(name, e) ? REFUSED : SOON;
        } catch (Throwable e) {
            Defect.survive(e, "the work on " + name);
            return AFTER_DEFECT;
        }
    }

    private Duration pass(SyncJob read) {
        if (memory.isReleased(read)) {
            return LATER;
        }
        SyncJob object = read;
        Desired desired = passes.desired(object);
        Grant grant = passes.grant(desired, object.getStatus());
        if (Pass.needsFinalizer(desired, grant)) {
            Optional<SyncJob> held = writer.hold(object);
            if (held.isEmpty()) {
                return SOON;
            }
            object = held.get();
            memory.written(object);
            memory.remember(object, held(object));
            desired = passes.desired(object);
        }
        if (Pass.needsNoFinalizer(desired)) {
            if (!(writer.release(object) instanceof ObjectWriter.Written.Stands<SyncJob> free)) {
                return SOON;
            }
            object = free.object();
            memory.written(object);
            desired = passes.desired(object);
        }
        Remembered remembered = remembered(object);
        Report report = report(passes.pass(object, grant), desired, remembered, grant);
        report.changes().forEach(change -> AwsChanges.log(name(read), change));
        if (report.abandoned().isPresent()) {
            abandoned.add(desired, report.abandoned().get());
        }
        memory.remember(object, report.memory());
        if (report.outdated()) {
            return report.next();
        }
        return write(object, remembered.status(), report);
    }

    /** A job that stands in the status before the finalizer does was only observed so far. */
    private Memory held(SyncJob object) {
        Memory held = memory.of(object).heldByThisProcess();
        return object.getStatus() != null && object.getStatus().arn() != null ? held.afterObserving() : held;
    }

    private static Report report(Pass pass, Desired desired, Remembered remembered, Grant grant) {
        try {
            return pass.run(desired, remembered, grant);
        } catch (Throwable e) {
            Defect.survive(e, "a pass over " + desired.owner());
            return pass.defect(
                    desired,
                    remembered,
                    "The operator failed on this object (" + e.getClass().getSimpleName()
                            + "); its log has the details. Trying again.");
        }
    }

    private Duration write(SyncJob object, SyncJobStatus before, Report report) {
        if (report.release()) {
            if (writer.release(object) instanceof ObjectWriter.Written.Outdated) {
                return SOON;
            }
            memory.released(object);
            tell(object, report);
            return LATER;
        }
        if (report.status().equals(before)) {
            tell(object, report);
            return report.next();
        }
        ObjectWriter.Written<SyncJob> written = writer.status(object, report.status());
        if (written instanceof ObjectWriter.Written.Stands<SyncJob> stands) {
            memory.written(stands.object());
            tell(object, report);
            return report.next();
        }
        if (written instanceof ObjectWriter.Written.Refused<SyncJob> refused) {
            LOG.warnf("%s: status refused, the stored object does not fit the schema: %s", name(object), refused.why());
            return LATER;
        }
        return written instanceof ObjectWriter.Written.Outdated ? Duration.ZERO : LATER;
    }

    private void tell(SyncJob object, Report report) {
        for (Notice notice : report.notices()) {
            events.record(object, notice);
        }
    }

    private Remembered remembered(SyncJob object) {
        SyncJobStatus status = object.getStatus();
        Instant since = memory.aloneSince(object, leadership.since());
        return new Remembered(status == null ? SyncJobStatus.EMPTY : status, memory.of(object), since);
    }

    private static String name(SyncJob object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
