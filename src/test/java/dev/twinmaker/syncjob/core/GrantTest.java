package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An object for which nothing may be done, or not any more, or of which that is not known yet. */
class GrantTest {

    private static final Grant UNSEEN = new Grant.Unseen();

    private final Granted granted = Granted.always(Granted.to(InMemorySyncJobs.ACCOUNT));

    static Stream<Grant> refusals() {
        return Stream.of(Granted.notGranted(), Granted.ambiguous());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aNewObjectMakesNoCallAndIsNotHeldAndSaysWhatIsMissing(Grant.Refused refused) {
        Scene scene = fresh(refused);
        assertThat(Pass.needsFinalizer(scene.desired(), refused)).isFalse();
        Report report = scene.pass();
        scene.follow(20);
        assertThat(scene.jobs.calls).isEmpty();
        assertThat(scene.ready()).isEqualTo("False " + reason(refused));
        assertThat(scene.synced()).isEqualTo("False " + reason(refused));
        assertThat(scene.third()).isEqualTo("Stalled " + reason(refused));
        assertThat(scene.condition(Condition.STALLED).message()).isEqualTo(refused.text());
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Failed);
        assertThat(scene.told()).containsExactly(reason(refused));
        assertThat(scene.writes).isEqualTo(1);
        assertThat(report.next()).isBetween(Duration.ofSeconds(6), Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void itIsTriedAgainMoreAndMoreSeldomButEveryTenMinutesAtLeast(Grant refused) {
        Scene scene = fresh(refused);
        Duration longest = Duration.ZERO;
        for (int pass = 0; pass < 50; pass++) {
            Duration next = scene.follow().next();
            assertThat(next).isBetween(Duration.ofSeconds(6), Duration.ofMinutes(10));
            longest = next.compareTo(longest) > 0 ? next : longest;
        }
        assertThat(longest).isGreaterThan(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void neitherRegionNorAccountIsPinnedUntilItIsGranted(Grant refused) {
        Scene scene = fresh(refused);
        scene.follow(3);
        assertThat(scene.status.region()).isNull();
        assertThat(scene.status.accountId()).isNull();
        grant(scene);
        Scenes.untilActive(scene);
        assertThat(scene.status.region()).isEqualTo(Scene.IDENTITY.region());
        assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRightThatIsWithdrawnStopsAllCallsAndReadyStands(Grant.Refused refused) {
        Scene scene = steady();
        Condition ready = scene.condition(Condition.READY);
        SyncJobStatus before = scene.status;
        int calls = scene.jobs.calls.size();
        granted.now(refused);
        scene.edit(Map.of("cost", "7"));
        scene.follow(20);
        assertThat(scene.jobs.calls).hasSize(calls);
        assertThat(scene.condition(Condition.READY)).isEqualTo(ready);
        assertThat(scene.synced()).isEqualTo("False " + reason(refused));
        assertThat(scene.third()).isEqualTo("Stalled " + reason(refused));
        assertThat(scene.status.arn()).isEqualTo(before.arn());
        assertThat(scene.status.region()).isEqualTo(before.region());
        assertThat(scene.status.accountId()).isEqualTo(before.accountId());
        assertThat(scene.told()).containsExactly(reason(refused));
        granted.now(Granted.to(InMemorySyncJobs.ACCOUNT));
        Scenes.untilActive(scene);
        assertThat(scene.job().tags).containsEntry("cost", "7");
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aSteadyObjectSaysItAtOnceAlsoAfterARestart(Grant refused) {
        Scene scene = steady();
        granted.now(refused);
        scene.restart();
        scene.pass();
        assertThat(scene.third()).startsWith("Stalled Access");
        granted.now(Granted.to(InMemorySyncJobs.ACCOUNT));
        scene.restart();
        scene.pass();
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aLookThatWasAskedForIsAnswered(Grant refused) {
        Scene scene = steady();
        granted.now(refused);
        scene.ask("now");
        scene.pass();
        assertThat(scene.status.lastHandledReconcileAt()).isEqualTo("now");
        scene.ask("once more");
        scene.pass();
        assertThat(scene.status.lastHandledReconcileAt()).isEqualTo("once more");
    }

    @Test
    void oneReasonFollowsTheOther() {
        Scene scene = steady();
        granted.now(Granted.notGranted());
        scene.follow();
        granted.now(Granted.ambiguous());
        scene.follow();
        assertThat(scene.third()).isEqualTo("Stalled AccessAmbiguous");
        assertThat(scene.told()).containsExactly("AccessNotGranted", "AccessAmbiguous");
    }

    @Test
    void beforeTheCachesAreFilledNothingIsDecidedAndItComesBackSoon() {
        for (Scene scene : new Scene[] {fresh(UNSEEN), steadyUnder(UNSEEN), deletingUnder(UNSEEN)}) {
            SyncJobStatus before = scene.status;
            Memory memory = scene.memory;
            int calls = scene.jobs.calls.size();
            scene.ask("now");
            for (int pass = 0; pass < 5; pass++) {
                assertThat(scene.pass().next()).isEqualTo(Timing.DEFAULT.backoffInitial());
            }
            assertThat(scene.jobs.calls).hasSize(calls);
            assertThat(scene.status).isSameAs(before);
            assertThat(scene.notices).isEmpty();
            assertThat(scene.released()).isEqualTo(!scene.desired().held());
            assertThat(Pass.needsFinalizer(scene.desired(), UNSEEN)).isFalse();
            assertThat(scene.memory.createSent()).isEqualTo(memory.createSent());
        }
    }

    @Test
    void anObjectThatOnlyObservesDoesNotEvenLook() {
        Scene scene = fresh(Granted.notGranted());
        scene.policy = Policies.OBSERVE;
        scene.follow(5);
        assertThat(scene.jobs.calls).isEmpty();
        assertThat(scene.third()).isEqualTo("Stalled AccessNotGranted");
    }

    @Test
    void whatBreaksARuleIsToldBeforeWhatIsNotGranted() {
        Scene scene = fresh(Granted.notGranted());
        scene.fault = Optional.of("spec.roleArn is missing.");
        scene.pass();
        assertThat(scene.third()).isEqualTo("Stalled InvalidSpec");
    }

    @Test
    void onlyWhatIsAllowedNeedsTheFinalizer() {
        Scene scene = fresh(UNSEEN);
        assertThat(Pass.needsFinalizer(scene.desired(), Granted.to(InMemorySyncJobs.ACCOUNT)))
                .isTrue();
        assertThat(Pass.needsFinalizer(scene.desired(), Grant.OPERATOR)).isTrue();
        scene.policy = Policies.OBSERVE;
        assertThat(Pass.needsFinalizer(scene.desired(), Grant.OPERATOR)).isFalse();
    }

    @Test
    void anotherTroubleThatWasToldIsNoRefusal() {
        Scene scene = fresh(Granted.notGranted());
        scene.status = new StatusBuilder(scene.status)
                .at(scene.generation)
                .saying(new Condition(
                        Condition.STALLED, "True", Reason.DUPLICATE.text(), "Who?", "2026-03-01T11:00:00Z", 1L))
                .build();
        scene.pass();
        assertThat(granted.asked).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalThatWasToldIsNotAskedAboutAgainUntilTheWatchTellsOtherwise(Grant refused) {
        Scene scene = fresh(refused);
        scene.pass();
        assertThat(granted.asked).isEqualTo(1);
        scene.follow(20);
        assertThat(granted.asked).isEqualTo(1);
        grant(scene);
        Scenes.untilActive(scene);
        assertThat(granted.asked).isGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatThisProcessHeldAndNeverTookToAwsGoesAlsoWhereNothingIsGrantedAnyMore(Grant refused) {
        Scene scene = fresh(refused);
        scene.held = true;
        scene.memory = Memory.NONE.heldByThisProcess();
        scene.delete();
        scene.pass();
        assertThat(scene.released()).isTrue();
        assertThat(scene.jobs.calls).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatAnEarlierProcessMayHaveTakenToAwsStays(Grant refused) {
        Scene scene = fresh(refused);
        scene.held = true;
        scene.delete();
        scene.follow(5);
        assertThat(scene.released()).isFalse();
        assertThat(scene.third()).isEqualTo("Stalled DeletionBlocked");
    }

    @Test
    void whatWasNeverLetInGoesWhenThatIsCertain() {
        Scene scene = fresh(Granted.to(InMemorySyncJobs.ACCOUNT));
        scene.held = true;
        scene.memory = Memory.NONE.heldByThisProcess();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED));
        scene.follow(2);
        scene.delete();
        scene.pass();
        assertThat(scene.released())
                .as("a refusal may be the delay of a new policy")
                .isFalse();
        scene.after(Timing.DEFAULT.deniedGrace());
        assertThat(scene.released()).isTrue();
        assertThat(scene.jobs.calls).containsOnly(LOOK);
    }

    private void grant(Scene scene) {
        granted.now(Granted.to(InMemorySyncJobs.ACCOUNT));
        scene.held = true;
    }

    private Scene fresh(Grant grant) {
        granted.now(grant);
        Scene scene = new Scene();
        scene.grants = granted;
        scene.held = false;
        return scene;
    }

    private Scene steady() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.grants = granted;
        return scene;
    }

    private Scene steadyUnder(Grant grant) {
        Scene scene = steady();
        scene.restart();
        scene.edit(Map.of("cost", "7"));
        granted.now(grant);
        return scene;
    }

    private Scene deletingUnder(Grant grant) {
        Scene scene = steadyUnder(grant);
        scene.delete();
        return scene;
    }

    private static String reason(Grant.Refused refused) {
        return refused.cause() == Grant.Cause.AMBIGUOUS ? "AccessAmbiguous" : "AccessNotGranted";
    }
}
