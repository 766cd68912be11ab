package dev.twinmaker.syncjob.api;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the schema for a text, to be checked once more where an object could be stored under another schema.
 *
 * @param min the least length in code points, which is how the API server counts
 * @param max the greatest length; it is looked at before the pattern, so that no long value can make the match slow
 * @param pattern what the whole text must match
 */
public record TextRule(int min, int max, Pattern pattern) {

    /** A rule whose pattern is one of those in the schema. */
    public static TextRule of(int min, int max, String pattern) {
        return new TextRule(min, max, Pattern.compile(pattern));
    }

    /**
     * Why the value breaks the rule; empty if it does not.
     *
     * @param field what holds the value, for the message
     */
    public Optional<String> fault(String field, @Nullable String value) {
        if (value == null) {
            return Optional.of(field + " is missing.");
        }
        int length = value.codePointCount(0, value.length());
        if (length < min || length > max) {
            return Optional.of(
                    field + " has " + length + " characters; it must have " + min + " to " + max + " of them.");
        }
        return pattern.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(field + " does not match " + pattern.pattern() + ".");
    }
}
