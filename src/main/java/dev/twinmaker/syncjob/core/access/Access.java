package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.SessionTag;
import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One access, as an admin has written it.
 *
 * @param namespaces whose objects it is for, by name
 * @param selector whose objects it is for, by the labels of their namespace
 * @param role to assume; without one it is the operator's own identity
 * @param readRate reads a second, where the admin set one
 * @param writeRate writes a second, where the admin set one
 * @param phase of its life
 * @param fault why it cannot be understood; then it is for nobody, and nothing else of it means anything
 */
public record Access(
        String name,
        Set<String> namespaces,
        Optional<Selector> selector,
        Optional<RoleToAssume> role,
        Bounds bounds,
        Optional<Double> readRate,
        Optional<Double> writeRate,
        Phase phase,
        Optional<String> fault) {

    /** Of the life of an access. */
    public enum Phase {
        /** The operator's finalizer is not on it, so it could vanish under what is made by it. */
        UNHELD,
        HELD,
        /** Its deletion was asked for: it serves those who have something in AWS, and nobody new. */
        LEAVING
    }

    /** Whether its deletion was asked for. */
    public boolean leaving() {
        return phase == Phase.LEAVING;
    }

    /** Whether it is for the objects of that namespace. */
    public boolean isFor(String namespace, Map<String, String> labels) {
        return fault.isEmpty()
                && (namespaces.contains(namespace)
                        || selector.filter(s -> s.fits(labels)).isPresent());
    }

    /** Whether the labels of a namespace decide whether it is for it. */
    public boolean byLabels() {
        return selector.isPresent();
    }

    /** The account of its role; empty for the operator's own. */
    public Optional<String> account() {
        return role.map(r -> r.ofNobody().account());
    }

    /** The role as it is assumed to see whether it can be: where a session serves all objects of a namespace, it is that one. */
    Optional<AssumedRole> probe() {
        Optional<String> first = namespaces.stream().min(Comparator.naturalOrder());
        return role.map(r -> r.tags().contains(SessionTag.NAME)
                ? r.ofNobody()
                : first.map(namespace -> r.of(namespace, "")).orElseGet(r::ofNobody));
    }

    /** Why it does not allow what that object asks for; empty if it does. */
    Optional<Grant> refusal(Desired desired) {
        if (leaving() && !desired.held()) {
            return refused("AwsAccess " + name + " is being deleted, so it serves no new SyncJob.");
        }
        List<String> missing = bounds.missing(desired);
        return missing.isEmpty()
                ? Optional.empty()
                : refused("AwsAccess " + name + " does not allow " + String.join(", nor ", missing)
                        + ". Change the spec, or ask an admin to extend the access.");
    }

    private static Optional<Grant> refused(String text) {
        return Optional.of(new Grant.Refused(Grant.Cause.NOT_GRANTED, text));
    }
}
