package dev.twinmaker.syncjob.core.access;

import static dev.twinmaker.syncjob.core.access.Written.asks;
import static dev.twinmaker.syncjob.core.access.Written.labelled;
import static dev.twinmaker.syncjob.core.access.Written.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.LabelOperator;
import dev.twinmaker.syncjob.core.port.Grant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written and what it means; and what the operator refuses by itself, whatever the schema let through. */
class WrittenAccessTest {

    @Test
    void anObjectWithoutASpecIsForNobody() {
        Access access = WrittenAccess.of("a", null, Access.Phase.HELD, Wish.REGION);
        assertThat(access.fault()).isPresent();
        assertThat(access.isFor("plant", Map.of())).isFalse();
    }

    @Test
    void exactlyOneWayOfNamingNamespacesMustBeThere() {
        assertThat(fault(written -> {})).isEmpty();
        assertThat(fault(written -> written.namespaces = null)).contains("does not fit the schema");
        assertThat(fault(written -> written.selector = labelled(Map.of()).selector))
                .contains("exactly one");
        assertThat(labelled(Map.of()).access("a").fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Plant", "-plant", "plant-", "pl.ant", "plant/x", "*", "plant\n", " plant"})
    void namespacesAreNamesOfNamespaces(String namespace) {
        assertThat(fault(written -> written.namespaces = List.of("barn", namespace)))
                .contains("spec.namespaces");
    }

    @Test
    void namespacesAreBounded() {
        assertThat(fault(written -> written.namespaces = List.of("p".repeat(63))))
                .isEmpty();
        assertThat(fault(written -> written.namespaces = List.of("p".repeat(64))))
                .contains("63");
        assertThat(fault(written -> written.namespaces = List.of())).contains("1 to 256");
        assertThat(fault(written -> written.namespaces = Collections.nCopies(256, "p")))
                .isEmpty();
        assertThat(fault(written -> written.namespaces = Collections.nCopies(257, "p")))
                .contains("257");
    }

    @ParameterizedTest
    @EnumSource
    void valuesBelongToTheOperatorsThatCompare(LabelOperator operator) {
        Access bare = labelled(Map.of(), asks("team", operator)).access("a");
        Access withValue = labelled(Map.of(), asks("team", operator, "blue")).access("a");
        boolean compares = operator == LabelOperator.IN || operator == LabelOperator.NOT_IN;
        assertThat((compares ? withValue : bare).fault()).isEmpty();
        assertThat((compares ? bare : withValue).fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("matchExpressions: team needs values with In"));
    }

    @ParameterizedTest
    @CsvSource({
        "team, blue, true",
        "example.org/team, '', true",
        "a, 1.2_3-4, true",
        "tier!, gold, false",
        "'', gold, false",
        "team, go ld, false",
        "Example.org/team, gold, false",
        "-team, gold, false",
        "team, -gold, false"
    })
    void labelsAreThoseOfKubernetes(String key, String value, boolean accepted) {
        assertThat(labelled(Map.of(key, value)).access("a").fault().isEmpty()).isEqualTo(accepted);
        assertThat(labelled(Map.of(), asks(key, LabelOperator.IN, value))
                        .access("a")
                        .fault()
                        .isEmpty())
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, true",
        "us-gov-west-1, true",
        "EU-CENTRAL-1, false",
        "eu, false",
        "*, false",
        "eu-*, false",
        "eu-central-1.evil.example, false"
    })
    void regionsAreNamesOfRegions(String region, boolean accepted) {
        assertThat(fault(written -> written.regions = List.of("us-east-1", region))
                        .isEmpty())
                .isEqualTo(accepted);
    }

    @Test
    void regionsAreBounded() {
        assertThat(fault(written -> written.regions = List.of())).contains("1 to 64");
        assertThat(fault(written -> written.regions = Collections.nCopies(64, Wish.REGION)))
                .isEmpty();
        assertThat(fault(written -> written.regions = Collections.nCopies(65, Wish.REGION)))
                .contains("65");
        assertThat(fault(written -> written.regions = List.of("eu-" + "a".repeat(28) + "-1")))
                .contains("32");
    }

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "arn:aws:iam::123456789012:role/r, true",
        "arn:aws:iam::123456789012:role/path/*, true",
        "arn:aws-cn:iam::123456789012:role/*, true",
        "arn:aws:iam::*:role/r, false",
        "arn:aws:iam::123456789012:role/a*b, false",
        "arn:aws:iam::123456789012:role/**, false",
        "arn:aws:iam::123456789012:user/u, false",
        "arn:aws:iam::123456789012:*, false",
        "arn:*, false",
        "r, false"
    })
    void aRoleIsExactOrEndsWithAStarBehindItsAccount(String entry, boolean accepted) {
        assertThat(fault(written -> written.roles = List.of(entry)).isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "factory, true",
        "fac*, true",
        "f-_9*, true",
        "f**, false",
        "-f, false",
        "f*y, false",
        "f/y, false"
    })
    void aWorkspaceIsExactOrEndsWithAStar(String entry, boolean accepted) {
        assertThat(fault(written -> written.workspaces = List.of(entry)).isEmpty())
                .isEqualTo(accepted);
    }

    @Test
    void listsAreBoundedAndMayBeEmpty() {
        assertThat(fault(written -> written.roles = List.of())).isEmpty();
        assertThat(fault(written -> written.workspaces = List.of())).isEmpty();
        assertThat(fault(written -> written.roles = Collections.nCopies(257, "*")))
                .contains("spec.allowedRoleArns");
        assertThat(fault(written -> written.workspaces = Collections.nCopies(257, "*")))
                .contains("spec.allowedWorkspaces");
        assertThat(fault(written -> written.workspaces = List.of("w".repeat(128))))
                .isEmpty();
        assertThat(fault(written -> written.workspaces = List.of("w".repeat(129))))
                .contains("128");
        String prefix = "arn:aws:iam::123456789012:role/";
        assertThat(fault(written -> written.roles = List.of(prefix + "r".repeat(2048 - prefix.length()))))
                .isEmpty();
        assertThat(fault(written -> written.roles = List.of(prefix + "r".repeat(2049 - prefix.length()))))
                .contains("2048");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111111111111:role/r, true",
        "arn:aws-us-gov:iam::111111111111:role/p/r, true",
        "arn:aws:iam::111111111111:role/, false",
        "arn:aws:iam::11111111111:role/r, false",
        "arn:aws:iam::111111111111:user/u, false",
        "arn:aws:sts::111111111111:assumed-role/r/s, false",
        "*, false",
        "'', false"
    })
    void theRoleToAssumeIsTheArnOfARole(String arn, boolean accepted) {
        assertThat(fault(written -> written.role = new AssumeRole(arn, null, null))
                        .isEmpty())
                .isEqualTo(accepted);
    }

    @Test
    void theExternalIdIsThatOfSts() {
        for (String id : List.of("ab", "a_+=,.@:/-9", "x".repeat(1224))) {
            assertThat(fault(written -> written.role = new AssumeRole(Written.arn(Written.ACCOUNT), id, null)))
                    .isEmpty();
        }
        for (String id : List.of("", "a", "a b", "a\nb", "\u00e4\u00e4", "x".repeat(1225))) {
            assertThat(fault(written -> written.role = new AssumeRole(Written.arn(Written.ACCOUNT), id, null)))
                    .contains("externalId");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, true",
        "100, true",
        "0.09, false",
        "100.1, false",
        "0, false",
        "-1, false",
        "NaN, false",
        "Infinity, false"
    })
    void ratesAreBounded(double rate, boolean accepted) {
        assertThat(fault(written -> written.readRate = rate).isEmpty()).isEqualTo(accepted);
        assertThat(fault(written -> written.writeRate = rate).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void oneFaultLeavesNothingOfTheAccess() {
        Written written = named("plant").in(Written.ACCOUNT).rates(1.0, 1.0);
        written.adoption = true;
        written.regions = List.of("nowhere");
        Access access = written.leaving("a");
        assertThat(access.fault()).isPresent();
        assertThat(access.isFor("plant", Map.of())).isFalse();
        assertThat(access.byLabels()).isFalse();
        assertThat(access.account()).isEmpty();
        assertThat(access.leaving()).isTrue();
        Written labels = labelled(Map.of());
        labels.regions = List.of("nowhere");
        assertThat(labels.access("a").isFor("plant", Map.of())).isFalse();
    }

    @Test
    void whatIsLeftOutGrantsNothingButTheRegionOfTheOperator() {
        Written written = named("plant");
        written.roles = null;
        written.workspaces = null;
        assertThat(text(written, Wish.of("plant")))
                .contains("workspace factory")
                .contains("role ")
                .doesNotContain("region");
        assertThat(text(written, Wish.of("plant").inRegion("us-east-1"))).contains("region us-east-1");
    }

    @Test
    void namesAreComparedWithTheirCase() {
        Written written = named("plant");
        written.workspaces = List.of("Fac*");
        assertThat(text(written, Wish.of("plant"))).contains("workspace factory");
        assertThat(text(written, Wish.of("plant").inWorkspace("Factory"))).isEmpty();
    }

    /** What is wrong with an access that this was done to. */
    private static String fault(Consumer<Written> edit) {
        Written written = named("plant");
        edit.accept(written);
        return written.access("a").fault().orElse("");
    }

    private static String text(Written written, Wish wish) {
        @Nullable Grant grant = written.access("a").refusal(wish.desired()).orElse(null);
        return grant instanceof Grant.Refused refused ? refused.text() : "";
    }
}
