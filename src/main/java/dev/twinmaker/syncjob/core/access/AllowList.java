package dev.twinmaker.syncjob.core.access;

import java.util.List;

/** Values that are allowed: each exact, or all that begin as an entry does that ends with {@code *}. Empty allows none. */
record AllowList(List<String> entries) {

    private static final String ANY = "*";

    boolean allows(String value) {
        return entries.stream()
                .anyMatch(entry -> entry.endsWith(ANY)
                        ? value.startsWith(entry.substring(0, entry.length() - 1))
                        : value.equals(entry));
    }
}
