package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.AuditEvent;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operator asked the API server for, by the API server's own record, beside the rules that let it.
 *
 * <p>A request counts for the narrowest rule that allows it, so a rule for everything is used only by what no rule for one
 * name covers.
 */
final class UsedRights {

    /** What every ServiceAccount may do, by rules of Kubernetes itself. */
    private static final Right OF_EVERYBODY = new Right("create", "authorization.k8s.io/selfsubjectrulesreviews", "");

    private final Set<Right> granted;
    private final List<AuditEvent> requests;

    private UsedRights(Set<Right> granted, List<AuditEvent> requests) {
        this.granted = granted;
        this.requests = requests;
    }

    /** Those of the operator of a stage, under rules that are read from its cluster. */
    static UsedRights of(Stage stage, Stream<PolicyRule> rules) {
        return new UsedRights(
                rules.flatMap(Right::of).collect(Collectors.toSet()),
                stage.plane().audit().events().stream()
                        .filter(event -> event.user().equals(Stage.SERVICE_ACCOUNT))
                        .filter(event -> !event.resource().isEmpty())
                        .filter(event -> !OF_EVERYBODY.allows(event))
                        .toList());
    }

    /** {@link AssertionError} where one of the two sets is not the other. */
    void areThoseGranted() {
        assertThat(requests).allSatisfy(event -> assertThat(event.code()).isNotEqualTo(403));
        assertThat(requests.stream().filter(event -> narrowest(event).isEmpty()))
                .as("used and not granted")
                .isEmpty();
        Set<Right> unused = new TreeSet<>(Comparator.comparing(Right::toString));
        unused.addAll(granted);
        requests.stream().map(this::narrowest).flatMap(Optional::stream).forEach(unused::remove);
        assertThat(unused).as("granted and not used").isEmpty();
    }

    private Optional<Right> narrowest(AuditEvent event) {
        return granted.stream().filter(right -> right.allows(event)).max(Comparator.comparing(Right::name));
    }

    /**
     * A verb on a resource.
     *
     * @param resource with its API group
     * @param name of the one object it is limited to, or empty
     */
    private record Right(String verb, String resource, String name) {

        static Stream<Right> of(PolicyRule rule) {
            Collection<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
            return rule.getVerbs().stream()
                    .flatMap(verb -> rule.getApiGroups().stream()
                            .flatMap(group -> rule.getResources().stream()
                                    .flatMap(resource -> names.stream()
                                            .map(name -> new Right(verb, group + "/" + resource, name)))));
        }

        boolean allows(AuditEvent event) {
            String whole =
                    event.subresource().isEmpty() ? event.resource() : event.resource() + "/" + event.subresource();
            return verb.equals(event.verb())
                    && resource.equals(event.apiGroup() + "/" + whole)
                    && (name.isEmpty() || name.equals(event.name()));
        }
    }
}
