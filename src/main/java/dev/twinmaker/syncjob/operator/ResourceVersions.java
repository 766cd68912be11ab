package dev.twinmaker.syncjob.operator;

import org.jspecify.annotations.Nullable;

/** Resource versions of one API server are decimal numbers that grow, of any length (KEP-5504). */
final class ResourceVersions {

    private ResourceVersions() {}

    /** Whether the first is older than the second; unknown ones are not. */
    static boolean older(@Nullable String first, @Nullable String second) {
        if (first == null || second == null) {
            return false;
        }
        return first.length() != second.length() ? first.length() < second.length() : first.compareTo(second) < 0;
    }
}
