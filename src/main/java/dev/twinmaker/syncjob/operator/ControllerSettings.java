package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.SyncJob;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
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
final class ControllerSettings extends QuarkusControllerConfiguration<SyncJob> {

    private ControllerSettings(
            ControllerConfiguration<SyncJob> settings, QuarkusControllerConfiguration<SyncJob> original) {
        super(
                settings.getInformerConfig(),
                settings.getName(),
                settings.isGenerationAware(),
                original.getAssociatedReconcilerClassName(),
                settings.getRetry(),
                settings.getRateLimiter(),
                null,
                SyncJob.FINALIZER,
                settings.fieldManager(),
                original.getWorkflow(),
                original.getResourceTypeName(),
                original.getResourceClass());
    }

    static ControllerSettings of(SyncJobReconciler reconciler, QuarkusConfigurationService service) {
        QuarkusControllerConfiguration<SyncJob> original = service.getConfigurationFor(reconciler);
        ControllerConfiguration<SyncJob> settings = ControllerConfigurationOverrider.override(original)
                .withGenerationAware(false)
                .withOnUpdateFilter(new WakeFilter())
                .withItemStore(new TransformingItemStore<>(ControllerSettings::withoutManagedFields))
                .withRetry(GenericRetry.every10second10TimesRetry().withoutMaxAttempts())
                .build();
        ControllerSettings result = new ControllerSettings(settings, original);
        result.setParent(service);
        return result;
    }

    private static SyncJob withoutManagedFields(SyncJob object) {
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
