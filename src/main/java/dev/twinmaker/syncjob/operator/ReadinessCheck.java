package dev.twinmaker.syncjob.operator;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells that the API server lets the operator do its work. A restart would not mend that, so the process stays alive and
 * goes on by itself when the rights are back.
 */
@Readiness
@ApplicationScoped
class ReadinessCheck implements HealthCheck {

    private final Deafness deafness;
    private final Refusals refusals;

    ReadinessCheck(Deafness deafness, Refusals refusals) {
        this.deafness = deafness;
        this.refusals = refusals;
    }

    @Override
    public HealthCheckResponse call() {
        return deafness.fault()
                .or(refusals::fault)
                .map(fault -> HealthCheckResponse.named("api-server")
                        .down()
                        .withData("fault", fault)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("api-server"));
    }
}
