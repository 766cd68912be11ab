package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The fault rules in force. For each request the first rule that matches strikes, and besides it the first that only
 * delays. All methods are atomic.
 */
public final class Faults {

    private final long seed;
    private final List<Armed> armed = new ArrayList<>();
    private Random random;
    private int sequence;

    private static final class Armed {
        private final FaultRule rule;
        private int covered;
        private int struck;

        Armed(FaultRule rule) {
            this.rule = rule;
        }
    }

    /** What strikes one request. */
    record Strike(Duration delay, Optional<FaultAction> action) {}

    Faults(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Adds a rule behind the others, or in place of the one with its id, and returns the id. */
    public synchronized String add(FaultRule rule) {
        FaultRule named = rule.id().isEmpty() ? rule.named("rule-" + ++sequence) : rule;
        for (int i = 0; i < armed.size(); i++) {
            if (armed.get(i).rule.id().equals(named.id())) {
                armed.set(i, new Armed(named));
                return named.id();
            }
        }
        armed.add(new Armed(named));
        return named.id();
    }

    /** Adds a rule that strikes each time, and returns its id. */
    public String always(FaultMatch match, FaultAction action) {
        return add(new FaultRule("", match, action, 0));
    }

    /** Adds a rule that strikes the next request it matches, and returns its id. */
    public String once(FaultMatch match, FaultAction action) {
        return add(new FaultRule("", match, action, 1));
    }

    /** Takes a rule away, and says whether it was there. */
    public synchronized boolean remove(String id) {
        return armed.removeIf(candidate -> candidate.rule.id().equals(id));
    }

    /** Takes all rules away. */
    public synchronized void clear() {
        armed.clear();
    }

    /** The rules in the order in which they are tried, those that are used up included. */
    public synchronized List<FaultRule> rules() {
        return armed.stream().map(candidate -> candidate.rule).toList();
    }

    /** How many times a rule has struck. */
    public synchronized int struck(String id) {
        return armed.stream()
                .filter(candidate -> candidate.rule.id().equals(id))
                .mapToInt(candidate -> candidate.struck)
                .sum();
    }

    synchronized void reset() {
        armed.clear();
        random = new Random(seed);
    }

    /** What strikes a request that is about this account. */
    synchronized Strike choose(Call call, String account, Instant now) {
        Duration delay = Duration.ZERO;
        Optional<FaultAction> action = Optional.empty();
        boolean delayed = false;
        for (Armed candidate : armed) {
            boolean delays = candidate.rule.action() instanceof FaultAction.Delay;
            if (!strikes(candidate, call, account, now) || (delays ? delayed : action.isPresent())) {
                continue;
            }
            candidate.struck++;
            if (candidate.rule.action() instanceof FaultAction.Delay latency) {
                delay = latency.pick(random.nextDouble());
                delayed = true;
            } else {
                action = Optional.of(candidate.rule.action());
            }
        }
        return new Strike(delay, action);
    }

    private boolean strikes(Armed candidate, Call call, String account, Instant now) {
        FaultMatch match = candidate.rule.match();
        if (!match.covers(call, account, now)) {
            return false;
        }
        candidate.covered++;
        Integer nth = match.nthCall();
        Double probability = match.probability();
        return (candidate.rule.count() == 0 || candidate.struck < candidate.rule.count())
                && (nth == null || nth == candidate.covered)
                && (probability == null || random.nextDouble() < probability);
    }
}
