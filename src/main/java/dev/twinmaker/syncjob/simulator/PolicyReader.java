package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads policies, and refuses with words what it does not understand. */
final class PolicyReader {

    private static final ObjectReader JSON = Json.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final String VERSION = "2012-10-17";
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern ACTION = Pattern.compile("\\*|[a-z0-9-]+:[A-Za-z0-9*?]+");
    private static final Set<String> COMMON = Set.of("Sid", "Effect", "Action", "Condition");
    private static final Set<String> KINDS_OF_PRINCIPALS = Set.of("AWS", "Service", "Federated");
    private static final Pattern KEYS_OF_IDENTITIES =
            Pattern.compile("aws:(resource|request)tag/.+|aws:tagkeys|iam:passedtoservice");
    private static final Pattern KEYS_OF_TRUST =
            Pattern.compile("aws:requesttag/.+|aws:tagkeys|sts:externalid|[^:]+:(sub|aud)");

    private final String about;
    private final Pattern keys;

    private PolicyReader(String about, Pattern keys) {
        this.about = about;
        this.keys = keys;
    }

    /** Reads what an identity may do: its statements are about resources. */
    static PolicyReader ofIdentity() {
        return new PolicyReader("Resource", KEYS_OF_IDENTITIES);
    }

    /** Reads who may assume a role: its statements are about principals. */
    static PolicyReader ofTrust() {
        return new PolicyReader("Principal", KEYS_OF_TRUST);
    }

    Policy read(String json) {
        JsonNode document = parse(json);
        members(document, Set.of("Version", "Id", "Statement"), "the policy");
        if (!document.path("Version").asText().equals(VERSION)) {
            throw new IllegalArgumentException("a policy has the version " + VERSION);
        }
        List<PolicyStatement> statements = new ArrayList<>();
        Set<String> sids = new HashSet<>();
        for (JsonNode statement : listed(document.path("Statement"))) {
            String sid = statement.path("Sid").asText();
            if (statement.has("Sid") && !(SID.matcher(sid).matches() && sids.add(sid))) {
                throw new IllegalArgumentException("a Sid has letters and digits, and is there once: " + sid);
            }
            statements.add(statement(statement, sid.isEmpty() ? "a statement" : "statement " + sid));
        }
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("a policy has a statement");
        }
        return new Policy(document, List.copyOf(statements));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the policy is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private PolicyStatement statement(JsonNode statement, String named) {
        Set<String> known = new HashSet<>(COMMON);
        known.add(about);
        members(statement, known, named);
        List<Glob> actions = new ArrayList<>();
        for (String action : texts(statement.path("Action"), named + ", Action")) {
            if (!ACTION.matcher(action).matches()) {
                throw new IllegalArgumentException(named + ": " + action + " is no action");
            }
            actions.add(Glob.ofAnyCase(action));
        }
        return new PolicyStatement(
                allows(statement.path("Effect").asText(), named),
                about.equals("Principal") ? principals(statement.path(about), named) : Set.of(),
                List.copyOf(actions),
                about.equals("Resource") ? resources(statement.path(about), named) : List.of(),
                conditions(statement.path("Condition"), named));
    }

    private static boolean allows(String effect, String named) {
        return switch (effect) {
            case "Allow" -> true;
            case "Deny" -> false;
            default -> throw new IllegalArgumentException(named + ": the effect is Allow or Deny");
        };
    }

    private static List<ArnGlob> resources(JsonNode given, String named) {
        return texts(given, named + ", Resource").stream().map(ArnGlob::of).toList();
    }

    private static Set<String> principals(JsonNode given, String named) {
        members(given, KINDS_OF_PRINCIPALS, named + ", Principal");
        Set<String> principals = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> kind : given.properties()) {
            for (String principal : texts(kind.getValue(), named + ", Principal")) {
                if (principal.contains("*")) {
                    throw new IllegalArgumentException(named + ": trusts everybody");
                }
                principals.add(kind.getKey() + ":" + principal);
            }
        }
        if (principals.isEmpty()) {
            throw new IllegalArgumentException(named + ": trusts nobody");
        }
        return Set.copyOf(principals);
    }

    private List<PolicyCondition> conditions(JsonNode given, String named) {
        List<PolicyCondition> conditions = new ArrayList<>();
        if (given.isMissingNode()) {
            return conditions;
        }
        for (Map.Entry<String, JsonNode> operator :
                object(given, named + ", Condition").properties()) {
            String where = named + ", " + operator.getKey();
            for (Map.Entry<String, JsonNode> key :
                    object(operator.getValue(), where).properties()) {
                if (!keys.matcher(key.getKey().toLowerCase(Locale.ROOT)).matches()) {
                    throw new IllegalArgumentException(where + ": the key " + key.getKey() + " is not known here");
                }
                conditions.add(PolicyCondition.of(operator.getKey(), key.getKey(), texts(key.getValue(), where)));
            }
        }
        return List.copyOf(conditions);
    }

    private static void members(JsonNode given, Set<String> known, String where) {
        for (Map.Entry<String, JsonNode> member : object(given, where).properties()) {
            if (!known.contains(member.getKey())) {
                throw new IllegalArgumentException(where + ": " + member.getKey() + " is not known here");
            }
        }
    }

    private static JsonNode object(JsonNode given, String where) {
        if (!given.isObject() || given.isEmpty()) {
            throw new IllegalArgumentException(where + ": an object with members is needed");
        }
        return given;
    }

    /** One text, or a list of some; booleans are written as text, too. */
    private static List<String> texts(JsonNode given, String where) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : listed(given)) {
            if (!one.isTextual() && !one.isBoolean()) {
                throw new IllegalArgumentException(where + ": text is needed");
            }
            if (one.asText().contains("${")) {
                throw new IllegalArgumentException(where + ": variables are not known here");
            }
            texts.add(one.asText());
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(where + ": something is needed");
        }
        return texts;
    }

    private static List<JsonNode> listed(JsonNode given) {
        if (given.isMissingNode()) {
            return List.of();
        }
        List<JsonNode> all = new ArrayList<>();
        if (given.isArray()) {
            given.forEach(all::add);
        } else {
            all.add(given);
        }
        return all;
    }
}
