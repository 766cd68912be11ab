package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.AwsAccessStatus;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.AccessReport;
import dev.twinmaker.syncjob.core.port.Identities;
import dev.twinmaker.syncjob.core.report.Requeue;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds an access while objects use it, and says on it whether its role can be assumed. What it grants is not decided
 * here: see {@link GrantBook}.
 */
@ControllerConfiguration(name = AwsAccessReconciler.NAME, generationAwareEventProcessing = false)
public class AwsAccessReconciler implements Reconciler<AwsAccess> {

    static final String NAME = "awsaccess";

    private static final Logger LOG = Logger.getLogger(AwsAccessReconciler.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofMinutes(10);

    private final GrantBook book;
    private final LiveAccesses live;
    private final WatchedObjects objects;
    private final LiveObjects liveObjects;
    private final AbandonedJobs abandoned;
    private final RecreatedObjects<AwsAccess> recreated;
    private final ObjectWriter<AwsAccess, AwsAccessStatus> writer;
    private final Identities identities;
    private final Wakeups<AwsAccess> wakeups;
    private final Refusals refusals;
    private final InstantSource clock;

    AwsAccessReconciler(
            GrantBook book,
            LiveAccesses live,
            WatchedObjects objects,
            LiveObjects liveObjects,
            AbandonedJobs abandoned,
            RecreatedObjects<AwsAccess> recreated,
            ObjectWriter<AwsAccess, AwsAccessStatus> writer,
            Identities identities,
            Wakeups<AwsAccess> wakeups,
            Refusals refusals,
            InstantSource clock) {
        this.book = book;
        this.live = live;
        this.objects = objects;
        this.liveObjects = liveObjects;
        this.abandoned = abandoned;
        this.recreated = recreated;
        this.writer = writer;
        this.identities = identities;
        this.wakeups = wakeups;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, AwsAccess>> prepareEventSources(EventSourceContext<AwsAccess> context) {
        AccessSource accesses = new AccessSource(context, live, book, objects, wakeups);
        return List.of(recreated, accesses, new NamespaceSource(context, book, objects, accesses), wakeups);
    }

    @Override
    public UpdateControl<AwsAccess> reconcile(AwsAccess watched, Context<AwsAccess> context) {
        ResourceID id = ResourceID.fromResource(watched);
        wakeups.cancel(id);
        if (context.isPrimaryResourceDeleted()) {
            refusals.none(name(watched));
        } else {
            wakeups.after(attempt(watched), id);
        }
        return UpdateControl.noUpdate();
    }

    private Duration attempt(AwsAccess watched) {
        recreated.seen(watched);
        String name = name(watched);
        try {
            Duration next = pass(watched);
            refusals.none(name);
            return next;
        } catch (KubernetesClientException e) {
            LOG.warnf("%s: the API server did not take a write, trying again: %s", name, e.getMessage());
            return refusals.heard(name, e) ? AGAIN : SOON;
        } catch (Throwable e) {
            Defect.survive(e, "the work on " + name);
            return AGAIN;
        }
    }

    private Duration pass(AwsAccess watched) {
        ObjectMeta meta = watched.getMetadata();
        boolean held = meta.getFinalizers().contains(AwsAccess.FINALIZER);
        boolean leaving = meta.getDeletionTimestamp() != null;
        if (leaving && !held) {
            return LATER;
        }
        if (!objects.known()) {
            return SOON;
        }
        int users = users(watched);
        if (leaving && users == 0) {
            return release(watched);
        }
        AwsAccess object = held ? watched : writer.hold(watched).orElse(null);
        return object == null ? AGAIN : report(object, users);
    }

    /** Not by what the watch shows alone: it may be behind, and who lost its access cannot delete its job any more. */
    private Duration release(AwsAccess watched) {
        int holders = 0;
        try {
            Access access = live.of(watched);
            List<String> namespaces = new ArrayList<>(liveObjects.namespacesOfHolders());
            namespaces.addAll(abandoned.namespaces());
            for (String namespace : Set.copyOf(namespaces)) {
                if (access.isFor(namespace, access.byLabels() ? live.labels(namespace) : Map.of())) {
                    holders += Collections.frequency(namespaces, namespace);
                }
            }
        } catch (LiveAccesses.Unreadable e) {
            return AGAIN;
        }
        if (holders > 0) {
            report(watched, holders);
            return AGAIN;
        }
        return writer.release(watched) instanceof ObjectWriter.Written.Outdated ? SOON : LATER;
    }

    /** By the access as it is written; one that does not fit the schema is for nobody, and so used by nobody. */
    private int users(AwsAccess watched) {
        return namespaces(live.of(watched)).mapToInt(objects::using).sum();
    }

    /** Those of its namespaces that have objects. */
    private Stream<String> namespaces(Access access) {
        return objects.namespaces().stream().filter(namespace -> access.isFor(namespace, book.labels(namespace)));
    }

    private Duration report(AwsAccess object, int users) {
        Access access = live.of(object);
        Identities.Proof proof = access.fault().isPresent() ? null : identities.prove(book.principal(access));
        AwsAccessStatus before = object.getStatus() == null ? AwsAccessStatus.EMPTY : object.getStatus();
        AwsAccessStatus status = AccessReport.status(
                access, proof, users, object.getMetadata().getGeneration(), before, clock.instant());
        if (!status.equals(before)) {
            ObjectWriter.Written<AwsAccess> written = writer.status(object, status);
            if (written instanceof ObjectWriter.Written.Refused) {
                LOG.warnf("%s: status refused, the stored object does not fit the schema", name(object));
                return LATER;
            }
            if (!(written instanceof ObjectWriter.Written.Stands)) {
                return SOON;
            }
        }
        if (ready(status) && !ready(before)) {
            namespaces(access).forEach(objects::wake);
        }
        return next(object, proof);
    }

    private static boolean ready(AwsAccessStatus status) {
        return status.condition(Condition.READY).filter(Condition::holds).isPresent();
    }

    /** Each access at a moment of its own, so that their sessions are not renewed all at once. */
    private Duration next(AwsAccess object, Identities.@Nullable Proof proof) {
        if (proof instanceof Identities.Proof.NotNow notNow) {
            return notNow.delay();
        }
        return proof instanceof Identities.Proof.Unproven
                ? AGAIN
                : Requeue.steady(object.getMetadata().getUid(), LATER, clock.instant());
    }

    private static String name(AwsAccess object) {
        return "AwsAccess " + object.getMetadata().getName();
    }
}
