package dev.twinmaker.syncjob.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of a role, taken apart; the name is without the path. */
record RoleArn(String text, String partition, String account, String name) {

    private static final Pattern FORM = Pattern.compile(
            "arn:(aws|aws-cn|aws-us-gov):iam::([0-9]{12}):role/(?:[\\x21-\\x7e]+/)?([\\w+=,.@-]{1,64})");
    private static final int ID_LENGTH = 17;

    static Optional<RoleArn> of(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new RoleArn(text, parts.group(1), parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    /** The id that IAM would have given to the role, the same for the same ARN. */
    String roleId() {
        UUID uuid = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        return "AROA" + uuid.toString().replace("-", "").substring(0, ID_LENGTH).toUpperCase(Locale.ROOT);
    }
}
