package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Drift;
import dev.twinmaker.syncjob.core.decision.Drifts;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Sibling;
import dev.twinmaker.syncjob.core.report.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sentences in which a person is told what is wrong, what it costs, and the way out. */
class WordsTest {

    @Test
    void aDriftNamesTheRolesAndTheKeysButNotTheValuesOfTags() {
        Drift role = new Drift("roleArn", "wanted", "real");
        Drift missing = new Drift("tags[team]", "blue", null);
        Drift other = new Drift("tags[cost]", "7", "8");
        Drift surplus = new Drift("tags[old]", null, "x");
        assertThat(Drifts.sentence(List.of(role))).isEqualTo("The job has role real, the spec wants wanted.");
        assertThat(Drifts.sentence(List.of(missing, other))).isEqualTo("Tags to be set: team, cost.");
        assertThat(Drifts.sentence(List.of(surplus))).isEqualTo("Tags to be removed: old.");
        assertThat(Drifts.sentence(List.of(role, surplus, missing)))
                .isEqualTo("The job has role real, the spec wants wanted; tags to be set: team; tags to be removed:"
                        + " old.");
    }

    @Test
    void aJobThatIsNotThereAndOneThatAwsDeletesAreTwoSentences() {
        assertThat(Drifts.sentence(List.of(new Drift("job", "present", null)))).isEqualTo("There is no job.");
        assertThat(Drifts.sentence(List.of(new Drift("job", "present", "DELETING"))))
                .isEqualTo("AWS is deleting the job.");
    }

    @Test
    void aWorkspaceThatIsNotThereIsNamedWithItsRegion() {
        Scene scene = new Scene();
        scene.jobs.missingWorkspaces.add("factory");
        scene.follow(3);
        assertThat(told(scene, Condition.RECONCILING))
                .isEqualTo("Workspace factory does not exist in region eu-central-1 of this account.");
    }

    @Test
    void whoHoldsTheSourceIsNamedWhereItIsASyncJobOfThisCluster() {
        String words = "Source SITEWISE is connected to another workspace of this account and region, and a source can"
                + " be connected to one only: ";
        Scene ours = sourceInUse();
        ours.holder = Optional.of(
                new Sibling(Scene.NEIGHBOUR, new Identity("eu-central-1", "barn", "SITEWISE"), Scene.CREATED));
        ours.afterSeconds(60);
        assertThat(told(ours, Condition.STALLED))
                .isEqualTo(words + "SyncJob other/factory holds it for workspace barn.");
        assertThat(told(sourceInUse(), Condition.STALLED)).isEqualTo(words + "AWS says CONFLICT.");
    }

    private static Scene sourceInUse() {
        Scene scene = new Scene();
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.CONFLICT));
        Scenes.until(scene, s -> s.third().equals("Stalled SourceInUse"));
        return scene;
    }

    @Test
    void aJobThatVanishedIsCreatedAgainOnlyWhereTheOperatorMay() {
        assertThat(vanished(Policy.DEFAULT)).endsWith("is gone without the operator's doing; it is created again.");
        assertThat(vanished(Policies.SUSPENDED)).endsWith("is gone without the operator's doing.");
    }

    @Test
    void aDeletionSaysWhetherTheJobGoesOrStays() {
        assertThat(deletion(Policy.DEFAULT)).isEqualTo("Deleting the job and the entities it synced.");
        assertThat(deletion(Policies.RETAIN)).isEqualTo("Taking the owner tags off the job.");
    }

    @Test
    void aSuspendedObjectSaysWhatWaitsAndForWhat() {
        assertThat(suspended(Policies.AUTOMATIC))
                .isEqualTo("spec.suspend is true: the calls in status.plan wait until it is false.");
        assertThat(suspended(Policies.ON_APPROVAL))
                .isEqualTo("spec.suspend is true: the calls in status.plan wait until it is false, and then for an"
                        + " approval.");
        assertThat(suspended(Policy.DEFAULT))
                .isEqualTo("spec.suspend is true and the job differs from the spec; only a person can change that.");

        Scene tags = Scenes.steady(Policies.suspended(Policies.ON_APPROVAL));
        tags.edit(Map.of("team", "red"));
        tags.follow();
        assertThat(told(tags, Condition.STALLED))
                .isEqualTo("spec.suspend is true: the calls in status.plan wait until it is false.");
    }

    @Test
    void aJobOfAnotherIsLeftAloneAndTheWayToAdoptItIsTold() {
        String nobodys =
                "Workspace factory has a sync job that belongs to nobody: it has no owner tags. It is left alone.";
        assertThat(leftAlone(Policy.DEFAULT, Map.of()))
                .isEqualTo(nobodys + " Set spec.adoptionPolicy to IfUnowned to adopt it.");
        String neighbours =
                "It is left alone. Set spec.adoptionPolicy to IfUnowned to adopt it once that SyncJob is gone.";
        assertThat(leftAlone(Policy.DEFAULT, Scene.NEIGHBOUR.tags())).endsWith(neighbours);
        assertThat(leftAlone(Policies.ADOPT, Scene.NEIGHBOUR.tags())).endsWith("It is left alone.");
        assertThat(leftAlone(Policy.DEFAULT, Scene.STRANGER.tags())).endsWith("It is left alone.");
        assertThat(leftAlone(Policy.DEFAULT, Map.of("twinmaker.dev/uid", "x")))
                .endsWith("It is left alone. To have it adopted, take its twinmaker.dev/ tags off.");
    }

    @Test
    void whileAwsIsHardToReachTheFirstFailureIsToldUntilTheSpecChanges() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE, "The first failure."));
        scene.follow(5);
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE, "The second failure."));
        scene.follow(2);
        assertThat(told(scene, Condition.SYNCED)).isEqualTo("The first failure.");
        scene.edited();
        scene.follow();
        assertThat(told(scene, Condition.SYNCED)).isEqualTo("The second failure.");
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.NO_CREDENTIALS, "The third failure."));
        scene.follow();
        assertThat(told(scene, Condition.SYNCED)).isEqualTo("The third failure.");
    }

    @Test
    void whatAPersonHasToMendIsToldAsItIsNow() {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED, "Action A is not allowed."));
        scene.follow(2);
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED, "Action B is not allowed."));
        scene.follow();
        assertThat(told(scene, Condition.SYNCED)).isEqualTo("Action B is not allowed.");
    }

    @Test
    void aDeletionThatWaitsForTheBudgetSaysWhatItSaidBefore() {
        Scene scene = Scene.steady();
        scene.delete();
        scene.jobs.always(LOOK, Fault.refused(Failure.Kind.UNAVAILABLE, "The failure."));
        scene.follow();
        scene.jobs.always(LOOK, new Fault.Busy(Duration.ofSeconds(1)));
        scene.follow();
        assertThat(told(scene, Condition.RECONCILING)).isEqualTo("The failure.");
    }

    private static String leftAlone(Policy policy, Map<String, String> tags) {
        Scene scene = Scenes.found(policy, Duration.ofHours(2), tags);
        scene.owners.others.add(Scene.NEIGHBOUR);
        scene.follow();
        assertThat(scene.third()).isEqualTo("Stalled OwnedByAnother");
        return told(scene, Condition.STALLED);
    }

    private static String suspended(Policy policy) {
        return told(Scenes.otherRole(Policies.suspended(policy)), Condition.STALLED);
    }

    private static String deletion(Policy policy) {
        Scene scene = Scenes.steady(policy);
        scene.delete();
        scene.follow();
        return told(scene, Condition.RECONCILING);
    }

    private static String vanished(Policy policy) {
        Scene scene = Scenes.steady(policy);
        scene.jobs.remove(Scene.IDENTITY);
        scene.follow(5);
        return scene.notices.stream()
                .filter(notice -> notice.reason().equals("JobVanished"))
                .map(Notice::note)
                .findFirst()
                .orElseThrow();
    }

    private static String told(Scene scene, String type) {
        return scene.condition(type).message();
    }
}
