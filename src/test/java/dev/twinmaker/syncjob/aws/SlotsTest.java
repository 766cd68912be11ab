package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How many threads the calls of one account and region may hold. */
class SlotsTest {

    private final Slots slots = new Slots(Duration.ZERO);

    @Test
    void theOnlyPlaceGetsMostUntilThereIsAnother() {
        List<Slots.Slot> all = taken("north", false);
        assertThat(all).hasSize(Slots.MOST_OF_THE_ONLY_ONE);
        assertThat(taken("south", false)).hasSize(Slots.MOST_OF_ONE);
        all.forEach(Slots.Slot::giveBack);
        assertThat(taken("north", false)).hasSize(Slots.MOST_OF_ONE);
    }

    @Test
    void aPlaceThatIsWellGetsHalfOfTheThreadsAndLeavesTheOthersTheirs() {
        slots.take("elsewhere", false);
        assertThat(taken("north", false)).hasSize(Slots.MOST_OF_ONE);
        assertThat(taken("south", false)).hasSize(Slots.MOST_OF_ONE);
    }

    @Test
    void aPlaceInTroubleGetsFewAndAllSuchPlacesTogetherLeaveHalfToTheOthers() {
        int all = 0;
        for (int place = 0; place < 100; place++) {
            int some = taken("silent-" + place, true).size();
            assertThat(some).isLessThanOrEqualTo(Slots.MOST_OF_ONE_IN_TROUBLE);
            all += some;
        }
        assertThat(all).isEqualTo(Slots.MOST_OF_ALL_IN_TROUBLE);
        assertThat(taken("well", false)).hasSize(Slots.MOST_OF_ONE);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAlsoWhereThePlaceFellIntoTroubleMeanwhile() {
        List<Slots.Slot> slotsOfOne = taken("north", false);
        assertThat(slots.take("north", true)).isNull();
        slotsOfOne.forEach(Slots.Slot::giveBack);
        assertThat(taken("north", true)).hasSize(Slots.MOST_OF_ONE_IN_TROUBLE);
    }

    @Test
    void whereAllIsWellWhoComesWaitsForTheMomentThatACallTakes() {
        Slots patient = new Slots(Duration.ofMinutes(1));
        Slots.Slot first = Objects.requireNonNull(patient.take("north", false));
        for (int i = 1; i < Slots.MOST_OF_THE_ONLY_ONE; i++) {
            assertThat(patient.take("north", false)).isNotNull();
        }
        CompletableFuture<Slots.Slot> late = CompletableFuture.supplyAsync(() -> patient.take("north", false));
        assertThat(patient.take("north", true)).as("in trouble").isNull();
        first.giveBack();
        assertThat(late.join()).isNotNull();
    }

    @Test
    void whoIsInterruptedGetsNone() {
        Slots patient = new Slots(Duration.ofMinutes(1));
        for (int i = 0; i < Slots.MOST_OF_THE_ONLY_ONE; i++) {
            assertThat(patient.take("north", false)).isNotNull();
        }
        Thread.currentThread().interrupt();
        assertThat(patient.take("north", false)).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoGotNoneStaysAwayTheLongerTheMoreThereAreUntilOneIsFree() {
        List<Slots.Slot> all = taken("north", false);
        Duration one = slots.away();
        for (int i = 0; i < 50; i++) {
            assertThat(slots.take("north", false)).isNull();
        }
        assertThat(slots.away()).isGreaterThan(one);
        for (int i = 0; i < 1000; i++) {
            assertThat(slots.take("north", false)).isNull();
        }
        assertThat(slots.away()).isEqualTo(Duration.ofSeconds(3));
        all.get(0).giveBack();
        assertThat(slots.away()).isEqualTo(Duration.ofMillis(200));
    }

    /** As many as there are. */
    private List<Slots.Slot> taken(String place, boolean inTrouble) {
        List<Slots.Slot> taken = new ArrayList<>();
        for (Slots.Slot slot = slots.take(place, inTrouble); slot != null; slot = slots.take(place, inTrouble)) {
            taken.add(Objects.requireNonNull(slot));
        }
        return taken;
    }
}
