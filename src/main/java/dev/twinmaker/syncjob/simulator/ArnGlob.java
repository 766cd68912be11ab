package dev.twinmaker.syncjob.simulator;

import java.util.Arrays;
import java.util.List;

/**
 * The resources that a statement is about: {@code *}, or an ARN whose six parts are patterns. Within its part a star
 * stands for colons and slashes, too, so that {@code workspace/*} is also everything in a workspace.
 */
record ArnGlob(String text, List<Glob> parts) {

    private static final String EVERYTHING = "*";
    private static final int PARTS = 6;

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is neither a star nor has the parts of an ARN
     */
    static ArnGlob of(String text) {
        List<Glob> parts = parts(text).stream().map(Glob::of).toList();
        if (!text.equals(EVERYTHING)
                && (parts.size() != PARTS || !parts.get(0).text().equals("arn"))) {
            throw new IllegalArgumentException("a resource is * or an ARN, and not " + text);
        }
        return new ArnGlob(text, parts);
    }

    boolean matches(String arn) {
        if (text.equals(EVERYTHING)) {
            return true;
        }
        List<String> given = parts(arn);
        if (given.size() != PARTS) {
            return false;
        }
        for (int i = 0; i < PARTS; i++) {
            if (!parts.get(i).matches(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> parts(String arn) {
        return Arrays.asList(arn.split(":", PARTS));
    }
}
