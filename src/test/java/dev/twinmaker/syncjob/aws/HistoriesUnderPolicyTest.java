package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.AwsDouble;
import dev.twinmaker.syncjob.core.HistoriesContract;
import dev.twinmaker.syncjob.core.SettableClock;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Policy;
import dev.twinmaker.syncjob.simulator.PolicyFiles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The histories under the policy of the operator, for the ids of both clusters, since those share a credential here. It
 * denies no read, and nothing on a job that carries the tag of one of them; so nothing that has to be done is in its way.
 */
class HistoriesUnderPolicyTest extends HistoriesContract {

    private static final List<String> CLUSTERS = List.of("cluster-a", "cluster-b");
    private static final HistoryBench BENCH = new HistoryBench();

    private static long requests;
    private static final Map<Operation, Long> denied = new EnumMap<>(Operation.class);

    @BeforeContainer
    static void begin() {
        BENCH.open();
    }

    @AfterContainer
    static void end() {
        BENCH.close();
        System.out.printf("%d requests over HTTP, of which the policy denied %s%n", requests, denied);
    }

    @Property(tries = 300, seed = "20261127", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void randomHistoriesOfTwoClustersConvergeUnderThePolicy(@ForAll long random) {
        playOf(random);
    }

    @Override
    protected AwsDouble aws(SettableClock clock) {
        SimulatedAws aws = (SimulatedAws) BENCH.begin(clock);
        aws.simulator().iam().policies().attach("AKID" + SimulatedAws.ACCOUNT, policy());
        return aws;
    }

    private static Policy policy() {
        String ids = "[\"" + String.join("\", \"", CLUSTERS) + "\"]";
        return Policy.of(PolicyFiles.filled("operator-policy.json")
                .replace("\"" + PolicyFiles.CLUSTER + "\"", ids)
                .replace("workspace/plant", "workspace/" + AwsDouble.IDENTITY.workspaceId())
                .replace("role/sync", "role/*"));
    }

    @Override
    protected void inTheEnd(AwsDouble aws) {
        List<JournalEntry> entries = ((SimulatedAws) aws).simulator().journal().entries();
        List<JournalEntry> refused =
                entries.stream().filter(HistoriesUnderPolicyTest::byPolicy).toList();
        requests += entries.size();
        refused.forEach(entry -> denied.merge(Objects.requireNonNull(entry.operation()), 1L, Long::sum));
        assertThat(refused)
                .as("what the policy denied although it was a read, or on a job of these clusters")
                .noneMatch(entry -> entry.operation() == Operation.GET_SYNC_JOB)
                .noneMatch(entry -> CLUSTERS.contains(entry.tagsBefore().getOrDefault("twinmaker.dev/cluster", "")));
    }

    /** An answer that was put in as a fault is given before the resource is looked at. */
    private static boolean byPolicy(JournalEntry entry) {
        return entry.errorCode().equals("AccessDeniedException")
                && !entry.resource().isEmpty();
    }
}
