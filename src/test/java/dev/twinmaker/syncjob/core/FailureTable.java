package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.LOOK;

import dev.twinmaker.syncjob.core.ConditionTable.Line;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The condition table for objects whose job cannot be read, or is not theirs, or may not be written. */
final class FailureTable {

    private FailureTable() {}

    static List<Line> lines() {
        return List.of(
                new Line(
                        "no access allows it",
                        "True Active",
                        "False AccessNotGranted",
                        "Stalled AccessNotGranted",
                        Kstatus.Failed,
                        "change the spec, or ask an admin to extend the access",
                        () -> refused(Granted.notGranted())),
                new Line(
                        "several accesses are for the namespace",
                        "True Active",
                        "False AccessAmbiguous",
                        "Stalled AccessAmbiguous",
                        Kstatus.Failed,
                        "ask an admin to take the namespace out of all accesses but one",
                        () -> refused(Granted.ambiguous())),
                new Line(
                        "a defect in the operator",
                        "Unknown OperatorError",
                        "Unknown OperatorError",
                        "Reconciling OperatorError",
                        Kstatus.InProgress,
                        "report it, with the operator's log",
                        () -> {
                            Scene scene = Scene.steady();
                            scene.defect("A defect ended the pass.");
                            return scene;
                        }),
                new Line(
                        "the job belongs to another object or cluster",
                        "False OwnedByAnother",
                        "False OwnedByAnother",
                        "Stalled OwnedByAnother",
                        Kstatus.Failed,
                        "delete one of the two, or let the owner named in the message go of the job",
                        () -> foreign(Scene.STRANGER.tags())),
                new Line(
                        "the job belongs to nobody",
                        "False OwnedByAnother",
                        "False OwnedByAnother",
                        "Stalled OwnedByAnother",
                        Kstatus.Failed,
                        "set adoptionPolicy to IfUnowned, or delete the job by hand if nobody needs it",
                        () -> foreign(Map.of("team", "red"))),
                new Line(
                        "our own job shows no owner tags, for up to 2 minutes",
                        "False VerifyingOwnership",
                        "False VerifyingOwnership",
                        "Reconciling VerifyingOwnership",
                        Kstatus.InProgress,
                        ConditionTable.NOTHING,
                        () -> {
                            Scene scene = new Scene();
                            scene.jobs.tagLag = Duration.ofSeconds(90);
                            scene.created().follow();
                            return scene;
                        }),
                new Line(
                        "no credentials",
                        "True Active",
                        "False CredentialsUnavailable",
                        "Reconciling CredentialsUnavailable",
                        Kstatus.InProgress,
                        "give the operator its AWS identity back",
                        () -> lookFails(Fault.refused(Failure.Kind.NO_CREDENTIALS))),
                new Line(
                        "access denied, for up to 2 minutes",
                        "True Active",
                        "False AccessDenied",
                        "Reconciling AccessDenied",
                        Kstatus.InProgress,
                        "allow the action named in the message",
                        () -> {
                            Scene scene = Scene.steady();
                            scene.jobs.always(LOOK, Fault.refused(Failure.Kind.DENIED));
                            scene.follow();
                            return scene;
                        }),
                new Line(
                        "access denied for longer",
                        "True Active",
                        "False AccessDenied",
                        "Stalled AccessDenied",
                        Kstatus.Failed,
                        "allow the action named in the message",
                        () -> {
                            Scene scene = lookFails(Fault.refused(Failure.Kind.DENIED));
                            scene.afterSeconds(121);
                            return scene;
                        }),
                new Line(
                        "a quota is used up, other than for creating",
                        "True Active",
                        "False QuotaExceeded",
                        "Stalled QuotaExceeded",
                        Kstatus.Failed,
                        "raise the quota",
                        () -> lookFails(Fault.refused(Failure.Kind.QUOTA))),
                new Line(
                        "AWS refuses a call other than the create as invalid",
                        "True Active",
                        "False InvalidSpec",
                        "Stalled InvalidSpec",
                        Kstatus.Failed,
                        "correct the spec as the message says",
                        () -> lookFails(Fault.refused(Failure.Kind.INVALID))),
                new Line(
                        "the job would have more than 50 tags",
                        "True Active",
                        "False InvalidSpec",
                        "Stalled InvalidSpec",
                        Kstatus.Failed,
                        "take tags out of the spec, or others off the job",
                        FailureTable::tooManyTags),
                new Line(
                        "the stored spec breaks a rule of the schema; nothing is sent",
                        "False InvalidSpec",
                        "False InvalidSpec",
                        "Stalled InvalidSpec",
                        Kstatus.Failed,
                        "correct the spec as the message says",
                        () -> {
                            Scene scene = new Scene();
                            scene.fault = Optional.of("spec.roleArn is missing.");
                            scene.pass();
                            return scene;
                        }),
                new Line(
                        "AWS does not answer, or with a server error, or unreadably",
                        "True Active",
                        "False ServiceUnavailable",
                        "Reconciling ServiceUnavailable",
                        Kstatus.InProgress,
                        ConditionTable.WAIT,
                        () -> lookFails(new Fault.Before(Fault.serverError()))),
                new Line(
                        "AWS throttles the calls",
                        "True Active",
                        "False Throttled",
                        "Reconciling Throttled",
                        Kstatus.InProgress,
                        ConditionTable.WAIT,
                        () -> lookFails(Fault.refused(Failure.Kind.THROTTLED))),
                new Line(
                        "visible work waits for the operator's own budget for over 30 seconds",
                        "False Throttled",
                        "False Throttled",
                        "Reconciling Throttled",
                        Kstatus.InProgress,
                        ConditionTable.WAIT,
                        () -> {
                            Scene scene = new Scene();
                            scene.jobs.always(LOOK, new Fault.Busy(Duration.ofSeconds(16)));
                            scene.follow(3);
                            return scene;
                        }),
                new Line(
                        "up to two looks in a row at a steady job fail",
                        "True Active",
                        "True InSync",
                        "-",
                        Kstatus.Current,
                        ConditionTable.NOTHING,
                        () -> {
                            Scene scene = Scene.steady();
                            scene.jobs.always(LOOK, Fault.refused(Failure.Kind.THROTTLED));
                            scene.follow(2);
                            return scene;
                        }));
    }

    /** The right to an existing, active job was withdrawn. */
    private static Scene refused(Grant grant) {
        Scene scene = Scene.steady();
        scene.grants = Granted.always(grant);
        scene.follow();
        return scene;
    }

    /** A look at an existing, active job failed so long that it shows. */
    private static Scene lookFails(Fault fault) {
        Scene scene = Scene.steady();
        scene.jobs.always(LOOK, fault);
        scene.follow(3);
        return scene;
    }

    private static Scene foreign(Map<String, String> tags) {
        Scene scene = new Scene();
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, tags);
        scene.pass();
        return scene;
    }

    private static Scene tooManyTags() {
        Scene scene = Scene.steady();
        Map<String, String> more = new HashMap<>(scene.job().tags);
        for (int i = 0; i < 44; i++) {
            more.put("other-" + i, "x");
        }
        scene.retag(more);
        scene.edit(Map.of("team", "blue", "one", "1", "two", "2"));
        scene.pass();
        return scene;
    }
}
