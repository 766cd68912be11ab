package dev.twinmaker.syncjob.operator;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;

/** {@link Wiring} of what tells whether the process is alive and ready. */
@Singleton
public class HealthWiring {

    @Produces
    @Singleton
    Progress progress(ObjectMemory memory, Settings settings) {
        return new Progress(memory, settings.stuckAfter(), System::nanoTime);
    }

    @Produces
    @Singleton
    ShortWatches shortWatches(Settings settings) {
        return new ShortWatches(settings.apiServerSilence(), System::nanoTime);
    }

    @Produces
    @Singleton
    Deafness deafness(Operator operator, Settings settings) {
        return new Deafness(() -> unwatched(operator), settings.apiServerSilence(), System::nanoTime);
    }

    /** By their names where they are a controller's own, else by that of the source, which is called after them here. */
    private static Set<String> unwatched(Operator operator) {
        Set<String> unwatched = new TreeSet<>();
        for (RegisteredController<?> controller : operator.getRuntimeInfo().getRegisteredControllers()) {
            controller
                    .getControllerHealthInfo()
                    .informerEventSourceHealthIndicators()
                    .forEach((name, source) -> {
                        if (!watches(source)) {
                            unwatched.add(
                                    source instanceof ControllerEventSource
                                            ? controller.getConfiguration().getResourceTypeName()
                                            : name);
                        }
                    });
        }
        return unwatched;
    }

    private static boolean watches(InformerWrappingEventSourceHealthIndicator<?> source) {
        return source.informerHealthIndicators().values().stream().allMatch(InformerHealthIndicator::isWatching);
    }
}
