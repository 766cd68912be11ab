package dev.twinmaker.syncjob.operator;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Stopping in order: told first, then the framework finishes what is under way, then the lease is given back. */
@ApplicationScoped
class Lifecycle {

    private static final int FIRST = Interceptor.Priority.PLATFORM_BEFORE;
    private static final int LAST = Interceptor.Priority.PLATFORM_AFTER + 1000;

    private final Leadership leadership;
    private final Settings settings;

    Lifecycle(Leadership leadership, Settings settings) {
        this.leadership = leadership;
        this.settings = settings;
    }

    void beforeStop(@Observes @Priority(FIRST) ShutdownEvent event) {
        leadership.stopping();
    }

    void afterStop(@Observes @Priority(LAST) ShutdownEvent event) {
        if (settings.leaderElection()) {
            leadership.release();
        }
    }
}
