package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One budget for reads and one for writes in each account and region, since that is how AWS counts. */
final class Budgets {

    /** The operator's own account, whose id may not be known. */
    private static final String OWN = "";

    record Place(String account, String region) {}

    /**
     * The budget of one place.
     *
     * @param asked the rates that hold for it, by what the callers call its account: the operator's own has two names
     */
    private record Shared(Budget budget, Map<String, Asked> asked) {
        /** Of those that are still asked for. */
        double slowest(Instant now) {
            asked.values().removeIf(rate -> rate.at().plus(FORGOTTEN_AFTER).isBefore(now));
            return asked.values().stream().mapToDouble(Asked::rate).min().orElseThrow();
        }
    }

    private record Asked(double rate, Instant at) {}

    /** An access that set a rate and is gone, or an account without objects. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final Map<Place, Shared> reads = new ConcurrentHashMap<>();
    private final Map<Place, Shared> writes = new ConcurrentHashMap<>();
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

    /** What AWS counts together. */
    Place place(Identity identity, Principal principal) {
        String name = principal.account().orElse(OWN);
        return new Place(name.equals(own) ? OWN : name, identity.region());
    }

    Budget reads(Identity identity, Principal principal) {
        return limited(reads, identity, principal, principal.readRate(), settings.readRate(), settings.readBurst());
    }

    Budget writes(Identity identity, Principal principal) {
        return limited(writes, identity, principal, principal.writeRate(), settings.writeRate(), settings.writeBurst());
    }

    private Budget limited(
            Map<Place, Shared> budgets,
            Identity identity,
            Principal principal,
            Optional<Double> asked,
            double rate,
            double burst) {
        String name = principal.account().orElse(OWN);
        Place place = place(identity, principal);
        double wanted = asked.orElse(rate);
        Instant now = clock.instant();
        Shared shared = budgets.computeIfAbsent(
                place,
                key -> new Shared(new Budget(wanted, burst(wanted, rate, burst), clock), new ConcurrentHashMap<>()));
        shared.asked().put(name, new Asked(wanted, now));
        double slowest = shared.slowest(now);
        shared.budget().limit(slowest, burst(slowest, rate, burst));
        return shared.budget();
    }

    /** A rate of its own has a burst of its own, in the same proportion, and never less than a look needs. */
    private static double burst(double own, double rate, double burst) {
        return own == rate ? burst : Math.max(2, burst * own / rate);
    }
}
