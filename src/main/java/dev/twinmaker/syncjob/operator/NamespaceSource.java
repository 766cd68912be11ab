package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.AwsAccess;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.Map;
import java.util.Set;

/** The watch of namespaces: it keeps their labels in the book, and has objects looked at whose grant depends on them. */
final class NamespaceSource extends InformerEventSource<Namespace, AwsAccess> {

    private final GrantBook book;
    private final WatchedObjects objects;
    private final AccessSource accesses;

    NamespaceSource(
            EventSourceContext<AwsAccess> context, GrantBook book, WatchedObjects objects, AccessSource accesses) {
        super(
                InformerEventSourceConfiguration.from(Namespace.class, AwsAccess.class)
                        .withName("namespaces")
                        .withSecondaryToPrimaryMapper(namespace -> Set.of())
                        .withItemStore(new TransformingItemStore<>(NamespaceSource::withLabelsAlone))
                        .build(),
                context);
        this.book = book;
        this.objects = objects;
        this.accesses = accesses;
    }

    @Override
    public synchronized void start() {
        super.start();
        list(namespace -> true).forEach(this::put);
        book.allNamespaces();
    }

    @Override
    public void onAdd(Namespace namespace) {
        super.onAdd(namespace);
        put(namespace);
    }

    @Override
    public void onUpdate(Namespace before, Namespace now) {
        super.onUpdate(before, now);
        put(now);
    }

    @Override
    public synchronized void onDelete(Namespace namespace, boolean unknown) {
        super.onDelete(namespace, unknown);
        book.unlabel(namespace.getMetadata().getName());
    }

    /** While nobody lists them: what a list has shown is older than what comes meanwhile. */
    private synchronized void put(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        Map<String, String> before = book.labels(name);
        if (book.label(name, labels(namespace)) && book.accesses().byLabels()) {
            objects.wake(name);
            accesses.count(book.accesses(), name, before);
            accesses.count(name);
        }
    }

    static Map<String, String> labels(Namespace namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        return labels == null ? Map.of() : Map.copyOf(labels);
    }

    private static Namespace withLabelsAlone(Namespace namespace) {
        ObjectMeta meta = namespace.getMetadata();
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .withLabels(meta.getLabels())
                .endMetadata()
                .build();
    }
}
