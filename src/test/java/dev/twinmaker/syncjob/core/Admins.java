package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.AwsAccessSpec;
import dev.twinmaker.syncjob.api.NamespaceSelector;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.Accesses;
import dev.twinmaker.syncjob.core.access.WrittenAccess;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What admins write in a history, the watch that lags behind them, and what their words mean, by a judge of its own. */
final class Admins implements Grants {

    /** The account of the operator's own credentials. */
    static final String OPERATOR = "100000000000";

    static final String REGION = Scene.IDENTITY.region();

    /** How far an access reaches, beside all that is left open. */
    enum Reach {
        ALL,
        OTHER_WORKSPACES,
        OTHER_ROLES,
        OTHER_REGIONS
    }

    /**
     * One access.
     *
     * @param byLabel whether it is for the namespaces that are labelled, not for the named ones
     * @param account of its role; {@link #OPERATOR} stands for none
     * @param broken whether its spec fits no schema
     */
    record Rule(
            String name,
            Set<String> namespaces,
            boolean byLabel,
            String account,
            String role,
            Reach reach,
            boolean adoption,
            boolean leaving,
            boolean broken) {

        Rule goes() {
            return new Rule(name, namespaces, byLabel, account, role, reach, adoption, true, broken);
        }

        boolean serves(String namespace, boolean labelled) {
            return !broken && (byLabel ? labelled : namespaces.contains(namespace));
        }

        /** Whether it covers what that object asks for. */
        boolean covers(Desired desired) {
            if (leaving && !desired.held()) {
                return false;
            }
            return switch (reach) {
                case ALL -> desired.deleting() || adoption || !desired.policy().adopts();
                case OTHER_ROLES ->
                    desired.deleting()
                            || (desired.roleArn().equals(Scene.OTHER_ROLE)
                                    && (adoption || !desired.policy().adopts()));
                case OTHER_WORKSPACES, OTHER_REGIONS -> false;
            };
        }

        Access access() {
            List<String> all = List.of("*");
            AssumeRole assumed = new AssumeRole(arn(), null, List.of());
            return WrittenAccess.of(
                    name,
                    new AwsAccessSpec(
                            broken || byLabel ? null : List.copyOf(namespaces),
                            broken || !byLabel ? null : new NamespaceSelector(Map.of("team", "blue"), null),
                            account.equals(OPERATOR) ? null : assumed,
                            reach == Reach.OTHER_REGIONS ? List.of("us-east-1") : List.of(REGION, "us-east-1"),
                            reach == Reach.OTHER_ROLES ? List.of(Scene.OTHER_ROLE) : all,
                            reach == Reach.OTHER_WORKSPACES ? List.of("barn*") : all,
                            adoption,
                            null,
                            null),
                    leaving ? Access.Phase.LEAVING : Access.Phase.HELD,
                    REGION);
        }

        String arn() {
            return "arn:aws:iam::" + account + ":role/" + role;
        }
    }

    final Map<String, Rule> live = new TreeMap<>();
    final Set<String> labelled = new HashSet<>();

    private final boolean required;
    private final Map<String, Rule> shown = new TreeMap<>();
    private final Set<String> shownLabelled = new HashSet<>();
    private final Map<List<Rule>, Accesses> read = new HashMap<>();

    boolean filled = true;
    boolean readable = true;

    Admins(boolean required) {
        this.required = required;
    }

    /** The watch shows that access, or that it is gone. */
    void show(String name) {
        shown.remove(name);
        Optional.ofNullable(live.get(name)).ifPresent(rule -> shown.put(name, rule));
    }

    /** The watches show everything. */
    void showAll() {
        shown.clear();
        shown.putAll(live);
        shownLabelled.clear();
        shownLabelled.addAll(labelled);
    }

    /** As which role that object may be written for at this moment, empty if it may not. The operator is a role, too. */
    Optional<String> judge(Desired desired) {
        String namespace = desired.owner().namespace();
        List<Rule> serving = live.values().stream()
                .filter(rule -> rule.serves(namespace, labelled.contains(namespace)))
                .toList();
        if (serving.isEmpty()) {
            boolean nobody = required || live.values().stream().anyMatch(Rule::broken);
            return nobody ? Optional.empty() : Optional.of(OPERATOR);
        }
        return serving.size() > 1 || !serving.get(0).covers(desired)
                ? Optional.empty()
                : Optional.of(identity(serving.get(0)));
    }

    private static String identity(Rule rule) {
        return rule.account().equals(OPERATOR) ? OPERATOR : rule.arn();
    }

    @Override
    public Grant of(Desired desired) {
        return filled ? grant(desired, shown, shownLabelled) : new Grant.Unseen();
    }

    @Override
    public Grant live(Desired desired) {
        return filled && readable ? grant(desired, live, labelled) : new Grant.Unseen();
    }

    private Grant grant(Desired desired, Map<String, Rule> rules, Set<String> blue) {
        Map<String, String> labels =
                blue.contains(desired.owner().namespace()) ? Map.of("team", "blue") : Map.of("team", "red");
        return read.computeIfAbsent(
                        List.copyOf(rules.values()),
                        all -> Accesses.of(all.stream().map(Rule::access).toList(), required))
                .grant(desired, labels);
    }
}
