package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every observation, state, ownership, deletion and drift, and the action that follows. */
class DeciderTableTest {

    /** How the tags of a job differ. */
    private enum TagDrift {
        NONE,
        MISSING,
        SURPLUS
    }

    private record Case(
            Job.State state,
            Ownership ownership,
            boolean deleting,
            boolean roleDiffers,
            TagDrift drift,
            boolean known) {}

    private static final Set<Class<?>> KINDS = Set.of(
            Observation.Absent.class,
            Observation.Present.class,
            Observation.Unreadable.class,
            Observation.Unasked.class,
            Observation.NotNow.class);

    @Test
    void theTableCoversEveryKindOfObservationAndOfAction() {
        assertThat(Set.<Class<?>>of(Observation.class.getPermittedSubclasses())).isEqualTo(KINDS);
        assertThat(Action.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        Action.None.class, Action.Release.class, Action.Intent.class, Action.Write.class);
    }

    @Test
    void everyPresentJobGetsTheActionOfTheTable() {
        List<Case> cases = cases();
        assertThat(cases)
                .hasSize(Job.State.values().length * Ownership.values().length * 2 * 2 * TagDrift.values().length * 2);
        for (Case one : cases) {
            Optional<Class<? extends Action>> expected = expected(one);
            if (expected.isEmpty()) {
                assertThatThrownBy(() -> decide(one)).as("%s", one).isInstanceOf(IllegalStateException.class);
            } else {
                assertThat(decide(one).action()).as("%s", one).isInstanceOf(expected.get());
            }
        }
    }

    @Test
    void aJobThatIsNotProvenOursIsNeverWrittenTo() {
        for (Case one : cases()) {
            if (one.ownership() == Ownership.OURS || expected(one).isEmpty()) {
                continue;
            }
            assertThat(decide(one).action())
                    .as("%s", one)
                    .isNotInstanceOfAny(
                            Action.Write.Tag.class,
                            Action.Write.Untag.class,
                            Action.Write.Delete.class,
                            Action.Write.Create.class);
        }
    }

    @Test
    void aFailedLookNeverLeadsToAnActionWhateverItsKind() {
        for (Failure.Kind kind : Failure.Kind.values()) {
            for (boolean deleting : new boolean[] {false, true}) {
                for (Scene scene : List.of(Scene.steady(), new Scene())) {
                    if (deleting) {
                        scene.delete();
                    }
                    Decision decision = decide(scene, new Observation.Unreadable(Failure.refused(kind, "no")));
                    assertThat(decision.action()).as("%s", kind).isInstanceOf(Action.None.class);
                }
            }
        }
    }

    @Test
    void noRoomInTheBudgetLeadsToNoAction() {
        for (Scene scene : List.of(Scene.steady(), new Scene(), deleting(Scene.steady()))) {
            assertThat(decide(scene, new Observation.NotNow(Duration.ofSeconds(3)))
                            .action())
                    .isInstanceOf(Action.None.class);
        }
    }

    @Test
    void anAbsentJobIsRecordedThenCreatedOrReleased() {
        Observation absent = new Observation.Absent(Optional.of(InMemorySyncJobs.ACCOUNT));
        Scene fresh = new Scene();
        assertThat(decide(fresh, absent).action()).isInstanceOf(Action.Intent.Remember.class);
        fresh.pass();
        assertThat(decide(fresh, absent).action()).isInstanceOf(Action.Write.Create.class);
        assertThat(decide(Scene.steady(), absent).action()).isInstanceOf(Action.None.class);
        assertThat(decide(deleting(new Scene()), absent).action()).isInstanceOf(Action.Release.class);
        assertThat(decide(deleting(Scene.steady()), absent).action()).isInstanceOf(Action.None.class);
    }

    @Test
    void everySituationHasARowOrLeavesTheStatusAsItIs() {
        Failure failure = Failure.refused(Failure.Kind.UNAVAILABLE, "no");
        Scene scene = Scene.steady();
        Observation seen = new Observation.Present(scene.job().seen(scene.clock.instant()));
        for (Situation situation : Situation.values()) {
            Decision decision = Decision.idle(situation, "detail").because(Reason.SERVICE_UNAVAILABLE, failure);
            boolean silent = situation == Situation.UNCHANGED || situation == Situation.RELEASED;
            assertThat(Rows.of(decision, scene.findings(seen, Ownership.OURS)).isEmpty())
                    .as("%s", situation)
                    .isEqualTo(silent);
        }
    }

    private static Optional<Class<? extends Action>> expected(Case one) {
        Ownership ownership = one.ownership();
        boolean unprovenDelete = ownership == Ownership.UNREAD && one.deleting() && one.state() != Job.State.DELETING;
        if (ownership == Ownership.SAME_NAME || unprovenDelete) {
            return Optional.empty();
        }
        if (one.deleting()) {
            return Optional.of(expectedOfDeletion(one));
        }
        boolean mends =
                ownership == Ownership.OURS && (one.state() == Job.State.ACTIVE || one.state() == Job.State.ERROR);
        boolean mendsBesides = ownership == Ownership.OURS && one.roleDiffers() && one.state() != Job.State.DELETING;
        if (!mends && !mendsBesides) {
            return Optional.of(Action.None.class);
        }
        return Optional.of(
                switch (one.drift()) {
                    case NONE -> Action.None.class;
                    case MISSING -> Action.Write.Tag.class;
                    case SURPLUS -> Action.Write.Untag.class;
                });
    }

    private static Class<? extends Action> expectedOfDeletion(Case one) {
        return switch (one.ownership()) {
            case OURS -> one.state() == Job.State.DELETING ? Action.None.class : Action.Write.Delete.class;
            case ANOTHERS, NEIGHBOURS, ORPHANED -> Action.Release.class;
            case NOBODYS -> one.known() ? Action.None.class : Action.Release.class;
            case UNREAD -> Action.None.class;
            case SAME_NAME -> throw new IllegalArgumentException("undecided");
        };
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Job.State state : Job.State.values()) {
            for (Ownership ownership : Ownership.values()) {
                for (TagDrift drift : TagDrift.values()) {
                    for (int bits = 0; bits < 8; bits++) {
                        cases.add(new Case(state, ownership, (bits & 1) != 0, (bits & 2) != 0, drift, (bits & 4) != 0));
                    }
                }
            }
        }
        return cases;
    }

    private static Decision decide(Case one) {
        Scene scene = one.known() ? Scene.steady() : new Scene();
        if (!one.known()) {
            scene.pass();
            scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Map.of());
        }
        if (one.deleting()) {
            scene.delete();
        }
        scene.status = withTagKeys(scene.status, List.of("old", "team"));
        return decide(scene, new Observation.Present(job(scene, one)), one.ownership());
    }

    private static Job job(Scene scene, Case one) {
        Map<String, String> tags = new HashMap<>(scene.wantedAnd(Map.of()));
        if (one.drift() == TagDrift.MISSING) {
            tags.remove("team");
        } else if (one.drift() == TagDrift.SURPLUS) {
            tags.put("old", "x");
        }
        if (one.ownership() == Ownership.NOBODYS) {
            tags.keySet().removeAll(Scene.US.tags().keySet());
        } else if (one.ownership() == Ownership.ANOTHERS) {
            tags.putAll(Scene.STRANGER.tags());
        }
        Job seen = scene.job().seen(scene.clock.instant());
        String state =
                one.state() == Job.State.UNKNOWN ? "HIBERNATING" : one.state().name();
        Job job = new Job(
                seen.arn(),
                state,
                one.roleDiffers() ? Scene.OTHER_ROLE : Scene.ROLE,
                seen.created(),
                seen.updated(),
                null,
                null,
                Optional.empty());
        return one.ownership() == Ownership.UNREAD ? job : job.withTags(tags);
    }

    private static SyncJobStatus withTagKeys(SyncJobStatus status, List<String> keys) {
        return new SyncJobStatus(
                status.observedGeneration(),
                status.arn(),
                status.state(),
                status.roleArn(),
                status.region(),
                status.accountId(),
                status.creationDateTime(),
                keys,
                status.replacement(),
                status.lastHandledReconcileAt(),
                status.drift(),
                status.plan(),
                status.conditions());
    }

    private static Scene deleting(Scene scene) {
        scene.delete();
        return scene;
    }

    private static Decision decide(Scene scene, Observation seen) {
        return decide(scene, seen, Ownership.UNREAD);
    }

    private static Decision decide(Scene scene, Observation seen, Ownership ownership) {
        return Decider.decide(scene.findings(seen, ownership));
    }
}
