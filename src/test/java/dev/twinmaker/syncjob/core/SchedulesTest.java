package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random schedules of passes, faults, lags, foreign hands, restarts and a deletion: never any harm, and an end. */
class SchedulesTest {

    /** One step, with a number that says how far, how long or which. */
    private enum Step {
        PASS,
        FOLLOW,
        WAIT,
        CRASH_AFTER_PASS,
        RESTART,
        FAIL_BEFORE,
        FAIL_AFTER,
        CREATE_LATE,
        BUSY,
        LAG,
        EDIT_TAGS,
        TOKEN,
        JOB_DELETED_BY_HAND,
        JOB_RETAGGED_BY_STRANGER,
        JOB_STRIPPED,
        STRANGER_CREATES,
        DELETE_OBJECT,
        API_SERVER_SILENT
    }

    private record Move(Step step, int number) {}

    private static final List<Operation> OPERATIONS = List.of(Operation.values());
    private static final List<Failure.Kind> KINDS = List.of(Failure.Kind.values());

    @Provide
    Arbitrary<List<Move>> schedules() {
        return Combinators.combine(
                        Arbitraries.of(Step.class), Arbitraries.integers().between(0, 999))
                .as(Move::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Property(tries = 6000, seed = "20260301")
    void randomSchedulesNeverHarmAndConvergeWhenTheFaultsEnd(@ForAll("schedules") List<Move> schedule) {
        Scene scene = scene();
        for (Move move : schedule) {
            take(scene, move.step(), move.number());
            harmless(scene);
        }
        converges(scene);
    }

    @Property(tries = 2000, seed = "20260302")
    void nothingIsCreatedOnceTheObjectIsGone(@ForAll("schedules") List<Move> schedule) {
        Scene scene = scene();
        for (Move move : schedule) {
            take(scene, move.step(), move.number());
        }
        scene.owners.gone();
        scene.jobs.heal();
        long sent = sent(scene);
        for (int pass = 0; pass < 12 && !scene.released(); pass++) {
            scene.follow();
        }
        assertThat(sent(scene)).isEqualTo(sent);
    }

    private static Scene scene() {
        Scene scene = new Scene();
        scene.jobs.moving = true;
        return scene;
    }

    private static long sent(Scene scene) {
        return scene.jobs.calls.stream().filter(call -> call == CREATE).count();
    }

    private static void take(Scene scene, Step step, int n) {
        if (scene.released()) {
            scene.clock.advance(Duration.ofSeconds(n % 60));
            return;
        }
        Operation operation = OPERATIONS.get(n % OPERATIONS.size());
        Failure.Kind kind = KINDS.get(n % KINDS.size());
        switch (step) {
            case PASS -> scene.pass();
            case FOLLOW -> scene.follow(1 + n % 4);
            case WAIT -> scene.afterSeconds(n % 200);
            case CRASH_AFTER_PASS -> scene.passAndCrash();
            case RESTART -> scene.restart();
            case FAIL_BEFORE -> scene.jobs.next(operation, Fault.refused(kind));
            case FAIL_AFTER ->
                scene.jobs.next(operation, new Fault.After(n % 2 == 0 ? Fault.serverError() : Fault.noAnswer()));
            case CREATE_LATE -> scene.jobs.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(n % 20)));
            case BUSY -> scene.jobs.next(operation, new Fault.Busy(Duration.ofSeconds(1 + n % 40)));
            case LAG -> {
                scene.jobs.lag = Duration.ofSeconds(n % 30);
                scene.jobs.tagLag = Duration.ofSeconds(n % 45);
            }
            case EDIT_TAGS -> edit(scene, n);
            case TOKEN -> scene.ask("token-" + n);
            case JOB_DELETED_BY_HAND ->
                scene.jobs
                        .at(Scene.IDENTITY)
                        .ifPresent(job -> job.enter("DELETING", scene.clock.instant(), Duration.ZERO));
            case JOB_RETAGGED_BY_STRANGER -> retag(scene, Scene.STRANGER.tags());
            case JOB_STRIPPED -> retag(scene, Map.of());
            case STRANGER_CREATES -> strangerCreates(scene);
            case DELETE_OBJECT -> {
                if (!scene.deleting()) {
                    scene.delete();
                }
            }
            case API_SERVER_SILENT -> scene.owners.next(Owners.Standing.UNREADABLE);
        }
    }

    private static void edit(Scene scene, int n) {
        Map<String, String> tags = new HashMap<>();
        for (int bit = 0; bit < 4; bit++) {
            if ((n >> bit & 1) == 1) {
                tags.put("key-" + bit, "value-" + n % 3);
            }
        }
        scene.edit(tags);
    }

    private static void retag(Scene scene, Map<String, String> owner) {
        scene.jobs.at(Scene.IDENTITY).ifPresent(job -> {
            Map<String, String> tags = new HashMap<>(job.tags);
            tags.keySet().removeAll(Scene.US.tags().keySet());
            tags.putAll(owner);
            job.retag(tags, scene.clock.instant(), Duration.ZERO);
        });
    }

    private static void strangerCreates(Scene scene) {
        if (scene.jobs.at(Scene.IDENTITY).isEmpty()) {
            scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, Scene.STRANGER.tags());
        }
    }

    private static void harmless(Scene scene) {
        for (Effect effect : scene.jobs.journal) {
            if (effect.operation() != CREATE) {
                assertThat(Owner.in(effect.tagsBefore()))
                        .as("%s on a job that is ours", effect.operation())
                        .hasValueSatisfying(
                                owner -> assertThat(owner.sameNameAs(Scene.US)).isTrue());
            }
        }
        if (scene.released()) {
            noJobIsLeftBehind(scene);
        }
    }

    private static void noJobIsLeftBehind(Scene scene) {
        scene.clock.advance(Duration.ofSeconds(30));
        assertThat(scene.jobs.anythingUnderWay()).isFalse();
        assertThat(scene.jobs.at(Scene.IDENTITY).filter(job -> ours(job) && !"DELETING".equals(job.state)))
                .as("a job of ours after the release")
                .isEmpty();
    }

    private static void converges(Scene scene) {
        scene.jobs.heal();
        int quiet = 0;
        for (int passes = 0; passes < 400 && quiet < 10 && !scene.released(); passes++) {
            int writes = scene.writes;
            int told = scene.notices.size();
            scene.follow();
            harmless(scene);
            quiet = writes == scene.writes && told == scene.notices.size() && settled(scene) ? quiet + 1 : 0;
        }
        assertThat(scene.released() || quiet == 10)
                .as("settled, and nothing written any more: " + scene.status)
                .isTrue();
    }

    private static boolean blocked(Scene scene) {
        return "Stalled DeletionBlocked".equals(scene.third());
    }

    private static boolean settled(Scene scene) {
        if (scene.released()) {
            return true;
        }
        Optional<StoredJob> job = scene.jobs.at(Scene.IDENTITY);
        boolean ours = job.filter(SchedulesTest::ours).isPresent();
        if (scene.deleting()) {
            boolean stripped = job.isPresent() && Owner.in(job.get().tags).isEmpty();
            return stripped && blocked(scene);
        }
        return ours
                ? scene.kstatus() == Kstatus.Current && job.get().tags.equals(scene.wantedAnd(Map.of()))
                : job.isPresent() && "Stalled OwnedByAnother".equals(scene.third());
    }

    private static boolean ours(StoredJob job) {
        return Owner.in(job.tags).filter(owner -> owner.equals(Scene.US)).isPresent();
    }
}
