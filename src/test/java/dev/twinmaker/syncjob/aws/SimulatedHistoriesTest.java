package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.AwsDouble;
import dev.twinmaker.syncjob.core.HistoriesContract;
import dev.twinmaker.syncjob.core.SettableClock;
import dev.twinmaker.syncjob.simulator.Journal;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The histories before the simulator, with the adapter, the real SDK and HTTP in between. */
class SimulatedHistoriesTest extends HistoriesContract {

    private static final HistoryBench BENCH = new HistoryBench();

    private static long requests;
    private static final Map<Operation, Long> effects = new EnumMap<>(Operation.class);

    @BeforeContainer
    static void begin() {
        BENCH.open();
    }

    @AfterContainer
    static void end() {
        BENCH.close();
        System.out.printf("%d requests over HTTP, of which took effect: %s%n", requests, effects);
    }

    @Property(tries = 1000, seed = "20261124", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void randomHistoriesOfTwoClustersNeverHarmAndConvergeWhenTheFaultsEnd(@ForAll long random) {
        playOf(random);
    }

    @Override
    protected AwsDouble aws(SettableClock clock) {
        return BENCH.begin(clock);
    }

    @Override
    protected void inTheEnd(AwsDouble aws) {
        Journal journal = ((SimulatedAws) aws).simulator().journal();
        assertThat(journal.doubleJobs())
                .as("creates that took effect beside a live job")
                .isEmpty();
        List<JournalEntry> entries = journal.entries();
        requests += entries.size();
        entries.stream().filter(JournalEntry::effect).forEach(entry -> effects.merge(entry.operation(), 1L, Long::sum));
    }
}
