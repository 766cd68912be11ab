package dev.twinmaker.syncjob.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a condition block: an operator, a key and the values of which one has to fit.
 *
 * @param key the name of the key in lower case, since names of keys are compared without regard to case
 */
record PolicyCondition(
        Quantifier quantifier, Comparison comparison, boolean ifExists, String key, List<String> values) {

    private static final Pattern OPERATOR =
            Pattern.compile("(?:(ForAllValues|ForAnyValue):)?(StringEquals|StringLike|Null)(IfExists)?");

    /** What is compared. */
    enum Comparison {
        EQUALS("StringEquals"),
        LIKE("StringLike"),
        ABSENT("Null");

        private final String word;

        Comparison(String word) {
            this.word = word;
        }
    }

    /** How the values are counted that the request has for the key. */
    enum Quantifier {
        /** The key has one value. */
        THE_ONE,
        ALL,
        ANY
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if the operator is not known here, or does not go with the key or the values
     */
    static PolicyCondition of(String operator, String key, List<String> values) {
        Matcher words = OPERATOR.matcher(operator);
        if (!words.matches()) {
            throw new IllegalArgumentException("the operator " + operator + " is not known here");
        }
        Quantifier quantifier = quantifier(words.group(1));
        Comparison comparison = Arrays.stream(Comparison.values())
                .filter(one -> one.word.equals(words.group(2)))
                .findFirst()
                .orElseThrow();
        PolicyCondition condition = new PolicyCondition(
                quantifier, comparison, words.group(3) != null, key.toLowerCase(Locale.ROOT), List.copyOf(values));
        condition.check(operator);
        return condition;
    }

    private static Quantifier quantifier(@Nullable String word) {
        if (word == null) {
            return Quantifier.THE_ONE;
        }
        return word.equals("ForAllValues") ? Quantifier.ALL : Quantifier.ANY;
    }

    private void check(String operator) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(operator + " of " + key + " has no value");
        }
        if (comparison == Comparison.ABSENT) {
            boolean sensible = values.size() == 1 && List.of("true", "false").contains(values.get(0));
            if (ifExists || quantifier != Quantifier.THE_ONE || !sensible) {
                throw new IllegalArgumentException("Null of " + key + " is either true or false");
            }
        } else if (key.equals(Permission.TAG_KEYS) == (quantifier == Quantifier.THE_ONE)) {
            throw new IllegalArgumentException(
                    operator + " does not go with the number of values that " + key + " can have");
        }
    }

    /** Whether it is met by what is known of a request and its resource. */
    boolean holds(Map<String, List<String>> context) {
        List<String> given = context.getOrDefault(key, List.of());
        if (comparison == Comparison.ABSENT) {
            return values.contains(String.valueOf(given.isEmpty()));
        }
        if (given.isEmpty()) {
            return ifExists || quantifier == Quantifier.ALL;
        }
        Predicate<String> fits = value -> values.stream().anyMatch(wanted -> fits(wanted, value));
        return switch (quantifier) {
            case THE_ONE -> given.size() == 1 && fits.test(given.get(0));
            case ALL -> given.stream().allMatch(fits);
            case ANY -> given.stream().anyMatch(fits);
        };
    }

    private boolean fits(String wanted, String value) {
        return comparison == Comparison.LIKE ? Glob.of(wanted).matches(value) : wanted.equals(value);
    }
}
