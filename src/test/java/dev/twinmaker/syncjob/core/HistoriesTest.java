package dev.twinmaker.syncjob.core;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Many histories before a service in memory, which is fast. */
class HistoriesTest extends HistoriesContract {

    @Property(tries = 3000, seed = "20260401", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void randomHistoriesOfTwoClustersNeverHarmAndConvergeWhenTheFaultsEnd(@ForAll long random) {
        playOf(random);
    }

    @Override
    protected AwsDouble aws(SettableClock clock) {
        return new InMemoryAws(new InMemorySyncJobs(clock), clock);
    }
}
