package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinmaker.syncjob.operator.CrashPoints.Effect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashPointsTest {

    private final List<String> done = new ArrayList<>();

    private CrashPoints armed(@Nullable String moment) {
        return CrashPoints.of(moment, () -> done.add("crash"));
    }

    private void life(CrashPoints points) {
        for (Effect effect : List.of(Effect.STATUS, Effect.CREATE, Effect.STATUS)) {
            assertThat(points.around(effect, () -> done.add(effect.name()))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "before create, STATUS crash CREATE STATUS",
        "after create, STATUS CREATE crash STATUS",
        "before status#2, STATUS CREATE crash STATUS",
        "after STATUS # 2, STATUS CREATE STATUS crash",
        "any, crash STATUS CREATE STATUS",
        "any#2, STATUS crash CREATE STATUS",
        "any#6, STATUS CREATE STATUS crash",
        "any#7, STATUS CREATE STATUS",
        "before delete, STATUS CREATE STATUS"
    })
    void the_armed_moment_crashes_once(String moment, String expected) {
        life(armed(moment));

        assertThat(String.join(" ", done)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.StackOverflowError", "java.lang.IllegalStateException"})
    void what_is_named_is_thrown(String named) {
        CrashPoints points = CrashPoints.of("before create", () -> CrashPoints.raise(named));

        assertThatThrownBy(() -> life(points))
                .satisfies(thrown -> assertThat(thrown.getClass().getName()).isEqualTo(named));
        assertThat(String.join(" ", done)).isEqualTo("STATUS");
    }

    @Test
    void what_cannot_be_made_is_said() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrashPoints.raise("java.lang.Throw"))
                .withMessage("twinmaker.crash-point.thrown: java.lang.Throw cannot be made");
    }

    @Test
    void without_one_armed_nothing_stands_between_the_caller_and_the_side_effect() {
        life(armed(null));

        assertThat(String.join(" ", done)).isEqualTo("STATUS CREATE STATUS");
        assertThat(CrashPoints.armed()).isSameAs(CrashPoints.NONE);
        assertThat(CrashPoints.NONE.none()).isTrue();
    }
}
