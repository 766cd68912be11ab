package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.twinmaker.syncjob.core.decision.Action;
import dev.twinmaker.syncjob.core.decision.Decider;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Owners;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a create can end, and the one job that comes of it. */
class CreateTest {

    private static final Failure CONFLICT = Failure.refused(Failure.Kind.CONFLICT, "A sync job exists already.");

    @Test
    void noJobIsMadeOrTakenForAnObjectThatDoesNotHoldItsFinalizer() {
        for (Scene scene : List.of(new Scene(), Scenes.found(Policies.ADOPT, Duration.ofHours(2), Map.of()))) {
            scene.held = false;
            int outdated = 0;
            for (int pass = 0; pass < 10; pass++) {
                outdated += scene.follow().outdated() ? 1 : 0;
            }
            assertThat(scene.jobs.sent.mark()).isZero();
            assertThat(outdated).isPositive();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOutcomeEndsWithExactlyOneJobThatIsReady() {
        Map<String, Consumer<InMemorySyncJobs>> outcomes = new LinkedHashMap<>();
        outcomes.put("answered", jobs -> {});
        outcomes.put("reply lost after the effect", jobs -> jobs.next(CREATE, new Fault.After(Fault.noAnswer())));
        outcomes.put("server error after the effect", jobs -> jobs.next(CREATE, new Fault.After(Fault.serverError())));
        outcomes.put("server error without effect", jobs -> jobs.next(CREATE, new Fault.Before(Fault.serverError())));
        outcomes.put("timeout without effect", jobs -> jobs.next(CREATE, new Fault.Before(Fault.noAnswer())));
        outcomes.put(
                "timeout, effect later",
                jobs -> jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(15))));
        outcomes.put("own earlier try answered as a collision", jobs -> jobs.next(CREATE, new Fault.After(CONFLICT)));
        outcomes.put("not visible for a while", jobs -> jobs.lag = Duration.ofSeconds(45));
        outcomes.put("server error, then not visible", jobs -> {
            jobs.lag = Duration.ofSeconds(45);
            jobs.next(CREATE, new Fault.After(Fault.serverError()));
        });
        outcomes.put("tags not visible for a while", jobs -> jobs.tagLag = Duration.ofSeconds(100));
        outcomes.put("no room in the budget", jobs -> jobs.next(CREATE, new Fault.Busy(Duration.ofSeconds(40))));
        outcomes.put(
                "throttled",
                jobs -> jobs.next(
                        CREATE, Fault.throttled(Duration.ofSeconds(9)), Fault.throttled(Duration.ofSeconds(9))));
        for (Failure.Kind kind : Failure.Kind.values()) {
            outcomes.put("refused once: " + kind, jobs -> jobs.next(CREATE, Fault.refused(kind)));
        }
        return outcomes.entrySet().stream()
                .map(outcome -> dynamicTest(outcome.getKey(), () -> {
                    Scene scene = new Scene();
                    scene.jobs.moving = true;
                    outcome.getValue().accept(scene.jobs);
                    scene.follow(40);
                    assertThat(scene.ready()).isEqualTo("True Active");
                    assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
                    assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
                    assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
                    scene.writes = 0;
                    scene.follow(10);
                    assertThat(scene.writes).isZero();
                }));
    }

    @Test
    void theReplyTellsOfTheJobInThePassThatSentTheCreate() {
        Scene scene = new Scene();
        scene.created();
        assertThat(scene.status.arn()).isEqualTo(scene.job().arn);
        assertThat(scene.status.state()).isEqualTo("CREATING");
        assertThat(scene.status.roleArn()).isEqualTo(Scene.ROLE);
        assertThat(scene.status.creationDateTime()).isEqualTo(Texts.precise(scene.job().created));
    }

    @Test
    void theAccountIsRecordedBeforeTheCreateWhereItIsKnown() {
        Scene scene = new Scene();
        scene.pass();
        scene.status = new StatusBuilder(scene.status).account(null).build();
        scene.pass();
        assertThat(sent(scene)).isZero();
        assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
        scene.pass();
        assertThat(sent(scene)).isEqualTo(1);
    }

    @Test
    void anAccountThatCannotBeKnownIsNotWaitedFor() {
        Scene scene = new Scene();
        scene.pass();
        scene.status = new StatusBuilder(scene.status).account(null).build();
        Observation unknown = new Observation.Absent(Optional.empty());
        assertThat(Decider.decide(scene.findings(unknown, Ownership.UNREAD)).action())
                .isEqualTo(new Action.Write.Create());
    }

    @Test
    void noSecondCreateIsSentWhileTheFirstMayStillRun() {
        Scene scene = new Scene();
        scene.jobs.next(CREATE, new Fault.Before(Fault.noAnswer()));
        scene.follow(2);
        for (int second = 0; second < 49; second++) {
            scene.afterSeconds(1);
        }
        assertThat(sent(scene)).isEqualTo(1);
        scene.afterSeconds(1);
        assertThat(sent(scene)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Owners.Standing.class,
            names = {"CHANGED", "GONE", "REPLACED"})
    void anObjectThatIsNotWhatThePassBeganWithGetsNoCall(Owners.Standing standing) {
        Scene scene = new Scene();
        scene.pass();
        scene.owners.next(standing);
        Report report = scene.follow();
        assertThat(report.outdated()).isTrue();
        assertThat(sent(scene)).isZero();
    }

    @Test
    void anApiServerThatDoesNotAnswerAllowsNoCreate() {
        Scene scene = new Scene();
        scene.pass();
        scene.owners.next(Owners.Standing.UNREADABLE);
        scene.follow();
        assertThat(sent(scene)).isZero();
        assertThat(scene.third()).isEqualTo("Reconciling ServiceUnavailable");
    }

    @ParameterizedTest
    @EnumSource(
            value = Owners.Standing.class,
            names = {"GONE", "REPLACED"})
    void theJobIsTakenBackWhenTheObjectWentWhileItWasMade(Owners.Standing standing) {
        Scene scene = new Scene();
        scene.pass();
        scene.owners.next(Owners.Standing.CURRENT, standing);
        Report report = scene.follow();
        assertThat(report.outdated()).isTrue();
        assertThat(scene.job().state).isEqualTo("DELETING");
        assertThat(report.changes()).extracting(Change::operation).containsExactly("CreateSyncJob", "DeleteSyncJob");
    }

    @Test
    void theJobIsTakenBackAlsoWhenTheReplyOfTheCreateWasLost() {
        Scene scene = new Scene();
        scene.pass();
        scene.jobs.next(CREATE, new Fault.After(Fault.serverError()));
        scene.owners.next(Owners.Standing.CURRENT, Owners.Standing.GONE);
        scene.follow();
        assertThat(scene.job().state).isEqualTo("DELETING");
    }

    @Test
    void aForeignJobThatWonTheRaceIsNotTakenBack() {
        Scene scene = new Scene();
        scene.pass();
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.STRANGER.tags());
        scene.jobs.next(LOOK, new Fault.Blind());
        scene.jobs.next(CREATE, new Fault.After(Fault.serverError()));
        scene.owners.next(Owners.Standing.CURRENT, Owners.Standing.GONE);
        scene.follow();
        assertThat(scene.jobs.count(DELETE)).isZero();
        assertThat(scene.job().state).isEqualTo("ACTIVE");
    }

    @Test
    void anEditWhileTheJobIsMadeLosesNothing() {
        Scene scene = new Scene();
        scene.pass();
        scene.owners.next(Owners.Standing.CURRENT, Owners.Standing.CHANGED);
        Report report = scene.follow();
        assertThat(report.outdated()).isFalse();
        assertThat(scene.job().state).isEqualTo("CREATING");
    }

    @Test
    void aCrashRightAfterTheCreateEndsWithTheSameJob() {
        Scene scene = new Scene();
        scene.jobs.moving = true;
        scene.pass();
        scene.passAndCrash();
        assertThat(scene.status.arn()).isNull();
        scene.follow(20);
        assertThat(scene.ready()).isEqualTo("True Active");
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    @Test
    void aCollisionWithNothingToBeSeenTurnsIntoSourceInUseAfterTwoMinutes() {
        Scene scene = new Scene();
        scene.jobs.always(CREATE, new Fault.Before(CONFLICT));
        scene.follow(2);
        assertThat(scene.third()).isEqualTo("Reconciling Creating");
        scene.afterSeconds(119);
        assertThat(scene.third()).isEqualTo("Reconciling Creating");
        scene.afterSeconds(1);
        assertThat(scene.third()).isEqualTo("Stalled SourceInUse");
        scene.jobs.heal();
        scene.follow();
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
    }

    @Test
    void nothingIsSentForASpecThatBreaksARule() {
        Scene scene = new Scene();
        scene.fault = Optional.of("spec.roleArn is missing.");
        scene.follow(5);
        assertThat(scene.jobs.calls).isEmpty();
        assertThat(Pass.needsFinalizer(scene.desired(), Grant.OPERATOR)).isFalse();
    }

    private static long sent(Scene scene) {
        return scene.jobs.calls.stream().filter(call -> call == CREATE).count();
    }
}
