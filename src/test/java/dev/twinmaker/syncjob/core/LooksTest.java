package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much each look asks AWS for, and how urgent it is. Tags are a call of their own, and prove whose the job is. */
class LooksTest {

    private final SettableClock clock = new SettableClock(Scene.START);
    private final InMemorySyncJobs jobs = new InMemorySyncJobs(clock);
    private final List<String> looks = new ArrayList<>();
    private final Scene scene = new Scene(clock, Scene.US, new Watched());

    /** The service, and a note of each look: with tags or without, and its lane. */
    private final class Watched extends ForwardingSyncJobs {

        Watched() {
            super(jobs);
        }

        @Override
        public Observation look(Identity identity, boolean withTags, Caller caller) {
            looks.add((withTags ? "with " : "without ") + caller.lane());
            return super.look(identity, withTags, caller);
        }
    }

    @Test
    void theTagsOfASteadyJobAreReadOnEveryFourthLookAndNobodyIsInAHurry() {
        steady();
        scene.follow(8);
        assertThat(looks)
                .containsExactly(
                        "without PERIODIC",
                        "without PERIODIC",
                        "without PERIODIC",
                        "with PERIODIC",
                        "without PERIODIC",
                        "without PERIODIC",
                        "without PERIODIC",
                        "with PERIODIC");
    }

    @Test
    void whatAPersonHasDoneIsLookedAtWithTagsAndAtOnce() {
        steady();
        scene.ask("now");
        scene.pass();
        scene.edit(Map.of("team", "red"));
        scene.pass();
        scene.delete();
        scene.pass();
        assertThat(looks).containsExactly("with URGENT", "with URGENT", "with URGENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATING", "INITIALIZING"})
    void whileAwsMakesAJobOfOursItsTagsAreReadOnEveryFourthLook(String state) {
        scene.policy = Policies.AUTOMATIC;
        Scene.passUntil(() -> jobs.at(Scene.IDENTITY).isPresent(), scene::follow);
        enter(state);
        scene.follow(2);
        looks.clear();
        scene.follow(4);
        assertThat(looks)
                .as("three without, and one with")
                .containsExactlyInAnyOrder("without URGENT", "without URGENT", "without URGENT", "with URGENT");
    }

    @Test
    void whileAwsDeletesTheJobOfADeletionItsTagsAreReadOnEveryFourthLook() {
        steady();
        scene.delete();
        scene.follow(2);
        looks.clear();
        scene.follow(4);
        assertThat(looks)
                .containsExactlyInAnyOrder("without URGENT", "without URGENT", "without URGENT", "with URGENT");
    }

    @Test
    void whileAwsDeletesTheJobThatIsReplacedItsTagsAreReadOnEveryFourthLook() {
        steady();
        scene.policy = Policies.AUTOMATIC;
        scene.editRole(Scene.OTHER_ROLE);
        until(job -> job.state.equals("DELETING"));
        scene.follow(2);
        looks.clear();
        scene.follow(4);
        assertThat(looks)
                .containsExactlyInAnyOrder("without URGENT", "without URGENT", "without URGENT", "with URGENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR", "DELETING", "HIBERNATING", "INITIALIZING"})
    void aSteadyJobThatShowsAnotherStateProvesAtOnceWhoseItIs(String state) {
        steady();
        enter(state);
        scene.follow();
        boolean ofAws = state.equals("INITIALIZING");
        assertThat(looks).isEqualTo(ofAws ? List.of("without PERIODIC") : List.of("without PERIODIC", "with PERIODIC"));
    }

    @Test
    void aJobThatStandsWhereOursStoodProvesAtOnceWhoseItIs() {
        steady();
        jobs.remove(Scene.IDENTITY);
        clock.advance(Duration.ofSeconds(1));
        jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.STRANGER.tags());
        scene.follow();
        assertThat(looks).containsExactly("without PERIODIC", "with PERIODIC");
        assertThat(scene.third()).isEqualTo("Stalled OwnedByAnother");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACTIVE", "CREATING", "ERROR"})
    void aJobThatShouldGoAndIsShownAsStayingProvesAtOnceWhoseItIs(String state) {
        steady();
        scene.delete();
        scene.follow(2);
        looks.clear();
        enter(state);
        scene.follow();
        assertThat(looks).containsExactly("without URGENT", "with URGENT");
    }

    private void steady() {
        jobs.moving = true;
        Scene.passUntil(() -> Kstatus.Current == scene.kstatus(), scene::follow);
        jobs.moving = false;
        scene.follow();
        scene.pass();
        while (!looks.get(looks.size() - 1).startsWith("with ")) {
            scene.follow();
        }
        looks.clear();
    }

    private void enter(String state) {
        jobs.at(Scene.IDENTITY).orElseThrow().enter(state, clock.instant(), Duration.ZERO);
    }

    private void until(Predicate<StoredJob> there) {
        Scene.passUntil(() -> there.test(jobs.at(Scene.IDENTITY).orElseThrow()), scene::follow);
    }
}
