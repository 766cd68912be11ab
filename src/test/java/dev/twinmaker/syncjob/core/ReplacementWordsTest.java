package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Recollections;
import dev.twinmaker.syncjob.core.decision.Replacements;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Tally;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a person is told that only a replacement helps: why, what is lost by it, and how to agree. */
class ReplacementWordsTest {

    private static final String ROLES = "AWS cannot change the role of a sync job: the job has role " + Scene.ROLE
            + ", the spec wants " + Scene.OTHER_ROLE + ".";
    private static final String COST =
            " A replacement deletes 12 entities and 3 component types that the job has synced and imports them anew.";

    @Test
    void aRoleThatDiffersNamesBothAndTheTwoWaysOut() {
        Scene scene = Scenes.otherRole(Policy.DEFAULT);
        assertThat(told(scene, Condition.STALLED))
                .isEqualTo(ROLES + " Put the old role back, or set spec.replacementPolicy, which deletes every synced"
                        + " entity and imports it anew.");
    }

    @Test
    void aFailedJobGivesAwsItsWordAndTheWayOut() {
        Scene scene = Scene.steady();
        fail(scene, "SYNC_INITIALIZING_ERROR", "The asset model is gone");
        scene.follow();
        String said = "AWS reports the job as ERROR: SYNC_INITIALIZING_ERROR: The asset model is gone.";
        assertThat(told(scene, Condition.READY)).isEqualTo(said);
        assertThat(told(scene, Condition.STALLED))
                .isEqualTo(said + " AWS does not repair a job: mend the cause, then set spec.replacementPolicy to have"
                        + " it replaced.");
    }

    @Test
    void aFailureIsToldWithItsCodeOrItsTextOrNeitherAndWithOneFullStop() {
        assertThat(ready("A", "Text with its full stop.")).endsWith("ERROR: A: Text with its full stop.");
        assertThat(ready("A", null)).endsWith("ERROR: A.");
        assertThat(ready(null, "Text")).endsWith("ERROR: no code: Text.");
        assertThat(ready(null, null)).endsWith("ERROR: no code.");
    }

    @Test
    void anApprovalIsAskedForWithWhatItCostsAndHowItIsGiven() {
        Scene scene = Scenes.otherRole(Policies.ON_APPROVAL);
        String how = " To approve it, annotate this SyncJob with twinmaker.dev/approve-replacement=" + scene.generation
                + ".";
        assertThat(told(scene, Condition.RECONCILING)).isEqualTo(ROLES + COST + how);

        Scene mistaken = Scenes.otherRole(Policies.ON_APPROVAL);
        mistaken.approve("1");
        mistaken.edited();
        mistaken.follow();
        assertThat(told(mistaken, Condition.RECONCILING))
                .isEqualTo(ROLES + COST + how.replace("=" + scene.generation, "=" + mistaken.generation)
                        + " The approval that is there names another generation.");
    }

    @Test
    void aReplacementSaysWhatItDestroysAlsoWhereThatIsMoreThanWasCounted() {
        assertThat(cost(new Tally.Known(40, 2, false)))
                .contains("deletes 40 entities and 2 component types that the job has synced");
        assertThat(cost(new Tally.Known(9000, 1000, true)))
                .contains("deletes more than 10000 entities and component types that the job has synced");
        assertThat(cost(new Tally.Unreadable(Failure.refused(Failure.Kind.DENIED, "Not allowed."))))
                .endsWith("how much that is could not be counted: Not allowed.");
    }

    @Test
    void whatIsLostIsCountedAnewOnlyForAnotherCause() {
        Scene scene = Scenes.steady(Policies.ON_APPROVAL);
        fail(scene, "A", null);
        scene.follow();
        String first = told(scene, Condition.RECONCILING);
        assertThat(first).contains("ERROR: A.", "12 entities");
        scene.job().entities = 500;
        scene.restart();
        scene.follow();
        assertThat(told(scene, Condition.RECONCILING)).isEqualTo(first);
        scene.job().errorCode = "B";
        scene.follow();
        assertThat(told(scene, Condition.RECONCILING)).contains("ERROR: B.", "500 entities");
    }

    @Test
    void aWaitForAnApprovalIsToldOnceAlsoWhenItStalls() {
        Scene scene = Scenes.otherRole(Policies.ON_APPROVAL);
        scene.notices.clear();
        Scenes.until(scene, s -> s.third().equals("Stalled AwaitingApproval"));
        assertThat(scene.notices).isEmpty();
    }

    private static String ready(@Nullable String code, @Nullable String text) {
        Scene scene = Scene.steady();
        fail(scene, code, text);
        scene.follow();
        return told(scene, Condition.READY);
    }

    private static void fail(Scene scene, @Nullable String code, @Nullable String text) {
        scene.state("ERROR");
        scene.job().errorCode = code;
        scene.job().errorMessage = text;
    }

    private static String cost(Tally tally) {
        Scene scene = Scene.steady();
        scene.editRole(Scene.OTHER_ROLE);
        scene.policy = Policies.ON_APPROVAL;
        scene.memory = Recollections.of(tally, null, null, null);
        Job job = scene.job().seen(scene.clock.instant()).withTags(scene.job().tags);
        return Replacements.decide(scene.findings(new Observation.Present(job), Ownership.OURS), job)
                .orElseThrow()
                .detail()
                .replaceFirst(" To approve it.*", "");
    }

    private static String told(Scene scene, String type) {
        return scene.condition(type).message();
    }
}
