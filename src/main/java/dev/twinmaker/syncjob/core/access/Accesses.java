package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Principal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All accesses there are. Which one is for an object is told by its namespace alone, so that no field of a SyncJob can
 * choose an identity:
 *
 * <pre>
 *  1  several accesses are for the namespace    ambiguous, and named
 *  2  one is, and the operator holds it          allowed within its bounds
 *     one is, and is not held yet                as if it were not known yet, for those who have nothing in AWS
 *  3  none is, and one cannot be understood     not granted: it may be the one
 *  4  none is, and an access is required        not granted
 *  5  none is                                   the operator's own identity
 * </pre>
 *
 * Immutable.
 */
public final class Accesses {

    private final Map<String, Access> byName;
    private final Map<String, List<Access>> byNamespace = new HashMap<>();
    private final List<Access> byLabels = new ArrayList<>();
    private final List<String> unclear;
    private final Map<String, Double> readRates;
    private final Map<String, Double> writeRates;
    private final boolean required;

    private Accesses(Map<String, Access> byName, boolean required) {
        this.byName = byName;
        this.required = required;
        this.unclear = byName.values().stream()
                .filter(access -> access.fault().isPresent())
                .map(Access::name)
                .toList();
        for (Access access : byName.values()) {
            access.namespaces()
                    .forEach(namespace -> byNamespace
                            .computeIfAbsent(namespace, n -> new ArrayList<>())
                            .add(access));
            if (access.byLabels()) {
                byLabels.add(access);
            }
        }
        this.readRates = slowest(Access::readRate);
        this.writeRates = slowest(Access::writeRate);
    }

    /**
     * These accesses and no others.
     *
     * @param required whether an object that no access is for may do nothing
     */
    public static Accesses of(Iterable<Access> accesses, boolean required) {
        Map<String, Access> byName = new TreeMap<>();
        accesses.forEach(access -> byName.put(access.name(), access));
        return new Accesses(byName, required);
    }

    /** Those that are for that namespace, by name. */
    public List<Access> of(String namespace, Map<String, String> labels) {
        List<Access> matching = new ArrayList<>();
        for (Access access : byNamespace.getOrDefault(namespace, List.of())) {
            if (access.isFor(namespace, labels)) {
                matching.add(access);
            }
        }
        for (Access access : byLabels) {
            if (access.isFor(namespace, labels) && !matching.contains(access)) {
                matching.add(access);
            }
        }
        matching.sort(Comparator.comparing(Access::name));
        return matching;
    }

    /** Whether the labels of namespaces decide anything. */
    public boolean byLabels() {
        return !byLabels.isEmpty();
    }

    /** Whether these mean the same as the others for the objects of that namespace. */
    public boolean sameFor(String namespace, Map<String, String> labels, Accesses other) {
        List<Access> matching = of(namespace, labels);
        return matching.equals(other.of(namespace, labels)) && (!matching.isEmpty() || unclear.equals(other.unclear));
    }

    /** The account that objects of that namespace are kept in; empty where it is the operator's own, or is not told. */
    public Optional<String> account(String namespace, Map<String, String> labels) {
        List<Access> matching = of(namespace, labels);
        return matching.size() == 1 ? matching.get(0).account() : Optional.empty();
    }

    /**
     * What may be done for that object.
     *
     * @param labels of its namespace
     */
    public Grant grant(Desired desired, Map<String, String> labels) {
        String namespace = desired.owner().namespace();
        List<Access> matching = of(namespace, labels);
        if (matching.size() > 1) {
            String names = matching.stream().map(Access::name).collect(Collectors.joining(", "));
            return new Grant.Refused(
                    Grant.Cause.AMBIGUOUS,
                    "AwsAccesses " + names + " are all for namespace " + namespace
                            + ", and only one may be. An admin must take the namespace out of the others.");
        }
        if (matching.isEmpty()) {
            return ofNone(namespace);
        }
        Access access = matching.get(0);
        if (access.phase() == Access.Phase.UNHELD && !desired.held()) {
            return new Grant.Unseen();
        }
        return access.refusal(desired).orElseGet(() -> allowed(access, desired));
    }

    private Grant ofNone(String namespace) {
        if (!unclear.isEmpty()) {
            return new Grant.Refused(
                    Grant.Cause.NOT_GRANTED,
                    "AwsAccess " + String.join(", ", unclear)
                            + " does not fit the schema, so nobody knows whether it is for namespace " + namespace
                            + ". An admin must correct it.");
        }
        return required
                ? new Grant.Refused(
                        Grant.Cause.NOT_GRANTED,
                        "No AwsAccess is for namespace " + namespace + ", and this operator requires one. An admin must"
                                + " write one, or add the namespace to one.")
                : new Grant.Allowed("", principal(Optional.empty()));
    }

    private Grant allowed(Access access, Desired desired) {
        Optional<AssumedRole> role = access.role()
                .map(toAssume ->
                        toAssume.of(desired.owner().namespace(), desired.owner().name()));
        return new Grant.Allowed(access.name(), principal(role));
    }

    /** As whom an access acts for no object, to see whether it can. */
    public Principal principal(Access access) {
        return principal(access.probe());
    }

    private Principal principal(Optional<AssumedRole> role) {
        String account = role.map(AssumedRole::account).orElse("");
        return new Principal(
                role, Optional.ofNullable(readRates.get(account)), Optional.ofNullable(writeRates.get(account)));
    }

    /** AWS counts by account: of several accesses to one, the most careful sets the rate. */
    private Map<String, Double> slowest(Function<Access, Optional<Double>> rate) {
        Map<String, Double> slowest = new HashMap<>();
        BinaryOperator<Double> lesser = Math::min;
        for (Access access : byName.values()) {
            if (access.fault().isEmpty()) {
                rate.apply(access).ifPresent(r -> slowest.merge(access.account().orElse(""), r, lesser));
            }
        }
        return slowest;
    }
}
