package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The roles that may be assumed, and who tried. As long as no role was put here, anybody may assume any role; from then
 * on there are no others. All methods are atomic and act on the next request.
 */
public final class Roles {

    private static final int KEPT = 10_000;
    private static final Duration LONGEST_OF_CHAIN = Duration.ofHours(1);

    private final SimulatedClock clock;
    private final Sessions sessions;
    private final Map<String, RoleTrust> trusts = new LinkedHashMap<>();
    private final Deque<RoleAssumption> assumptions = new ArrayDeque<>();
    private boolean anyRole = true;

    Roles(SimulatedClock clock, Sessions sessions) {
        this.clock = clock;
        this.sessions = sessions;
    }

    /** Adds a role, or replaces the trust of the one with its ARN. Sessions given out go on. */
    public synchronized void put(RoleTrust trust) {
        trusts.put(trust.arn(), trust);
        anyRole = false;
    }

    /** Takes a role away, and says whether it was there. Sessions given out go on. */
    public synchronized boolean remove(String arn) {
        return trusts.remove(arn) != null;
    }

    /** The roles there are, in the order in which they were first put. */
    public synchronized List<RoleTrust> list() {
        return List.copyOf(trusts.values());
    }

    /** Refuses the sessions of a role that were given out so far as expired; callers have to assume it again. */
    public void expireSessionsOf(String arn) {
        sessions.expire(arn, clock.instant());
    }

    /** Who tried to assume what, in order; only the last ten thousand are kept. */
    public synchronized List<RoleAssumption> assumptions() {
        return List.copyOf(assumptions);
    }

    /** Forgets who tried so far. Sessions given out go on. */
    public synchronized void forgetAssumptions() {
        assumptions.clear();
    }

    synchronized void clear() {
        trusts.clear();
        assumptions.clear();
        anyRole = true;
    }

    synchronized void enter(Principal caller, RoleRequest request, boolean allowed) {
        assumptions.addLast(new RoleAssumption(
                clock.instant(),
                caller.place().account(),
                caller.arn(),
                request.role().text(),
                request.sessionName(),
                request.externalId(),
                request.tags(),
                allowed));
        if (assumptions.size() > KEPT) {
            assumptions.removeFirst();
        }
    }

    /** Refuses what the trust of the role does not allow. */
    synchronized void check(Principal caller, RoleRequest request) {
        RoleTrust trust = trusts.get(request.role().text());
        if (!anyRole) {
            if (trust == null || !trust.trusts(caller) || !hasExternalId(trust, request)) {
                throw Refusal.accessDenied(
                        caller, "sts:AssumeRole", request.role().text());
            }
            if (!trust.sessionTags() && !request.tags().isEmpty()) {
                throw Refusal.accessDenied(
                        caller, "sts:TagSession", request.role().text());
            }
        }
        if (caller.session() != null && request.length().compareTo(LONGEST_OF_CHAIN) > 0) {
            throw tooLong("1 hour session limit for roles assumed by role chaining");
        }
        if (trust != null && request.length().compareTo(trust.maxSession()) > 0) {
            throw tooLong("MaxSessionDuration set for this role");
        }
    }

    private static boolean hasExternalId(RoleTrust trust, RoleRequest request) {
        return trust.externalId() == null || trust.externalId().equals(request.externalId());
    }

    private static Refusal tooLong(String limit) {
        return new Refusal(
                400, RoleRequest.VALIDATION_ERROR, "The requested DurationSeconds exceeds the " + limit + ".");
    }
}
