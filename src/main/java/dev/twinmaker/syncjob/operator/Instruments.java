package dev.twinmaker.syncjob.operator;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What is measured. No label names an object, so that their number does not grow with that of the objects. */
@Singleton
public class Instruments {

    /** The framework's own; the extension (7.7.3) makes none, although there is a registry. */
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry, Progress progress) {
        Counter.builder(Defect.METER)
                .description("Exceptions that nobody expected; each was survived, and its object is tried again.")
                .register(registry);
        Gauge.builder("syncjob.operator.passes", progress, Progress::running)
                .description("SyncJobs that are worked on at this moment.")
                .register(registry);
        return MicrometerMetricsV2.newBuilder(registry).build();
    }
}
