package dev.twinmaker.syncjob.core;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the tags of a job differ from those wanted, by key ownership: the spec's keys and the owner tags are set, a key
 * is removed only if this operator had set it, and every other key belongs to somebody else.
 *
 * @param missing to be added or overwritten
 * @param surplus to be removed
 * @param total how many tags the job would then have, those of AWS itself left out
 * @param crowded whether there is room for the missing ones only when the surplus is gone
 */
record Tags(Map<String, String> missing, Set<String> surplus, int total, boolean crowded) {

    /** The service's limit. */
    static final int LIMIT = 50;

    /**
     * @param applied keys that this operator has set before
     */
    static Tags compare(Desired desired, Collection<String> applied, Map<String, String> actual) {
        Map<String, String> wanted = wanted(desired);
        Map<String, String> missing = new TreeMap<>();
        wanted.forEach((key, value) -> {
            if (!value.equals(actual.get(key))) {
                missing.put(key, value);
            }
        });
        Set<String> surplus = new TreeSet<>();
        for (String key : applied) {
            if (actual.containsKey(key) && !wanted.containsKey(key) && !reserved(key)) {
                surplus.add(key);
            }
        }
        Set<String> all = new HashSet<>(actual.keySet());
        all.addAll(missing.keySet());
        all.removeIf(Tags::reserved);
        boolean crowded = all.size() > LIMIT;
        all.removeAll(surplus);
        return new Tags(missing, surplus, all.size(), crowded);
    }

    /** What a new job gets: the spec's tags and the owner tags. */
    static Map<String, String> wanted(Desired desired) {
        Map<String, String> wanted = new TreeMap<>(desired.tags());
        wanted.putAll(desired.owner().tags());
        return wanted;
    }

    boolean differ() {
        return !missing.isEmpty() || !surplus.isEmpty();
    }

    private static boolean reserved(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith("aws:");
    }
}
