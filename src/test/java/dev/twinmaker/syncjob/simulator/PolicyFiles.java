package dev.twinmaker.syncjob.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The policies that are shipped in {@code deploy/iam}, with something in place of what is to be filled in. */
public final class PolicyFiles {

    /** The id of the cluster whose operator the policies are for. */
    public static final String CLUSTER = "our-cluster";

    private static final Path FOLDER = Path.of("deploy", "iam");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\b[A-Z][A-Z_]{4,}\\b");
    private static final Map<String, String> FILLED = Map.ofEntries(
            Map.entry("CLUSTER_ID", CLUSTER),
            Map.entry("REGION", "eu-central-1"),
            Map.entry("ACCOUNT", Place.DEFAULT_ACCOUNT),
            Map.entry("WORKSPACE", "plant"),
            Map.entry("SYNC_ROLE", "sync"),
            Map.entry("SPOKE_ROLE", "spoke"),
            Map.entry("HUB_ROLE_ARN", "arn:aws:iam::123456789012:role/hub"),
            Map.entry("EXTERNAL_ID", "plant-7"),
            Map.entry("NAMESPACE", "plant-north"),
            Map.entry("OIDC_PROVIDER", "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF"),
            Map.entry("EKS_CLUSTER", "eks-1"),
            Map.entry("EKS_REGION", "eu-west-1"),
            Map.entry("EKS_ACCOUNT", "210987654321"));

    private PolicyFiles() {}

    /** The policy of that name, filled in. */
    public static Policy policy(String name) {
        return Policy.of(filled(name));
    }

    static Policy trust(String name) {
        return Policy.ofTrust(filled(name));
    }

    /** Its text, filled in. */
    public static String filled(String name) {
        return PLACEHOLDER.matcher(text(name)).replaceAll(found -> Matcher.quoteReplacement(value(found.group())));
    }

    /** Its text as it is. */
    public static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all of them. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is to be filled in there. */
    public static List<String> placeholders(String name) {
        return PLACEHOLDER
                .matcher(text(name))
                .results()
                .map(found -> found.group())
                .distinct()
                .sorted()
                .toList();
    }

    /** The five owner tags of a job of that cluster. */
    public static Map<String, String> ownerTags(String cluster) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("twinmaker.dev/cluster", cluster);
        tags.put("twinmaker.dev/namespace", "plant-north");
        tags.put("twinmaker.dev/name", "plant");
        tags.put("twinmaker.dev/uid", "0b5a3e5c");
        tags.put("twinmaker.dev/managed-by", "syncjob-operator");
        return tags;
    }

    private static String value(String placeholder) {
        String value = FILLED.get(placeholder);
        if (value == null) {
            throw new IllegalStateException("nothing to put in place of " + placeholder);
        }
        return value;
    }
}
