package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Principal;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One budget for reads and one for writes in each account and region, since that is how AWS counts. */
final class Budgets {

    /** The operator's own account, whose id may not be known. */
    private static final String OWN = "";

    private record Place(String account, String region) {}

    private final Map<Place, Budget> reads = new ConcurrentHashMap<>();
    private final Map<Place, Budget> writes = new ConcurrentHashMap<>();
    private final AwsSettings settings;
    private final InstantSource clock;
    private volatile String own = OWN;

    Budgets(AwsSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The operator itself is of that account, so a role of that account has no budget beside its own. */
    void own(String account) {
        own = account;
    }

    Budget reads(Identity identity, Principal principal) {
        return limited(
                reads, place(identity, principal), principal.readRate(), settings.readRate(), settings.readBurst());
    }

    Budget writes(Identity identity, Principal principal) {
        return limited(
                writes, place(identity, principal), principal.writeRate(), settings.writeRate(), settings.writeBurst());
    }

    private Place place(Identity identity, Principal principal) {
        String account = principal.account().filter(id -> !id.equals(own)).orElse(OWN);
        return new Place(account, identity.region());
    }

    /** A rate of its own has a burst of its own, in the same proportion, and never less than a look needs. */
    private Budget limited(Map<Place, Budget> budgets, Place place, Optional<Double> asked, double rate, double burst) {
        double fullRate = asked.orElse(rate);
        double fullBurst = asked.isPresent() ? Math.max(2, burst * fullRate / rate) : burst;
        Budget budget = budgets.computeIfAbsent(place, key -> new Budget(fullRate, fullBurst, clock));
        budget.limit(fullRate, fullBurst);
        return budget;
    }
}
