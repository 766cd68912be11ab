package dev.twinmaker.syncjob.core.access;

import java.util.ArrayList;
import java.util.List;

/** What the contract says of a row, in the words of the admins' guide. */
final class AccessOracle {

    static final String OPERATOR = "as the operator";
    static final String ALLOWED = "allowed by ";
    static final String AMBIGUOUS = "ambiguous";
    static final String REFUSED = "not granted";

    private AccessOracle() {}

    /** What it comes to. */
    static String of(AccessCase row) {
        String serving = row.setup().serving(row.home());
        if (serving.contains(" ")) {
            return AMBIGUOUS;
        }
        if (serving.isEmpty()) {
            return row.setup().unclear() || row.required() ? REFUSED : OPERATOR;
        }
        return words(row).isEmpty() ? ALLOWED + serving : REFUSED;
    }

    /** What a refusal must say of this row besides the namespace or the access. */
    static List<String> words(AccessCase row) {
        String serving = row.setup().serving(row.home());
        if (serving.contains(" ")) {
            return List.of("a, b", row.home().namespace());
        }
        if (serving.isEmpty()) {
            return row.setup().unclear()
                    ? List.of("AwsAccess u", row.home().namespace())
                    : List.of("No AwsAccess", row.home().namespace());
        }
        if (row.leaving() && !row.held()) {
            return List.of("AwsAccess " + serving, "being deleted");
        }
        return missing(row);
    }

    private static List<String> missing(AccessCase row) {
        List<String> missing = new ArrayList<>();
        if (!row.regions().allows) {
            missing.add("region " + Wish.REGION);
        }
        if (!row.workspaces().allows) {
            missing.add("workspace " + Wish.WORKSPACE);
        }
        if (!row.deleting() && !row.roles().allows) {
            missing.add("role " + Wish.ROLE);
        }
        if (!row.deleting() && row.adopts() && !row.allows()) {
            missing.add("IfUnowned");
        }
        return missing;
    }
}
