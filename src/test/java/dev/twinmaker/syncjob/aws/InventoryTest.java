package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Inventory;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.Mangling;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What there is in an account is listed whole, or it is said why not. */
class InventoryTest {

    @RegisterExtension
    static final Bench BENCH = new Bench();

    private static Inventory inventory() {
        return BENCH.jobs().inventory();
    }

    @Test
    void workspaces_and_their_jobs_are_listed() {
        BENCH.seeded();

        assertThat(inventory().workspaces(Bench.REGION).items()).containsExactly("annex", "plant");
        assertThat(inventory().jobs(Bench.REGION, "plant").items()).containsExactly(Bench.IDENTITY);
        assertThat(inventory().jobs(Bench.REGION, "annex").items()).isEmpty();
    }

    @Test
    void every_page_is_read_where_the_first_is_empty_and_others_are_short() {
        IntStream.range(0, 450)
                .forEach(i -> BENCH.simulator().world().addWorkspace(Place.in(Bench.REGION), "hall-" + i));
        BENCH.simulator().knobs().consistency.emptyFirstPage = true;
        BENCH.simulator().knobs().consistency.shiftingPages = true;

        Inventory.Listing<String> listing = inventory().workspaces(Bench.REGION);

        assertThat(listing.failure()).isEmpty();
        assertThat(listing.items()).hasSize(452).doesNotHaveDuplicates();
    }

    @Test
    void a_list_that_names_the_same_page_again_and_again_is_not_taken_for_whole() {
        BENCH.simulator().world().addJob(JobSeed.active(Bench.KEY, Bench.ROLE));
        BENCH.simulator()
                .faults()
                .always(FaultMatch.of(Operation.LIST_SYNC_JOBS), FaultAction.Mangle.of(Mangling.REPEATED_TOKEN));

        Inventory.Listing<Identity> listing = inventory().jobs(Bench.REGION, "plant");

        assertThat(listing.items()).contains(Bench.IDENTITY);
        assertThat(listing.failure()).get().extracting(Failure::kind).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(BENCH.tries(Operation.LIST_SYNC_JOBS)).hasSize(2);
    }

    @Test
    void a_list_that_fails_behind_its_first_page_shows_what_was_read_and_why_it_ends() {
        BENCH.simulator().world().addJob(JobSeed.active(Bench.KEY, Bench.ROLE));
        BENCH.simulator().knobs().consistency.emptyFirstPage = true;
        BENCH.simulator()
                .faults()
                .always(
                        FaultMatch.of(Operation.LIST_SYNC_JOBS).onCall(2),
                        FaultAction.Answer.error(403, "AccessDeniedException"));

        Inventory.Listing<Identity> listing = inventory().jobs(Bench.REGION, "plant");

        assertThat(listing.items()).isEmpty();
        assertThat(listing.failure()).get().extracting(Failure::kind).isEqualTo(Failure.Kind.DENIED);
    }

    @Test
    void a_list_waits_for_nobody_where_the_budget_has_no_room() {
        TwinMakerSyncJobs poor =
                BENCH.with(new AwsSettings(Bench.REGION, true, false, Duration.ofSeconds(5), 1, 1, 1, 1));
        BENCH.simulator().knobs().consistency.emptyFirstPage = true;

        Inventory.Listing<String> listing = poor.inventory().workspaces(Bench.REGION);

        assertThat(listing.failure()).get().extracting(Failure::kind).isEqualTo(Failure.Kind.THROTTLED);
        assertThat(listing.failure().orElseThrow().retryAfter()).isPresent();
    }
}
