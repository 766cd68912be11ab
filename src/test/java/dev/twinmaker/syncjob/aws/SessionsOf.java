package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.sts.StsClient;

/** The sessions alone, by the real SDK before the simulator, with the operator's good credential. */
final class SessionsOf implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Clients clients;
    private final StsClient sts;
    private final Sessions sessions;

    SessionsOf(RoleBench bench) {
        this(bench::now);
    }

    SessionsOf(InstantSource clock) {
        Credentials operator = new Credentials(RoleBench::good, TIMEOUT);
        clients = new Clients(RoleBench.settings(TIMEOUT), operator);
        sts = clients.sts(RoleBench.REGION);
        sessions = new Sessions(sts, operator, new Budget(1000, 100_000, clock), clock);
    }

    Optional<Duration> turn(AssumedRole role) {
        return sessions.turn(role, RoleBench.caller(role));
    }

    Sessions.Held of(AssumedRole role) {
        return sessions.of(role);
    }

    int size() {
        return sessions.size();
    }

    @Override
    public void close() {
        sts.close();
        clients.close();
    }
}
