package dev.twinmaker.syncjob.operator;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Tells the kubelet to start the process again when its work does not go on any more. */
@Liveness
@ApplicationScoped
class LivenessCheck implements HealthCheck {

    private final Progress progress;
    private final ShortWatches watches;

    LivenessCheck(Progress progress, ShortWatches watches) {
        this.progress = progress;
        this.watches = watches;
    }

    @Override
    public HealthCheckResponse call() {
        return progress.fault()
                .or(watches::fault)
                .map(fault -> HealthCheckResponse.named("work")
                        .down()
                        .withData("fault", fault)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("work"));
    }
}
