package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.TagPolicy;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Owner;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the tags of a job differ from those wanted. The spec's keys and the owner tags are set. A key is removed if this
 * operator had set it, or, where the spec has the whole say, if it is not in the spec; those of AWS itself never are.
 *
 * @param missing to be added or overwritten
 * @param surplus to be removed
 * @param total how many tags the job would then have, those of AWS itself left out
 * @param crowded whether there is room for the missing ones only when the surplus is gone
 * @param otherOwner whether an owner tag names another object or cluster than this one
 */
public record Tags(Map<String, String> missing, Set<String> surplus, int total, boolean crowded, boolean otherOwner) {

    /** The service's limit. */
    static final int LIMIT = 50;

    /**
     * How a job differs from what the object wants, by its policy.
     *
     * @param applied keys that this operator has set before
     */
    public static Tags compare(Desired desired, Collection<String> applied, Map<String, String> actual) {
        Map<String, String> wanted = desired.policy().observing() ? desired.tags() : wanted(desired);
        boolean whole = desired.policy().tags() == TagPolicy.AUTHORITATIVE;
        Set<String> surplus = new TreeSet<>();
        for (String key : whole ? actual.keySet() : applied) {
            if (actual.containsKey(key) && !wanted.containsKey(key) && !reserved(key)) {
                surplus.add(key);
            }
        }
        return of(missing(wanted, actual), surplus, actual);
    }

    /** The owner tags alone. */
    static Tags ofOwner(Desired desired, Map<String, String> actual) {
        return of(missing(desired.owner().tags(), actual), Set.of(), actual);
    }

    /** What a new job gets: the spec's tags and the owner tags. */
    public static Map<String, String> wanted(Desired desired) {
        Map<String, String> wanted = new TreeMap<>(desired.tags());
        wanted.putAll(desired.owner().tags());
        return wanted;
    }

    private static Tags of(Map<String, String> missing, Set<String> surplus, Map<String, String> actual) {
        Set<String> all = new HashSet<>(actual.keySet());
        all.addAll(missing.keySet());
        all.removeIf(Tags::ofAws);
        boolean crowded = all.size() > LIMIT;
        all.removeAll(surplus);
        boolean otherOwner = missing.keySet().stream().anyMatch(key -> Owner.marks(key) && actual.containsKey(key));
        return new Tags(missing, surplus, all.size(), crowded, otherOwner);
    }

    private static Map<String, String> missing(Map<String, String> wanted, Map<String, String> actual) {
        Map<String, String> missing = new TreeMap<>();
        wanted.forEach((key, value) -> {
            if (!value.equals(actual.get(key))) {
                missing.put(key, value);
            }
        });
        return missing;
    }

    boolean differ() {
        return !missing.isEmpty() || !surplus.isEmpty();
    }

    boolean fit() {
        return total <= LIMIT;
    }

    private static boolean reserved(String key) {
        return ofAws(key) || key.startsWith(Owner.PREFIX);
    }

    private static boolean ofAws(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith("aws:");
    }
}
