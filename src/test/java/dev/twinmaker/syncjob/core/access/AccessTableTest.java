package dev.twinmaker.syncjob.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every way of naming namespaces, every bound, deletion of either side, and the one grant that follows. */
class AccessTableTest {

    @Test
    void everyRowOfTheTableLeadsToWhatTheContractSays() {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        AccessRows.each((row, accesses) -> {
            Grant grant = granted(row, accesses);
            String expected = AccessOracle.of(row);
            String actual = read(grant);
            counts.merge(actual, 1, Integer::sum);
            if (!actual.equals(expected) && wrong.size() < 20) {
                wrong.add(actual + " instead of " + expected + " in " + row);
            }
        });
        long rows = counts.values().stream().mapToLong(Integer::longValue).sum();
        System.out.printf("%d rows of the table of accesses: %s%n", rows, counts);
        assertThat(wrong).isEmpty();
        assertThat(rows).isEqualTo(AccessRows.count()).isGreaterThan(500);
        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        AccessOracle.OPERATOR,
                        AccessOracle.AMBIGUOUS,
                        AccessOracle.REFUSED,
                        AccessOracle.ALLOWED + "a",
                        AccessOracle.ALLOWED + "b");
    }

    @Test
    void everyRefusalNamesTheNamespaceOrTheAccessAndAllThatIsMissing() {
        List<String> wrong = new ArrayList<>();
        AccessRows.each((row, accesses) -> {
            if (granted(row, accesses) instanceof Grant.Refused refused
                    && !AccessOracle.words(row).stream().allMatch(refused.text()::contains)
                    && wrong.size() < 20) {
                wrong.add(refused.text() + " in " + row);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void whoIsAllowedActsAsTheRoleOfItsAccessAndNobodyElse() {
        List<String> wrong = new ArrayList<>();
        AccessRows.each((row, accesses) -> {
            if (granted(row, accesses) instanceof Grant.Allowed allowed) {
                Optional<String> account =
                        "a".equals(allowed.access()) ? Optional.of(Written.ACCOUNT) : Optional.empty();
                boolean operator = allowed.principal().equals(Principal.OPERATOR);
                if (!allowed.principal().account().equals(account) || operator == account.isPresent()) {
                    wrong.add(allowed + " in " + row);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static Grant granted(AccessCase row, Accesses accesses) {
        Wish wish = new Wish(
                row.home().namespace(),
                "factory",
                Wish.REGION,
                Wish.WORKSPACE,
                Wish.ROLE,
                row.adopts(),
                row.deleting(),
                row.held());
        return accesses.grant(wish.desired(), row.home().labels());
    }

    private static String read(Grant grant) {
        if (grant instanceof Grant.Allowed allowed) {
            return allowed.access().isEmpty() ? AccessOracle.OPERATOR : AccessOracle.ALLOWED + allowed.access();
        }
        Grant.Refused refused = (Grant.Refused) grant;
        return refused.cause() == Grant.Cause.AMBIGUOUS ? AccessOracle.AMBIGUOUS : AccessOracle.REFUSED;
    }
}
