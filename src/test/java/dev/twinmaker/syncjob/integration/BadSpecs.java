package dev.twinmaker.syncjob.integration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Specs that break one rule each, and the makings of such specs. */
final class BadSpecs {

    private static final String GOOD_ROLE = Stage.ROLE;

    /**
     * @param says what the refusal must contain
     */
    record Bad(String name, Map<String, Object> spec, String says) {}

    private BadSpecs() {}

    static List<Bad> all() {
        List<Bad> bad = new ArrayList<>();
        workspaces(bad);
        sources(bad);
        roles(bad);
        tags(bad);
        regions(bad);
        shapes(bad);
        policies(bad);
        return bad;
    }

    private static void workspaces(List<Bad> bad) {
        String pattern = "spec.workspaceId in body should match";
        bad.add(new Bad("workspaceId missing", without("workspaceId"), "spec.workspaceId: Required value"));
        bad.add(new Bad("workspaceId empty", with("workspaceId", ""), "spec.workspaceId"));
        bad.add(new Bad("workspaceId of one character", with("workspaceId", "a"), pattern));
        bad.add(new Bad("workspaceId of 129", with("workspaceId", "a".repeat(129)), "may not be more than 128"));
        bad.add(new Bad("workspaceId ends with -", with("workspaceId", "plant-"), pattern));
        bad.add(new Bad("workspaceId ends with _", with("workspaceId", "plant_"), pattern));
        bad.add(new Bad("workspaceId begins with -", with("workspaceId", "-plant"), pattern));
        bad.add(new Bad("workspaceId ..", with("workspaceId", ".."), pattern));
        bad.add(new Bad("workspaceId with %2F", with("workspaceId", "a%2Fb"), pattern));
        bad.add(new Bad("workspaceId with /", with("workspaceId", "a/b"), pattern));
        bad.add(new Bad("workspaceId with a blank", with("workspaceId", "a b"), pattern));
        bad.add(new Bad("workspaceId with a line break", with("workspaceId", "plant\n"), pattern));
        bad.add(new Bad("workspaceId with NUL", with("workspaceId", "a\u0000b"), pattern));
        bad.add(new Bad("workspaceId with a Cyrillic letter", with("workspaceId", "pl\u0430nt"), pattern));
        bad.add(new Bad("workspaceId with an RTL mark", with("workspaceId", "pla\u200Fnt"), pattern));
        bad.add(new Bad(
                "the workspace of AWS", with("workspaceId", "IoTSiteWiseDefaultWorkspace"), "managed by AWS itself"));
    }

    private static void sources(List<Bad> bad) {
        bad.add(new Bad("syncSource empty", with("syncSource", ""), "spec.syncSource"));
        bad.add(new Bad("syncSource with a trailing blank", with("syncSource", "SITEWISE "), "should match"));
        bad.add(new Bad("syncSource of 129", with("syncSource", "S".repeat(129)), "may not be more than 128"));
        bad.add(new Bad("syncSource with -", with("syncSource", "SITE-WISE"), "should match"));
    }

    private static void roles(List<Bad> bad) {
        String pattern = "spec.roleArn in body should match";
        bad.add(new Bad("roleArn missing", without("roleArn"), "spec.roleArn: Required value"));
        bad.add(new Bad("roleArn of 19", with("roleArn", "arn:aws:iam::1:role/"), pattern));
        bad.add(new Bad(
                "roleArn of 2049",
                with("roleArn", GOOD_ROLE + "r".repeat(2049 - GOOD_ROLE.length())),
                "may not be more than 2048"));
        bad.add(new Bad("roleArn short", with("roleArn", "arn:aws:iam::12"), "should be at least 20 chars"));
        bad.add(new Bad("roleArn of another partition", with("roleArn", role("aws-iso")), pattern));
        bad.add(new Bad("roleArn without a name", with("roleArn", "arn:aws:iam::123456789012:role/"), pattern));
        bad.add(new Bad("roleArn with a line break", with("roleArn", GOOD_ROLE + "\n"), pattern));
        bad.add(new Bad("roleArn *", with("roleArn", "*"), "spec.roleArn"));
        bad.add(new Bad(
                "roleArn of a session",
                with("roleArn", "arn:aws:sts::123456789012:assumed-role/role/session"),
                pattern));
        bad.add(new Bad("roleArn of a user", with("roleArn", "arn:aws:iam::123456789012:user/somebody"), pattern));
        bad.add(new Bad("roleArn with 11 digits", with("roleArn", "arn:aws:iam::12345678901:role/sync"), pattern));
    }

    private static void tags(List<Bad> bad) {
        bad.add(new Bad("46 tags", with("tags", tags(46)), "must have at most 45 items"));
        bad.add(new Bad("empty tag key", tag("", "v"), "1 to 128 characters"));
        bad.add(new Bad("tag key of 129", tag("k".repeat(129), "v"), "1 to 128 characters"));
        bad.add(new Bad("tag key with an emoji", tag("k\uD83D\uDE00", "v"), "may hold only letters"));
        bad.add(new Bad("tag key with a combining mark", tag("e\u0301", "v"), "may hold only letters"));
        bad.add(new Bad("tag key with #", tag("a#b", "v"), "may hold only letters"));
        bad.add(new Bad("tag key aws:", tag("aws:x", "v"), "aws:"));
        bad.add(new Bad("tag key AWS:", tag("AWS:x", "v"), "aws:"));
        bad.add(new Bad("tag key of the operator", tag("twinmaker.dev/uid", "v"), "twinmaker.dev/"));
        bad.add(new Bad("empty tag value", tag("k", ""), "spec.tags.k"));
        bad.add(new Bad("tag value of 257", tag("k", "v".repeat(257)), "may not be more than 256"));
        bad.add(new Bad("tag value with a line break", tag("k", "a\nb"), "should match"));
        bad.add(new Bad("tag value with a line separator", tag("k", "a\u2028b"), "should match"));
        bad.add(new Bad("tag value true", with("tags", Map.of("k", true)), "must be of type string"));
        bad.add(new Bad("tag value 1e3", with("tags", Map.of("k", 1e3)), "must be of type string"));
        bad.add(new Bad("tags as a list", with("tags", List.of("a")), "must be of type object"));
    }

    private static void regions(List<Bad> bad) {
        bad.add(new Bad("region empty", with("region", ""), "spec.region"));
        bad.add(new Bad("region in capitals", with("region", "EU-CENTRAL-1"), "should match"));
        bad.add(new Bad("region without a number", with("region", "eu-central"), "should match"));
        bad.add(new Bad("region as a host", with("region", "evil.example/x-1"), "should match"));
        bad.add(new Bad("region of 33", with("region", "eu-" + "a".repeat(28) + "-1"), "spec.region"));
    }

    private static void shapes(List<Bad> bad) {
        bad.add(new Bad("no spec", Map.of("__no_spec", true), "spec: Required value"));
        bad.add(new Bad("workspaceId as a number", with("workspaceId", 17), "must be of type string"));
        bad.add(new Bad("roleArn as a list", with("roleArn", List.of(GOOD_ROLE)), "must be of type string"));
        bad.add(new Bad("an unknown field", with("worksapceId", "plant"), "unknown field \"spec.worksapceId\""));
    }

    private static void policies(List<Bad> bad) {
        for (String field :
                List.of("deletionPolicy", "adoptionPolicy", "replacementPolicy", "tagPolicy", "managementPolicy")) {
            bad.add(new Bad(
                    field + " of another word", with(field, "Sometimes"), "spec." + field + ": Unsupported value"));
            bad.add(new Bad(
                    field + " in small letters", with(field, "never"), "spec." + field + ": Unsupported value"));
        }
        bad.add(new Bad("suspend as a word", with("suspend", "yes"), "spec.suspend"));
        bad.add(new Bad("deletionProtection as a number", with("deletionProtection", 1), "spec.deletionProtection"));
        bad.add(new Bad("an interval of 29", with("reconcileIntervalSeconds", 29), "greater than or equal to 30"));
        bad.add(new Bad(
                "an interval of 86401", with("reconcileIntervalSeconds", 86_401), "less than or equal to 86400"));
        bad.add(new Bad("an interval of 30.5", with("reconcileIntervalSeconds", 30.5), "must be of type integer"));
    }

    static Map<String, Object> good() {
        return new HashMap<>(Map.of("workspaceId", "plant", "syncSource", "SITEWISE", "roleArn", GOOD_ROLE));
    }

    static Map<String, Object> with(String field, Object value) {
        Map<String, Object> spec = good();
        spec.put(field, value);
        return spec;
    }

    static Map<String, Object> without(String field) {
        Map<String, Object> spec = good();
        spec.remove(field);
        return spec;
    }

    static Map<String, Object> tag(String key, String value) {
        return with("tags", Map.of(key, value));
    }

    static Map<String, String> tags(int count) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put("key-" + i, "value");
        }
        return tags;
    }

    static String role(String partition) {
        return "arn:" + partition + ":iam::123456789012:role/twinmaker-sync";
    }
}
