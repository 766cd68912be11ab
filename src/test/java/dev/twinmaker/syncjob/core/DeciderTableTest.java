package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Decider;
import dev.twinmaker.syncjob.core.decision.Decision;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Wall;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Sibling;
import dev.twinmaker.syncjob.core.report.Rows;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every observation, state, owner, drift, deletion and policy, and the one thing that follows. */
class DeciderTableTest {

    private static final Map<Class<? extends Action>, String> NAMES = Map.ofEntries(
            Map.entry(Action.None.class, DeciderOracle.NONE),
            Map.entry(Action.Release.class, DeciderOracle.RELEASE),
            Map.entry(Action.Intent.Remember.class, DeciderOracle.RECORD_KEYS),
            Map.entry(Action.Intent.Claim.class, DeciderOracle.RECORD_CLAIM),
            Map.entry(Action.Intent.Replace.class, DeciderOracle.RECORD_REPLACEMENT),
            Map.entry(Action.Write.Create.class, DeciderOracle.CREATE),
            Map.entry(Action.Write.Adopt.class, DeciderOracle.TAG),
            Map.entry(Action.Write.Tag.class, DeciderOracle.TAG),
            Map.entry(Action.Write.Untag.class, DeciderOracle.UNTAG),
            Map.entry(Action.Write.Disown.class, DeciderOracle.UNTAG),
            Map.entry(Action.Write.Delete.class, DeciderOracle.DELETE));

    @Test
    void everyRowOfTheTableLeadsToWhatTheContractSays() {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        DeciderRows.each((row, findings) -> {
            String expected = DeciderOracle.of(row);
            String actual = decided(row, findings);
            counts.merge(actual, 1, Integer::sum);
            if (!actual.equals(expected) && wrong.size() < 20) {
                wrong.add(actual + " instead of " + expected + " in " + row);
            }
        });
        long rows = counts.values().stream().mapToLong(Integer::longValue).sum();
        System.out.printf("%d rows of the decider table: %s%n", rows, counts);
        assertThat(wrong).isEmpty();
        assertThat(rows).isEqualTo(DeciderRows.count());
        assertThat(counts.keySet()).isEqualTo(new HashSet<>(NAMES.values()));
    }

    @Test
    void anObjectWithALesserClaimDoesNothingWhateverItsPolicy() {
        Sibling winner = new Sibling(Scene.NEIGHBOUR, Scene.IDENTITY, Scene.CREATED.minusSeconds(1));
        List<DeciderCase> wrong = new ArrayList<>();
        DeciderRows.each((row, f) -> {
            boolean bystander = row.deleting() || row.policy().observing() || row.claim() == DeciderCase.Claim.OURS;
            if (!bystander && row.approval() == DeciderCase.Approval.GIVEN) {
                Findings rivalled = new Findings(
                        f.desired(), f.remembered(), f.seen(), f.ownership(), Optional.of(winner), f.timing(), f.now());
                if (!decided(row, rivalled).equals(DeciderOracle.NONE)) {
                    wrong.add(row);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void theTableHoldsEveryKindOfObservationActionOwnershipAndPolicy() {
        Set<Class<?>> seen =
                DeciderRows.sights().stream().map(DeciderCase.Sight::kind).collect(Collectors.toSet());
        seen.add(Observation.Unasked.class);
        assertThat(Set.<Class<?>>of(Observation.class.getPermittedSubclasses())).isEqualTo(seen);
        assertThat(leaves(Action.class)).isEqualTo(NAMES.keySet());
        assertThat(Arrays.stream(DeciderCase.Claim.values()).map(claim -> claim.ownership))
                .containsAll(EnumSet.allOf(Ownership.class));
        int product = 1;
        for (RecordComponent part : Policy.class.getRecordComponents()) {
            product *= part.getType() == boolean.class ? 2 : part.getType().getEnumConstants().length;
        }
        assertThat(DeciderRows.POLICIES).hasSize(product).doesNotHaveDuplicates();
    }

    @Test
    void everySituationHasARowOrLeavesTheStatusAsItIs() {
        Failure failure = Failure.refused(Failure.Kind.UNAVAILABLE, "no");
        Scene scene = Scene.steady();
        Observation seen = new Observation.Present(scene.job().seen(scene.clock.instant()));
        for (Situation situation : Situation.values()) {
            Decision decision = Decision.idle(situation, "detail").because(Reason.SERVICE_UNAVAILABLE, failure);
            boolean silent = EnumSet.of(Situation.UNCHANGED, Situation.RELEASED, Situation.ACCESS_UNSEEN)
                    .contains(situation);
            assertThat(Rows.of(decision, scene.findings(seen, Ownership.OURS)).isEmpty())
                    .as("%s", situation)
                    .isEqualTo(silent);
        }
    }

    /** A pass never comes to a decision without knowing whose a job is; the decider refuses to make one. */
    private static String decided(DeciderCase row, Findings findings) {
        boolean undecidable = row.claim() == DeciderCase.Claim.SAME_NAME
                || (row.claim() == DeciderCase.Claim.UNREAD && row.deleting());
        try {
            Action action = decide(findings).action();
            return NAMES.getOrDefault(action.getClass(), "?");
        } catch (IllegalStateException e) {
            return undecidable ? DeciderOracle.NONE : e.toString();
        }
    }

    static Decision decide(Findings f) {
        return Decider.beforeLooking(f.desired(), f.remembered(), Grant.OPERATOR)
                .orElseGet(() -> Wall.behind(f, Decider.decide(f)));
    }

    private static Set<Class<?>> leaves(Class<?> type) {
        Set<Class<?>> leaves = new HashSet<>();
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                leaves.addAll(leaves(permitted));
            }
        } else {
            leaves.add(type);
        }
        return leaves;
    }
}
