package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;
import java.time.Duration;
import java.util.Optional;

/**
 * How the framework runs the reconciler: it calls it for every event, deletions included, and leaves finalizers alone.
 *
 * <p>The extension rebuilds a configuration without this one switch, and its factory takes no other type than its own.
 */
final class ControllerSettings<R extends HasMetadata> extends QuarkusControllerConfiguration<R> {

    private ControllerSettings(
            ControllerConfiguration<R> settings, QuarkusControllerConfiguration<R> original, String finalizer) {
        super(
                settings.getInformerConfig(),
                settings.getName(),
                settings.isGenerationAware(),
                original.getAssociatedReconcilerClassName(),
                settings.getRetry(),
                settings.getRateLimiter(),
                null,
                finalizer,
                settings.fieldManager(),
                original.getWorkflow(),
                original.getResourceTypeName(),
                original.getResourceClass());
    }

    /**
     * @param wakes which updates make a pass
     * @param scope which objects there are for it
     */
    static <R extends HasMetadata> ControllerSettings<R> of(
            Reconciler<R> reconciler,
            String finalizer,
            OnUpdateFilter<R> wakes,
            Scope scope,
            QuarkusConfigurationService service) {
        QuarkusControllerConfiguration<R> original = service.getConfigurationFor(reconciler);
        ControllerConfigurationOverrider<R> overrider = ControllerConfigurationOverrider.override(original)
                .withGenerationAware(false)
                .withOnUpdateFilter(wakes)
                .withItemStore(new TransformingItemStore<>(ControllerSettings::withoutManagedFields))
                .withRetry(GenericRetry.every10second10TimesRetry().withoutMaxAttempts());
        scope.applyTo(overrider);
        ControllerConfiguration<R> settings = overrider.build();
        ControllerSettings<R> result = new ControllerSettings<>(settings, original, finalizer);
        result.setParent(service);
        return result;
    }

    private static <R extends HasMetadata> R withoutManagedFields(R object) {
        object.getMetadata().setManagedFields(null);
        return object;
    }

    /** None: {@link Wakeups} has a wait for each object. */
    @Override
    public Optional<Duration> maxReconciliationInterval() {
        return Optional.empty();
    }

    @Override
    public boolean triggerReconcilerOnAllEvents() {
        return true;
    }
}
