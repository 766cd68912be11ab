package dev.twinmaker.syncjob.aws;

import java.util.regex.Pattern;

/**
 * Text of AWS made fit for a status: the same from one try to the next, in one line, and short. What changes with each
 * call would make each failure a write to the API server; control and direction characters could make a log or a
 * terminal lie.
 */
final class AwsText {

    private static final int LIMIT = 512;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern SESSION = Pattern.compile("(:assumed-role/[^/\\s]{1,128})/[^\\s,;:]{1,128}");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z?|\\d{8}T\\d{6}Z"
                    + "|[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

    private AwsText() {}

    static String normalise(String text) {
        String shortened = text.length() > 4 * LIMIT ? text.substring(0, 4 * LIMIT) : text;
        String oneLine = UNSEEN.matcher(shortened).replaceAll(" ").strip();
        String stable = TIME.matcher(
                        SESSION.matcher(UUID.matcher(oneLine).replaceAll("…")).replaceAll("$1"))
                .replaceAll("…");
        if (stable.codePointCount(0, stable.length()) <= LIMIT) {
            return stable;
        }
        return stable.substring(0, stable.offsetByCodePoints(0, LIMIT - 1)) + "…";
    }
}
