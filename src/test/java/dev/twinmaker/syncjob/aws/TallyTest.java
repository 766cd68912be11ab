package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import dev.twinmaker.syncjob.core.port.Tally;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.SyncResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a job has synced is counted over a few pages. */
class TallyTest {

    @RegisterExtension
    private static final Bench BENCH = new Bench();

    @Test
    void entities_and_component_types_are_counted_apart() {
        seed(7, 3);
        assertThat(count()).isEqualTo(new Tally.Known(7, 3, false));
        assertThat(BENCH.tries(Operation.LIST_SYNC_RESOURCES)).hasSize(1);
    }

    @Test
    void a_job_without_resources_has_none() {
        seed(0, 0);
        assertThat(count()).isEqualTo(new Tally.Known(0, 0, false));
    }

    @Test
    void a_thousand_are_counted_to_the_last() {
        seed(900, 100);
        assertThat(count()).isEqualTo(new Tally.Known(900, 100, false));
        assertThat(BENCH.tries(Operation.LIST_SYNC_RESOURCES)).hasSize(5);
    }

    @Test
    void beyond_five_pages_it_is_only_said_that_there_are_more() {
        seed(1001, 0);
        assertThat(count()).isEqualTo(new Tally.Known(1000, 0, true));
        assertThat(BENCH.tries(Operation.LIST_SYNC_RESOURCES)).hasSize(5);
    }

    @Test
    void what_cannot_be_counted_says_why() {
        seed(1, 1);
        BENCH.simulator()
                .faults()
                .always(
                        FaultMatch.of(Operation.LIST_SYNC_RESOURCES),
                        FaultAction.Answer.error(403, "AccessDeniedException"));
        assertThat(count()).isInstanceOfSatisfying(Tally.Unreadable.class, unreadable -> {
            assertThat(unreadable.failure().kind()).isEqualTo(Failure.Kind.DENIED);
            assertThat(unreadable.failure().text()).contains("iottwinmaker:ListSyncResources");
        });
    }

    @Test
    void counting_shares_the_turn_of_the_look_before_it_and_is_paid_for_by_those_that_follow() {
        seed(300, 0);
        TwinMakerSyncJobs poor =
                BENCH.with(new AwsSettings(Bench.REGION, true, false, Duration.ofSeconds(5), 1, 2, 1, 1));
        assertThat(poor.look(Bench.IDENTITY, true, Bench.CALLER)).isInstanceOf(Observation.Present.class);
        assertThat(poor.tally(Bench.IDENTITY, Bench.CALLER)).isEqualTo(new Tally.Known(300, 0, false));
        assertThat(BENCH.tries(Operation.LIST_SYNC_RESOURCES)).hasSize(2);
        assertThat(poor.look(Bench.IDENTITY, false, new Caller("other", Lane.URGENT, Optional.empty())))
                .isEqualTo(new Observation.NotNow(Duration.ofSeconds(3)));
    }

    private static Tally count() {
        return BENCH.jobs().tally(Bench.IDENTITY, Bench.CALLER);
    }

    private static void seed(int entities, int componentTypes) {
        List<SyncResource> resources = Stream.concat(
                        IntStream.range(0, entities).mapToObj(i -> SyncResource.asset("asset-" + i)),
                        IntStream.range(0, componentTypes).mapToObj(i -> SyncResource.model("model-" + i)))
                .toList();
        BENCH.simulator()
                .world()
                .addJob(JobSeed.active(Bench.KEY, Bench.ROLE).tagged(Bench.TAGS).with(resources));
    }
}
