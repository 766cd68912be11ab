package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The conditions of a status are not the operator's alone. */
class OthersConditionTest {

    private static final Condition AUDITED =
            new Condition("example.com/Audited", "False", "NotYet", "", "2026-02-01T00:00:00Z", null);

    @Test
    void aConditionThatSomebodyElseWroteStaysThroughTheLifeOfAJob() {
        Scene scene = new Scene();
        scene.status = with(scene.status, AUDITED);
        scene.follow(3);
        scene.state("ACTIVE");
        scene.follow(3);
        assertThat(scene.status.condition(Condition.READY).orElseThrow().holds())
                .isTrue();
        scene.state("ERROR");
        scene.follow(3);
        assertThat(scene.status.condition(Condition.READY).orElseThrow().holds())
                .isFalse();
        assertThat(scene.status.conditions()).containsOnlyOnce(AUDITED);
    }

    @Test
    void aConditionOfOursThatNobodyElseMayWriteIsPutRight() {
        Scene scene = Scene.steady();
        SyncJobStatus steady = scene.status;
        scene.status = with(steady, new Condition(Condition.STALLED, "True", "Forged", "", "2026-02-01T00:00:00Z", 1L));
        scene.follow(1);
        assertThat(scene.status.conditions()).isEqualTo(steady.conditions());
    }

    private static SyncJobStatus with(SyncJobStatus status, Condition one) {
        List<Condition> conditions = new ArrayList<>(status.conditions());
        conditions.add(one);
        return new StatusBuilder(status)
                .saying(conditions.toArray(Condition[]::new))
                .build();
    }
}
