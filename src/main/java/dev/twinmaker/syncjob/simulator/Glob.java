package dev.twinmaker.syncjob.simulator;

import java.util.regex.Pattern;

/** A pattern of IAM, in which {@code *} stands for anything and {@code ?} for one character. */
record Glob(String text, Pattern pattern) {

    static Glob of(String text) {
        return new Glob(text, compiled(text, 0));
    }

    /** The same whatever the case, as names of actions are compared. */
    static Glob ofAnyCase(String text) {
        return new Glob(text, compiled(text, Pattern.CASE_INSENSITIVE));
    }

    private static Pattern compiled(String text, int flags) {
        String expression = "\\Q" + text.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
        return Pattern.compile(expression, flags | Pattern.DOTALL);
    }

    boolean matches(String value) {
        return pattern.matcher(value).matches();
    }
}
