package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Kind;
import dev.twinmaker.syncjob.simulator.FaultAction.Moment;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.FaultRule;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each call to AWS that a life makes is lost in each way there is, and the life comes to the end of one without a fault
 * by the same effects.
 */
class LostCallsIT {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TOO_LATE = Duration.ofMillis(1300);

    /** When the next try has long been carried out. */
    private static final Duration MUCH_TOO_LATE = Duration.ofSeconds(5);

    private static final List<Operation> OPERATIONS = List.of(
            Operation.GET_SYNC_JOB,
            Operation.LIST_TAGS_FOR_RESOURCE,
            Operation.CREATE_SYNC_JOB,
            Operation.TAG_RESOURCE,
            Operation.UNTAG_RESOURCE,
            Operation.DELETE_SYNC_JOB);

    private static final Set<Operation> READS = Set.of(Operation.GET_SYNC_JOB, Operation.LIST_TAGS_FOR_RESOURCE);
    private static final Set<Operation> TAGGING = Set.of(Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);

    /** How a call is lost, and how often in a row. */
    private enum Loss {
        NEVER_SENT,
        RESET,
        ERROR,
        LATE_ANSWER,
        LATE_EFFECT,
        AGAIN_AND_AGAIN;

        FaultAction action(Operation operation) {
            return switch (this) {
                case NEVER_SENT -> new FaultAction.Cut(Moment.BEFORE_READING, Kind.RST);
                case RESET -> new FaultAction.Cut(Moment.AFTER_EFFECT, Kind.RST);
                case ERROR ->
                    FaultAction.Answer.error(503, "ServiceUnavailableException").afterTheEffect();
                case LATE_ANSWER -> new FaultAction.Hang(true, TOO_LATE);
                case LATE_EFFECT -> new FaultAction.Hang(false, TAGGING.contains(operation) ? MUCH_TOO_LATE : TOO_LATE);
                // A write that had its effect is seen by the next look and not sent again.
                case AGAIN_AND_AGAIN ->
                    new FaultAction.Cut(
                            READS.contains(operation) ? Moment.AFTER_EFFECT : Moment.AFTER_READING, Kind.FIN);
            };
        }

        int times(Operation operation) {
            if (this != AGAIN_AND_AGAIN) {
                return 1;
            }
            // Each create that may still be under way is waited for before the next one is sent.
            return operation == Operation.CREATE_SYNC_JOB ? 2 : 4;
        }
    }

    /** One object with a region of its own, in which one operation is lost in one way; the control has neither. */
    private record Cell(String name, Operation operation, Loss loss) {

        static final Cell CONTROL = new Cell("control", Operation.GET_SYNC_JOB, Loss.NEVER_SENT);

        static Cell of(Operation operation, Loss loss) {
            String verb = operation.wireName().replaceFirst("(?<=[a-z])[A-Z].*", "");
            return new Cell(
                    verb.toLowerCase(Locale.ROOT) + "-"
                            + loss.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    operation,
                    loss);
        }

        String region() {
            return "eu-" + name + "-1";
        }

        JobKey key() {
            return Stage.key(region(), "plant");
        }

        /** Loses the next calls. */
        void arm() {
            if (!equals(CONTROL)) {
                FaultMatch match = FaultMatch.of(operation).inRegion(region());
                stage.simulator()
                        .faults()
                        .add(new FaultRule(name, match, loss.action(operation), loss.times(operation)));
            }
        }

        /** Whether one write has its effect twice. */
        boolean doubled() {
            return TAGGING.contains(operation) && loss == Loss.LATE_EFFECT;
        }

        boolean reads() {
            return READS.contains(operation);
        }
    }

    private static final List<Cell> CELLS = Stream.concat(
                    Stream.of(Cell.CONTROL),
                    OPERATIONS.stream()
                            .flatMap(operation -> Arrays.stream(Loss.values()).map(loss -> Cell.of(operation, loss))))
            .toList();

    private static Stage stage;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        // Long enough to be seen, so that no object waits to be sure that its job is gone.
        stage.simulator().knobs().lifecycle.deleting = Duration.ofSeconds(6);
        operator = stage.operator(
                Map.of("SYNCJOB_AWS_CALL_TIMEOUT", CALL_TIMEOUT.toMillis() + "ms", "SYNCJOB_POLL_MAX", "1s"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void whatever_call_is_lost_in_whatever_way_the_life_ends_as_without() {
        CELLS.forEach(Cell::arm);
        CELLS.forEach(LostCallsIT::create);
        all("ready", LostCallsIT::settled);

        CELLS.stream().filter(Cell::reads).forEach(Cell::arm);
        edit("{\"spec\":{\"tags\":{\"kept\":\"new\",\"added\":\"x\"}}}");
        all("tagged", LostCallsIT::settled);
        awaitDoubled(Operation.TAG_RESOURCE);

        CELLS.stream().filter(Cell::reads).forEach(Cell::arm);
        edit("{\"spec\":{\"tags\":{\"added\":null}}}");
        all("untagged", LostCallsIT::settled);
        awaitDoubled(Operation.UNTAG_RESOURCE);
        assertThat(CELLS)
                .allSatisfy(cell -> assertThat(end(cell)).as(cell.name()).isEqualTo(end(Cell.CONTROL)));

        CELLS.stream().filter(Cell::reads).forEach(Cell::arm);
        CELLS.forEach(cell -> stage.delete(cell.name()));
        CELLS.forEach(cell -> stage.awaitGone(cell.name()));
        CELLS.forEach(cell -> System.out.printf(
                "lost calls: %-22s %3d calls, effects %s%n",
                cell.name(), calls(cell).count(), effects(cell)));
        assertThat(CELLS).allSatisfy(LostCallsIT::judge);
        assertThat(stage.simulator().world().jobs()).isEmpty();
        assertThat(stage.simulator().journal().doubleJobs()).isEmpty();
        assertThat(operator.log()).doesNotContain(" ERROR ");
    }

    /** What comes late must not come into the next step. */
    private static void awaitDoubled(Operation operation) {
        CELLS.stream()
                .filter(cell -> cell.doubled() && cell.operation() == operation)
                .forEach(cell -> Awaitility.await("the late effect of " + cell.name())
                        .until(() -> Long.valueOf(2).equals(effects(cell).get(operation))));
    }

    private static void create(Cell cell) {
        stage.workspace(cell.region(), "plant");
        SyncJob object = Stage.syncJob(cell.name(), cell.region(), "plant");
        object.setSpec(SyncJobSpec.of("plant", "SITEWISE", Stage.ROLE, Map.of("kept", "old"), cell.region()));
        stage.create(object);
    }

    private static void edit(String patch) {
        CELLS.forEach(cell -> stage.patch(cell.name(), patch));
    }

    private static void all(String what, Predicate<SyncJob> expected) {
        CELLS.forEach(cell -> stage.await(cell.name() + " is " + what, cell.name(), expected));
    }

    private static boolean settled(SyncJob object) {
        return Stage.is(object, Condition.READY, "True", "Active")
                && Stage.is(object, Condition.SYNCED, "True", "InSync")
                && object.getMetadata()
                        .getGeneration()
                        .equals(object.getStatus().observedGeneration());
    }

    private static String end(Cell cell) {
        return Ending.of(stage, cell.name(), cell.key());
    }

    /** How many calls of each operation had an effect. */
    private static Map<Operation, Long> effects(Cell cell) {
        return calls(cell)
                .filter(JournalEntry::effect)
                .collect(Collectors.groupingBy(JournalEntry::operation, TreeMap::new, Collectors.counting()));
    }

    private static Stream<JournalEntry> calls(Cell cell) {
        return stage.simulator().journal().entries().stream()
                .filter(entry -> entry.key().place().region().equals(cell.region()))
                .filter(entry -> entry.operation() != null);
    }

    private static void judge(Cell cell) {
        if (!cell.equals(Cell.CONTROL)) {
            assertThat(stage.simulator().faults().struck(cell.name()))
                    .as("losses of " + cell.name())
                    .isEqualTo(cell.loss().times(cell.operation()));
        }
        Map<Operation, Long> expected = new TreeMap<>(Map.of(
                Operation.CREATE_SYNC_JOB, 1L,
                Operation.TAG_RESOURCE, 1L,
                Operation.UNTAG_RESOURCE, 1L,
                Operation.DELETE_SYNC_JOB, 1L));
        if (cell.doubled()) {
            // The same tags once more, by a call that nobody waits for any longer.
            expected.put(cell.operation(), 2L);
        }
        assertThat(effects(cell)).as("effects of " + cell.name()).isEqualTo(expected);
        assertThat(stage.simulator().world().job(cell.key())).isEmpty();
    }
}
