package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an AssumeRole asks for. */
record RoleRequest(
        RoleArn role, String sessionName, @Nullable String externalId, Duration length, Map<String, String> tags) {

    static final String VALIDATION_ERROR = "ValidationError";

    private static final String DEFAULT_SECONDS = "3600";
    private static final Pattern TAG_MEMBER = Pattern.compile("Tags\\.member\\.([0-9]{1,9})\\.(Key|Value)");
    private static final int MOST_TAGS = 50;

    /** A tag as it was sent, where one half may be missing. */
    private record Tag(@Nullable String key, @Nullable String value) {

        private Tag with(String member, String text) {
            return member.equals("Key") ? new Tag(text, value) : new Tag(key, text);
        }
    }

    /** Reads the form, and refuses what the service model and the partition of the caller do not allow. */
    static RoleRequest of(Map<String, List<String>> form, String partition) {
        String arn = field(form, "RoleArn");
        String sessionName = field(form, "RoleSessionName");
        String externalId = field(form, "ExternalId");
        String seconds = Optional.ofNullable(field(form, "DurationSeconds")).orElse(DEFAULT_SECONDS);
        List<Tag> tags = tags(form);
        FormConstraints constraints = new FormConstraints();
        constraints.required("roleArn", arn, FormConstraints.ROLE_ARN);
        constraints.required("roleSessionName", sessionName, FormConstraints.SESSION_NAME);
        constraints.optional("externalId", externalId, FormConstraints.EXTERNAL_ID);
        constraints.number("durationSeconds", seconds, 900, 43_200);
        constraints.size("tags", tags.size(), MOST_TAGS);
        for (int i = 0; i < tags.size(); i++) {
            String member = "tags." + (i + 1) + ".member.";
            constraints.required(member + "key", tags.get(i).key(), FormConstraints.TAG_KEY);
            constraints.required(member + "value", tags.get(i).value(), FormConstraints.TAG_VALUE);
        }
        constraints.check();
        RoleArn role = RoleArn.of(String.valueOf(arn))
                .filter(parts -> parts.partition().equals(partition))
                .orElseThrow(() -> new Refusal(400, VALIDATION_ERROR, "Request ARN is invalid"));
        Duration length = Duration.ofSeconds(Integer.parseInt(seconds));
        return new RoleRequest(role, String.valueOf(sessionName), externalId, length, map(tags));
    }

    /** The account of the role that a form asks for, empty if it names none. */
    static String account(Map<String, List<String>> form) {
        return RoleArn.of(String.valueOf(field(form, "RoleArn")))
                .map(RoleArn::account)
                .orElse("");
    }

    private static @Nullable String field(Map<String, List<String>> form, String name) {
        List<String> values = form.get(name);
        return values == null ? null : values.get(0);
    }

    private static List<Tag> tags(Map<String, List<String>> form) {
        SortedMap<Integer, Tag> tags = new TreeMap<>();
        form.forEach((name, values) -> {
            Matcher member = TAG_MEMBER.matcher(name);
            if (member.matches()) {
                Tag half = new Tag(null, null);
                int number = Integer.parseInt(member.group(1));
                tags.put(number, tags.getOrDefault(number, half).with(member.group(2), values.get(0)));
            }
        });
        return List.copyOf(tags.values());
    }

    private static Map<String, String> map(List<Tag> tags) {
        Set<String> keys = new HashSet<>();
        Map<String, String> map = new LinkedHashMap<>();
        for (Tag tag : tags) {
            String key = String.valueOf(tag.key());
            if (!keys.add(key.toLowerCase(Locale.ROOT))) {
                throw new Refusal(
                        400,
                        "InvalidParameterValue",
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            map.put(key, String.valueOf(tag.value()));
        }
        return Map.copyOf(map);
    }
}
