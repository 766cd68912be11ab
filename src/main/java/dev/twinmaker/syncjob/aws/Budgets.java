package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One budget for reads and one for writes in each region, since that is how AWS counts. */
final class Budgets {

    private final Map<String, Budget> reads = new ConcurrentHashMap<>();
    private final Map<String, Budget> writes = new ConcurrentHashMap<>();
    private final AwsSettings settings;
    private final InstantSource clock;

    Budgets(AwsSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Budget reads(Identity identity) {
        return reads.computeIfAbsent(
                identity.region(), region -> new Budget(settings.readRate(), settings.readBurst(), clock));
    }

    Budget writes(Identity identity) {
        return writes.computeIfAbsent(
                identity.region(), region -> new Budget(settings.writeRate(), settings.writeBurst(), clock));
    }
}
