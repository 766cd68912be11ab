package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.ConditionTable.Line;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Sibling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The condition table for what policies, other SyncJobs and other accounts lead to. */
final class PolicyTable {

    private PolicyTable() {}

    static List<Line> ofClaims() {
        return List.of(
                new Line(
                        "the credentials belong to another account than the job",
                        "True Active",
                        "False AccountMismatch",
                        "Stalled AccountMismatch",
                        Kstatus.Failed,
                        "give the operator credentials of the account in status.accountId",
                        () -> {
                            Scene scene = Scene.steady();
                            scene.jobs.account = "999999999999";
                            scene.follow();
                            return scene;
                        }),
                new Line(
                        "another SyncJob of this cluster has the same identity and wins",
                        "False Duplicate",
                        "False Duplicate",
                        "Stalled Duplicate",
                        Kstatus.Failed,
                        "delete one of the two; the loser goes on when the winner is gone",
                        () -> {
                            Scene scene = new Scene();
                            scene.rivals = List.of(older(Scene.NEIGHBOUR));
                            scene.pass();
                            return scene;
                        }),
                new Line(
                        "the job shows no owner tags and may be adopted, for up to 2 minutes",
                        "False VerifyingOwnership",
                        "False VerifyingOwnership",
                        "Reconciling VerifyingOwnership",
                        Kstatus.InProgress,
                        ConditionTable.NOTHING,
                        () -> foreign(Map.of("team", "red"))),
                new Line(
                        "the job of a SyncJob that is gone is being adopted",
                        "False VerifyingOwnership",
                        "False VerifyingOwnership",
                        "Reconciling VerifyingOwnership",
                        Kstatus.InProgress,
                        ConditionTable.NOTHING,
                        () -> foreign(Scene.NEIGHBOUR.tags())));
    }

    static List<Line> ofLooking() {
        return List.of(
                new Line(
                        "suspended; the job is missing",
                        "False NotFound",
                        "False Suspended",
                        "Stalled Suspended",
                        Kstatus.Failed,
                        "set suspend to false; status.plan says what happens then",
                        () -> {
                            Scene scene = new Scene();
                            scene.policy = Policies.SUSPENDED;
                            scene.pass();
                            return scene;
                        }),
                new Line(
                        "suspended; something is left undone",
                        "True Active",
                        "False Suspended",
                        "Stalled Suspended",
                        Kstatus.Failed,
                        "set suspend to false; status.plan says what happens then",
                        () -> differs(Policies.SUSPENDED, "ACTIVE")),
                new Line(
                        "suspended; there is nothing to do",
                        "True Active",
                        "True InSync",
                        "-",
                        Kstatus.Current,
                        ConditionTable.NOTHING,
                        () -> {
                            Scene scene = Scene.steady();
                            scene.edit(Policies.SUSPENDED);
                            scene.pass();
                            return scene;
                        }),
                new Line(
                        "ObserveOnly; the job is missing",
                        "False NotFound",
                        "False NotFound",
                        "Reconciling NotFound",
                        Kstatus.InProgress,
                        "create the job, or set managementPolicy to Full",
                        () -> {
                            Scene scene = new Scene();
                            scene.policy = Policies.OBSERVE;
                            scene.held = false;
                            scene.pass();
                            return scene;
                        }),
                new Line(
                        "ObserveOnly; the job differs from the spec",
                        "True Active",
                        "False Drifted",
                        "-",
                        Kstatus.Current,
                        "nothing; status.drift says how, status.plan what Full would do",
                        () -> differs(Policies.OBSERVE, "ACTIVE")));
    }

    static List<Line> ofReplacement() {
        return List.of(
                new Line(
                        "the role differs or AWS says ERROR; deletionProtection is true",
                        "True Active",
                        "False ReplacementRequired",
                        "Stalled ReplacementRequired",
                        Kstatus.Failed,
                        "put the old role back, or lift the protection",
                        () -> roleDiffers(Policies.guarded(Policies.AUTOMATIC), "ACTIVE")),
                new Line(
                        "the role differs or AWS says ERROR; OnApproval, for up to approval-window",
                        "True Active",
                        "False AwaitingApproval",
                        "Reconciling AwaitingApproval",
                        Kstatus.InProgress,
                        "approve the replacement as the message says",
                        () -> roleDiffers(Policies.ON_APPROVAL, "ACTIVE")),
                new Line(
                        "the role differs or AWS says ERROR; OnApproval, for longer",
                        "False SyncFailed",
                        "False AwaitingApproval",
                        "Stalled AwaitingApproval",
                        Kstatus.Failed,
                        "approve the replacement as the message says",
                        () -> {
                            Scene scene = roleDiffers(Policies.ON_APPROVAL, "ERROR");
                            scene.after(Duration.ofMinutes(16));
                            return scene;
                        }),
                new Line(
                        "the role differs or AWS says ERROR; Automatic, but 3 times already for this generation",
                        "False SyncFailed",
                        "True InSync",
                        "Stalled SyncFailed",
                        Kstatus.Failed,
                        "mend what AWS says, then change the spec",
                        PolicyTable::usedUp),
                new Line(
                        "a replacement is under way",
                        "False Replacing",
                        "False Replacing",
                        "Reconciling Replacing",
                        Kstatus.InProgress,
                        ConditionTable.NOTHING,
                        () -> {
                            Scene scene = roleDiffers(Policies.AUTOMATIC, "ACTIVE");
                            scene.follow(2);
                            return scene;
                        }));
    }

    private static Sibling older(Owner owner) {
        return new Sibling(owner, Scene.IDENTITY, Scene.CREATED.minusSeconds(60));
    }

    private static Scene foreign(Map<String, String> tags) {
        Scene scene = new Scene();
        scene.policy = Policies.ADOPT;
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, tags);
        scene.pass();
        return scene;
    }

    private static Scene differs(Policy policy, String state) {
        Scene scene = new Scene().created();
        scene.state(state);
        scene.follow();
        scene.held = !policy.observing();
        scene.tags = Map.of("team", "red");
        scene.edit(policy);
        scene.pass();
        return scene;
    }

    private static Scene roleDiffers(Policy policy, String state) {
        Scene scene = new Scene().created();
        scene.state(state);
        scene.follow();
        scene.roleArn = Scene.OTHER_ROLE;
        scene.edit(policy);
        scene.pass();
        return scene;
    }

    private static Scene usedUp() {
        Scene scene = Scene.steady();
        scene.edit(Policies.AUTOMATIC);
        scene.jobs.moving = true;
        for (int i = 0; i < 200 && scene.jobs.count(Operation.DELETE) < 3; i++) {
            fail(scene);
            scene.follow();
        }
        while (!"True Active".equals(scene.ready())) {
            scene.follow();
        }
        fail(scene);
        scene.follow(2);
        return scene;
    }

    private static void fail(Scene scene) {
        Optional<StoredJob> active = scene.jobs.at(Scene.IDENTITY).filter(job -> "ACTIVE".equals(job.state));
        active.ifPresent(job -> scene.state("ERROR"));
    }
}
