package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.TAG;

import dev.twinmaker.syncjob.core.port.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The condition table for living objects, each situation with the way to bring it about. */
final class ConditionTable {

    static final String NOTHING = "nothing";
    static final String WAIT = "nothing: the operator tries again by itself";

    /**
     * @param third {@code Reconciling <reason>}, {@code Stalled <reason>} or a dash
     * @param scene makes the situation
     */
    record Line(
            String situation,
            String ready,
            String synced,
            String third,
            Kstatus kstatus,
            String advice,
            Supplier<Scene> scene) {}

    private static Scene createFails(Fault fault) {
        Scene scene = new Scene();
        scene.jobs.always(CREATE, fault);
        scene.follow(2);
        return scene;
    }

    private static Scene inState(String state) {
        Scene scene = new Scene().created();
        scene.state(state);
        scene.follow();
        return scene;
    }

    private static Scene differs(String state, Map<String, String> tags, String role) {
        Scene scene = inState(state);
        scene.tags = tags;
        scene.roleArn = role;
        scene.edited();
        scene.pass();
        return scene;
    }

    static List<Line> lines() {
        List<Line> lines = new ArrayList<>(PolicyTable.ofClaims());
        lines.addAll(FailureTable.lines());
        lines.addAll(ofCreate());
        lines.addAll(PolicyTable.ofLooking());
        lines.addAll(PolicyTable.ofReplacement());
        lines.addAll(ofTheJob());
        lines.addAll(DeletionTable.lines());
        return lines;
    }

    private static List<Line> ofCreate() {
        return List.of(
                new Line(
                        "about to be created, or the create is not settled",
                        "False Creating",
                        "False Creating",
                        "Reconciling Creating",
                        Kstatus.InProgress,
                        NOTHING,
                        () -> new Scene().created()),
                new Line(
                        "the create is refused: a quota is used up",
                        "False QuotaExceeded",
                        "False QuotaExceeded",
                        "Stalled QuotaExceeded",
                        Kstatus.Failed,
                        "raise the quota",
                        () -> createFails(Fault.refused(Failure.Kind.QUOTA))),
                new Line(
                        "the create is refused: the workspace does not exist",
                        "False WorkspaceNotFound",
                        "False WorkspaceNotFound",
                        "Reconciling WorkspaceNotFound",
                        Kstatus.InProgress,
                        "create the workspace",
                        () -> createFails(Fault.refused(Failure.Kind.NOT_FOUND))),
                new Line(
                        "the create collides while no job is to be seen, for over 2 minutes",
                        "False SourceInUse",
                        "False SourceInUse",
                        "Stalled SourceInUse",
                        Kstatus.Failed,
                        "disconnect the source from the other workspace",
                        () -> {
                            Scene scene = createFails(Fault.refused(Failure.Kind.CONFLICT));
                            scene.afterSeconds(121);
                            return scene;
                        }),
                new Line(
                        "the create is refused as invalid",
                        "False InvalidSpec",
                        "False InvalidSpec",
                        "Stalled InvalidSpec",
                        Kstatus.Failed,
                        "correct what the message says, often the role and its trust policy",
                        () -> createFails(Fault.refused(Failure.Kind.INVALID))),
                new Line(
                        "the create fails: no answer, throttled, no credentials or access denied",
                        "False ServiceUnavailable",
                        "False ServiceUnavailable",
                        "Reconciling ServiceUnavailable",
                        Kstatus.InProgress,
                        "nothing, or as for a look that fails so; the reason is that of the failure",
                        () -> createFails(new Fault.Before(Fault.serverError()))));
    }

    private static List<Line> ofTheJob() {
        Map<String, String> same = Map.of("team", "blue");
        Map<String, String> other = Map.of("team", "red");
        return List.of(
                new Line(
                        "the role differs, AWS says ACTIVE; replacementPolicy Never",
                        "True Active",
                        "False ReplacementRequired",
                        "Stalled ReplacementRequired",
                        Kstatus.Failed,
                        "put the old role back, or set replacementPolicy",
                        () -> differs("ACTIVE", same, Scene.OTHER_ROLE)),
                new Line(
                        "the role differs, AWS says ERROR; replacementPolicy Never",
                        "False SyncFailed",
                        "False ReplacementRequired",
                        "Stalled ReplacementRequired",
                        Kstatus.Failed,
                        "put the old role back, or set replacementPolicy",
                        () -> differs("ERROR", same, Scene.OTHER_ROLE)),
                new Line(
                        "AWS says ERROR; replacementPolicy Never",
                        "False SyncFailed",
                        "True InSync",
                        "Stalled SyncFailed",
                        Kstatus.Failed,
                        "mend what AWS says, then set replacementPolicy",
                        () -> inState("ERROR")),
                new Line(
                        "AWS says DELETING though the object lives",
                        "False Deleting",
                        "False Drifted",
                        "Reconciling Deleting",
                        Kstatus.InProgress,
                        "nothing: the job is created again when it is gone",
                        () -> inState("DELETING")),
                new Line(
                        "AWS says CREATING",
                        "False Creating",
                        "True InSync",
                        "Reconciling Creating",
                        Kstatus.InProgress,
                        NOTHING,
                        () -> inState("CREATING")),
                new Line(
                        "AWS says INITIALIZING",
                        "False Initializing",
                        "True InSync",
                        "Reconciling Initializing",
                        Kstatus.InProgress,
                        NOTHING,
                        () -> inState("INITIALIZING")),
                new Line(
                        "AWS says CREATING or INITIALIZING, and the tags differ",
                        "False Initializing",
                        "False Drifted",
                        "Reconciling Initializing",
                        Kstatus.InProgress,
                        "nothing: the tags are mended when the job is active",
                        () -> differs("INITIALIZING", other, Scene.ROLE)),
                new Line(
                        "ACTIVE, the tags differ and are being mended",
                        "True Active",
                        "False Drifted",
                        "Reconciling UpdatingTags",
                        Kstatus.InProgress,
                        NOTHING,
                        () -> differs("ACTIVE", other, Scene.ROLE)),
                new Line(
                        "ACTIVE, the tags differ and may not be mended",
                        "True Active",
                        "False AccessDenied",
                        "Reconciling AccessDenied",
                        Kstatus.InProgress,
                        "allow the action named in the message",
                        () -> {
                            Scene scene = inState("ACTIVE");
                            scene.jobs.always(TAG, Fault.refused(Failure.Kind.DENIED));
                            scene.edit(other);
                            scene.pass();
                            return scene;
                        }),
                new Line(
                        "ACTIVE, as specified",
                        "True Active",
                        "True InSync",
                        "-",
                        Kstatus.Current,
                        NOTHING,
                        Scene::steady),
                new Line(
                        "AWS reports a state that this version does not know",
                        "Unknown UnknownState",
                        "True InSync",
                        "Reconciling UnknownState",
                        Kstatus.InProgress,
                        "upgrade the operator",
                        () -> inState("HIBERNATING")));
    }

    private ConditionTable() {}
}
