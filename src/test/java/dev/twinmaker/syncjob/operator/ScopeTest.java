package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects an operator keeps, and the lease that goes with them. */
class ScopeTest {

    @Test
    void without_a_scope_the_lease_has_the_name_of_the_product() {
        assertThat(scope(List.of(), "").lease()).isEqualTo("syncjob-operator");
        assertThat(scope(List.of(), " ").lease()).isEqualTo("syncjob-operator");
    }

    @Test
    void operators_with_different_scopes_have_different_leases() {
        List<String> leases = Stream.of(
                        scope(List.of(), ""),
                        scope(List.of("east"), ""),
                        scope(List.of("east", "west"), ""),
                        scope(List.of(), "a"),
                        scope(List.of("east"), "a"))
                .map(Scope::lease)
                .toList();
        assertThat(leases)
                .doesNotHaveDuplicates()
                .allSatisfy(lease -> assertThat(lease).matches("[a-z0-9-]{1,63}"));
    }

    @Test
    void the_same_namespaces_in_another_order_are_the_same_scope() {
        assertThat(scope(List.of("west", "east", "west"), ""))
                .isEqualTo(scope(List.of("east", "west"), ""))
                .extracting(Scope::lease)
                .isEqualTo(scope(List.of("east", "west"), "").lease());
    }

    @ParameterizedTest
    @ValueSource(strings = {"East", "east.west", "-east", "east west", "*", ""})
    void what_is_no_name_of_a_namespace_is_refused_and_named(String name) {
        assertThatThrownBy(() -> scope(List.of("east", name), ""))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("syncjob.namespaces: '" + name + "'");
    }

    @Test
    void accounts_go_with_one_operator_for_all() {
        assertThatThrownBy(() -> Scope.of(List.of("east"), Optional.empty(), true))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("syncjob.accounts-enabled");
        assertThatThrownBy(() -> Scope.of(List.of(), Optional.of("shard=a"), true))
                .isInstanceOf(BadConfiguration.class);
        assertThat(Scope.of(List.of(), Optional.empty(), true)).isEqualTo(Scope.ALL);
    }

    private static Scope scope(List<String> namespaces, String selector) {
        return Scope.of(namespaces, Optional.of(selector), false);
    }
}
