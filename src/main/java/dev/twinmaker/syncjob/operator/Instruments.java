package dev.twinmaker.syncjob.operator;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What is measured. No label names an object, so that their number does not grow with that of the objects. */
@Singleton
public class Instruments {

    /** The framework's own; the extension (7.7.3) makes none, although there is a registry. */
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return MicrometerMetricsV2.newBuilder(registry).build();
    }
}
