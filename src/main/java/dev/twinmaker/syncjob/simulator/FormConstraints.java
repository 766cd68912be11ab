package dev.twinmaker.syncjob.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The constraints of the service model of STS; all that is wrong is told at once, in the words of the service. */
final class FormConstraints {

    static final Text ROLE_ARN = new Text(
            20,
            2048,
            "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF" + "\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]+");
    static final Text SESSION_NAME = new Text(2, 64, "[\\w+=,.@-]*");
    static final Text EXTERNAL_ID = new Text(2, 1224, "[\\w+=,.@:\\/-]*");
    static final Text TAG_KEY = new Text(1, 128, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
    static final Text TAG_VALUE = new Text(0, 256, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final List<String> violations = new ArrayList<>();

    /** What is asked of a text. */
    record Text(int least, int most, Pattern pattern) {

        Text(int least, int most, String pattern) {
            this(least, most, Pattern.compile(pattern));
        }
    }

    void required(String member, @Nullable String value, Text asked) {
        if (value == null) {
            violations.add("Value null at '" + member + "' failed to satisfy constraint: Member must not be null");
        }
        optional(member, value, asked);
    }

    void optional(String member, @Nullable String value, Text asked) {
        if (value == null) {
            return;
        }
        int length = value.codePointCount(0, value.length());
        if (length < asked.least()) {
            violate(member, value, "Member must have length greater than or equal to " + asked.least());
        }
        if (length > asked.most()) {
            violate(member, value, "Member must have length less than or equal to " + asked.most());
        }
        if (!asked.pattern().matcher(value).matches()) {
            violate(member, value, "Member must satisfy regular expression pattern: " + asked.pattern());
        }
    }

    void number(String member, String value, int least, int most) {
        if (!value.matches("-?[0-9]{1,9}")) {
            violate(member, value, "Member must be a valid integer");
        } else if (Integer.parseInt(value) < least) {
            violate(member, value, "Member must have value greater than or equal to " + least);
        } else if (Integer.parseInt(value) > most) {
            violate(member, value, "Member must have value less than or equal to " + most);
        }
    }

    void size(String member, int size, int most) {
        if (size > most) {
            violate(member, size + " entries", "Member must have length less than or equal to " + most);
        }
    }

    private void violate(String member, String value, String constraint) {
        violations.add("Value '" + value + "' at '" + member + "' failed to satisfy constraint: " + constraint);
    }

    /** Refuses if anything was wrong. */
    void check() {
        int count = violations.size();
        if (count > 0) {
            throw new Refusal(
                    400,
                    RoleRequest.VALIDATION_ERROR,
                    count + " validation error" + (count == 1 ? "" : "s") + " detected: "
                            + String.join("; ", violations));
        }
    }
}
