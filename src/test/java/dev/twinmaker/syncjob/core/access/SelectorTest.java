package dev.twinmaker.syncjob.core.access;

import static dev.twinmaker.syncjob.core.access.Written.asks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.LabelOperator;
import dev.twinmaker.syncjob.api.LabelRequirement;
import dev.twinmaker.syncjob.api.NamespaceSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Label selectors, as Kubernetes documents them. */
class SelectorTest {

    private static final Map<String, String> BLUE = Map.of("team", "blue");

    @ParameterizedTest
    @CsvSource({
        "IN, true, false, false",
        "NOT_IN, false, true, true",
        "EXISTS, true, true, false",
        "DOES_NOT_EXIST, false, false, true"
    })
    void eachOperatorHoldsForWhatItAsks(LabelOperator operator, boolean listed, boolean another, boolean none) {
        LabelRequirement requirement = operator == LabelOperator.IN || operator == LabelOperator.NOT_IN
                ? asks("team", operator, "blue", "green")
                : asks("team", operator);
        Selector selector = Selector.of(new NamespaceSelector(null, List.of(requirement)));
        assertThat(selector.fits(BLUE)).isEqualTo(listed);
        assertThat(selector.fits(Map.of("team", "red"))).isEqualTo(another);
        assertThat(selector.fits(Map.of("room", "blue"))).isEqualTo(none);
    }

    @Test
    void allThatItAsksForMustHold() {
        Selector selector = Selector.of(new NamespaceSelector(
                Map.of("team", "blue", "room", "7"),
                List.of(asks("site", LabelOperator.EXISTS), asks("old", LabelOperator.DOES_NOT_EXIST))));
        assertThat(selector.fits(Map.of("team", "blue", "room", "7", "site", "north")))
                .isTrue();
        assertThat(selector.fits(Map.of("team", "red", "room", "7", "site", "north")))
                .isFalse();
        assertThat(selector.fits(Map.of("team", "blue", "site", "north"))).isFalse();
        assertThat(selector.fits(Map.of("team", "blue", "room", "7"))).isFalse();
        assertThat(selector.fits(Map.of("team", "blue", "room", "7", "site", "north", "old", "yes")))
                .isFalse();
    }

    @Test
    void oneThatAsksForNothingFitsAll() {
        Selector selector = Selector.of(new NamespaceSelector(null, null));
        assertThat(selector.fits(Map.of())).isTrue();
        assertThat(selector.fits(BLUE)).isTrue();
    }

    @Test
    void withoutValuesNoneIsListed() {
        assertThat(Selector.of(new NamespaceSelector(null, List.of(asks("team", LabelOperator.IN))))
                        .fits(BLUE))
                .isFalse();
        assertThat(Selector.of(new NamespaceSelector(null, List.of(asks("team", LabelOperator.NOT_IN))))
                        .fits(BLUE))
                .isTrue();
    }
}
