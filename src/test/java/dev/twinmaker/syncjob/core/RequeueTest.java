package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.decision.Backoff;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.report.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the next look comes. */
class RequeueTest {

    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofMinutes(2);

    @Test
    void theBackoffDoublesUpToItsCapAndIsNeverNothing() {
        for (int attempt = 0; attempt < 200; attempt++) {
            Duration ceiling = attempt > 6 ? CAP : BASE.multipliedBy(1L << attempt);
            for (int object = 0; object < 100; object++) {
                Duration wait = Backoff.fullJitter(BASE, CAP, attempt, "uid-" + object);
                assertThat(wait).isBetween(BASE.dividedBy(5), ceiling);
            }
        }
    }

    @Test
    void theFirstWaitsSpreadOverAllOfTheBase() {
        LongSummaryStatistics waits = IntStream.range(0, 200)
                .mapToLong(object ->
                        Backoff.fullJitter(BASE, CAP, 0, "uid-" + object).toMillis())
                .summaryStatistics();
        assertThat(waits.getMin()).isEqualTo(200);
        assertThat(waits.getMax()).isBetween(950L, 1000L);
        assertThat(waits.getAverage()).isBetween(450.0, 570.0);
    }

    @Test
    void theFirstFailureWaitsNoLongerThanTheBase() {
        for (int object = 0; object < 50; object++) {
            Scene scene = new Scene();
            scene.recreate("uid-" + object);
            scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
            assertThat(scene.pass().next()).isBetween(BASE.dividedBy(5), BASE);
        }
    }

    @Test
    void aWaitForAnApprovalIsLookedAtWhenItsWindowEndsAndAsOftenAsAllOthersBefore() {
        Scene scene = Scenes.steady(Policies.ON_APPROVAL);
        scene.editRole(Scene.OTHER_ROLE);
        scene.pass();
        Instant end = scene.clock.instant().plus(Timing.DEFAULT.approvalWindow());
        boolean shortened = false;
        while (scene.third().equals("Reconciling AwaitingApproval")) {
            Instant now = scene.clock.instant();
            Duration usual = Requeue.steady(scene.us.uid(), Timing.DEFAULT.interval(), now);
            Duration left = Duration.between(now, end);
            shortened |= left.compareTo(usual) < 0;
            assertThat(scene.pass().next()).isEqualTo(left.compareTo(usual) < 0 ? left : usual);
            scene.follow();
        }
        assertThat(shortened).isTrue();
        assertThat(scene.clock.instant()).isEqualTo(end);
        assertThat(scene.third()).isEqualTo("Stalled AwaitingApproval");
    }

    @Test
    void anIntervalOfItsOwnChangesNothingElse() {
        Duration own = Duration.ofMinutes(3);
        assertThat(Timing.DEFAULT.withInterval(own).interval()).isEqualTo(own);
        assertThat(Timing.DEFAULT.withInterval(own).withInterval(Timing.DEFAULT.interval()))
                .isEqualTo(Timing.DEFAULT);
    }

    @Test
    void theJitterSpreadsOverTheWholeRange() {
        DoubleSummaryStatistics spread = IntStream.range(0, 2000)
                .mapToDouble(object -> Backoff.fraction("uid-" + object, 3))
                .summaryStatistics();
        assertThat(spread.getMin()).isBetween(0.0, 0.01);
        assertThat(spread.getMax()).isBetween(0.99, 1.0);
        assertThat(spread.getAverage()).isBetween(0.47, 0.53);
    }

    @Test
    void pollsGrowByHalfWithinTwentyPercentUpToAMinute() {
        double grown = 2000;
        for (int attempt = 0; attempt < 60; attempt++) {
            double bounded = Math.min(grown, 60_000);
            for (int object = 0; object < 50; object++) {
                long wait = Backoff.poll(Duration.ofSeconds(2), Duration.ofSeconds(60), attempt, "uid-" + object)
                        .toMillis();
                assertThat((double) wait).isBetween(Math.floor(bounded * 0.8), Math.ceil(bounded * 1.2));
            }
            grown *= 1.5;
        }
    }

    @Test
    void aSteadyObjectIsReadWhenTimePlusItsHashIsAMultipleOfTheInterval() {
        long interval = Timing.DEFAULT.interval().toMillis();
        for (int object = 0; object < 500; object++) {
            String uid = "uid-" + object;
            Instant now = Scene.START.plusMillis(object * 7919L);
            Duration wait = Requeue.steady(uid, Timing.DEFAULT.interval(), now);
            assertThat(wait).isBetween(Duration.ofMillis(1), Timing.DEFAULT.interval());
            long at = now.plus(wait).toEpochMilli();
            assertThat(Math.floorMod(at + Backoff.hash(uid), interval)).isZero();
        }
    }

    @Test
    void theSteadyTimeSurvivesARestart() {
        Scene scene = Scene.steady();
        Instant planned = scene.clock.instant().plus(scene.pass().next());
        scene.restart();
        Duration next = scene.afterSeconds(7).next();
        Instant again = scene.clock.instant().plus(next);
        assertThat(again).isEqualTo(planned);
    }

    @Test
    void retryAfterIsHonouredUpToTheCapOfTheBackoff() {
        assertThat(throttledFor(Duration.ofSeconds(45))).isEqualTo(Duration.ofSeconds(45));
        assertThat(throttledFor(Duration.ofHours(9))).isEqualTo(CAP);
        assertThat(throttledFor(Duration.ZERO)).isBetween(BASE.dividedBy(5), BASE);
    }

    @Test
    void failuresBackOffWithoutEndAndNeverStop() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            Duration next = scene.follow().next();
            assertThat(next).isBetween(BASE.dividedBy(5), CAP);
            longest = next.compareTo(longest) > 0 ? next : longest;
        }
        assertThat(longest).isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void theBudgetSaysWhenToComeBack() {
        Scene scene = new Scene();
        scene.jobs.always(LOOK, new Fault.Busy(Duration.ofMillis(4321)));
        assertThat(scene.pass().next()).isEqualTo(Duration.ofMillis(4321));
        scene.jobs.heal();
        scene.pass();
        scene.jobs.always(CREATE, new Fault.Busy(Duration.ofMillis(1234)));
        assertThat(scene.pass().next()).isEqualTo(Duration.ofMillis(1234));
    }

    @Test
    void anIntentThatWasRecordedIsActedOnAtOnce() {
        assertThat(new Scene().pass().next()).isZero();
    }

    @Test
    void aStalledObjectIsRetriedSlowlyForEver() {
        Scene scene = new Scene();
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.STRANGER.tags());
        for (int i = 0; i < 50; i++) {
            assertThat(scene.follow().next()).isBetween(Duration.ofSeconds(6), Duration.ofMinutes(10));
        }
    }

    @Test
    void aRefusedSpecIsTriedAgainWithinTheHour() {
        Scene scene = new Scene();
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.INVALID));
        scene.pass();
        assertThat(scene.pass().next()).isBetween(Duration.ofMillis(1), Duration.ofHours(1));
    }

    @Test
    void aJobInTransitionIsPolledThoughItsRoleDiffers() {
        Scene scene = new Scene();
        scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.OTHER_ROLE, scene.wantedAnd(Map.of()));
        assertThat(scene.pass().next()).isLessThan(Duration.ofSeconds(3));
        scene.state("ACTIVE");
        scene.follow();
        assertThat(scene.ready()).isEqualTo("True Active");
    }

    @Test
    void tagsOfAFailedJobAreMendedWithoutWaitingForTheInterval() {
        Scene scene = Scene.steady();
        scene.state("ERROR");
        scene.edit(Map.of("cost", "7"));
        Instant begun = scene.clock.instant();
        scene.pass();
        scene.follow(3);
        assertThat(scene.job().tags).isEqualTo(scene.wantedAnd(Map.of()));
        assertThat(scene.clock.instant()).isBefore(begun.plusSeconds(30));
    }

    private static Duration throttledFor(Duration retryAfter) {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.throttled(retryAfter));
        return scene.pass().next();
    }
}
