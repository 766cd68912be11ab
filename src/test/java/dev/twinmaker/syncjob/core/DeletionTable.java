package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.LOOK;

import dev.twinmaker.syncjob.core.ConditionTable.Line;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The condition table for objects that are being deleted. */
final class DeletionTable {

    private static final String READY = "False Deleting";

    private DeletionTable() {}

    static List<Line> lines() {
        return List.of(
                line(
                        "deleting; deletionProtection is true",
                        "False DeletionBlocked",
                        "Stalled DeletionBlocked",
                        "set deletionProtection to false, or deletionPolicy to Retain",
                        () -> blocked(Policies.GUARDED)),
                line(
                        "deleting; suspend is true",
                        "False Suspended",
                        "Stalled DeletionBlocked",
                        "set suspend to false",
                        () -> blocked(Policies.SUSPENDED)),
                line(
                        "deleting; access denied for over 2 minutes",
                        "False AccessDenied",
                        "Stalled DeletionBlocked",
                        "allow the action, or delete the job by hand and allow reading it",
                        DeletionTable::deniedForLong),
                line(
                        "deleting; the owner tags of our job are gone, for over 2 minutes",
                        "False OwnedByAnother",
                        "Stalled DeletionBlocked",
                        "put the owner tags back, set deletionPolicy to Retain, or delete the job by hand",
                        DeletionTable::ownerTagsGone),
                line(
                        "deleting; the stored spec cannot name the job",
                        "False InvalidSpec",
                        "Stalled DeletionBlocked",
                        "correct the spec, or delete the job by hand and release the object by force",
                        DeletionTable::namelessSpec),
                line(
                        "deleting; no access allows it",
                        "False AccessNotGranted",
                        "Stalled DeletionBlocked",
                        "have an admin grant it again, or delete the job by hand and release the object by force",
                        () -> refused(Granted.notGranted())),
                line(
                        "deleting; several accesses are for the namespace",
                        "False AccessAmbiguous",
                        "Stalled DeletionBlocked",
                        "have an admin leave one of them, or delete the job by hand and release the object by force",
                        () -> refused(Granted.ambiguous())),
                line(
                        "deleting; finalizers of others are still there",
                        "True InSync",
                        "Reconciling Deleting",
                        "nothing, or ask the owner of the finalizer named in the message",
                        DeletionTable::otherFinalizers),
                line(
                        "deleting; a look fails",
                        "False ServiceUnavailable",
                        "Reconciling Deleting",
                        ConditionTable.WAIT,
                        () -> lookFails(Fault.refused(Failure.Kind.UNAVAILABLE))),
                line(
                        "deleting; the delete fails",
                        "False Throttled",
                        "Reconciling Deleting",
                        ConditionTable.WAIT,
                        DeletionTable::deleteFails),
                line(
                        "deleting; access denied, for up to 2 minutes",
                        "False AccessDenied",
                        "Reconciling Deleting",
                        "allow the action named in the message",
                        () -> lookFails(Fault.refused(Failure.Kind.DENIED))),
                line(
                        "deleting; AWS says DELETING, with an error for over an hour",
                        "True Deleting",
                        "Stalled DeletionBlocked",
                        "delete by hand the entities that the message names",
                        DeletionTable::stuck),
                line(
                        "deleting; waiting for the operator's own budget",
                        "True Deleting",
                        "Reconciling Deleting",
                        ConditionTable.WAIT,
                        DeletionTable::busy),
                line(
                        "deleting; the delete was sent, or AWS says DELETING",
                        "True Deleting",
                        "Reconciling Deleting",
                        ConditionTable.NOTHING,
                        () -> {
                            Scene scene = deleting();
                            scene.pass();
                            return scene;
                        }),
                line(
                        "deleting; AWS shows no job, which is not yet confirmed",
                        "True Deleting",
                        "Reconciling Deleting",
                        ConditionTable.NOTHING,
                        () -> lookFails(new Fault.Blind())));
    }

    private static Line line(
            String situation, String synced, String third, String advice, java.util.function.Supplier<Scene> scene) {
        return new Line(situation, READY, synced, third, Kstatus.Terminating, advice, scene);
    }

    private static Scene deleting() {
        Scene scene = Scene.steady();
        scene.delete();
        return scene;
    }

    private static Scene blocked(Policy policy) {
        Scene scene = Scene.steady();
        scene.policy = policy;
        scene.delete();
        scene.pass();
        return scene;
    }

    private static Scene refused(Grant grant) {
        Scene scene = deleting();
        scene.grants = Granted.always(grant);
        scene.pass();
        return scene;
    }

    private static Scene lookFails(Fault fault) {
        Scene scene = deleting();
        scene.jobs.always(LOOK, fault);
        scene.pass();
        return scene;
    }

    private static Scene deniedForLong() {
        Scene scene = lookFails(Fault.refused(Failure.Kind.DENIED));
        scene.afterSeconds(121);
        return scene;
    }

    private static Scene ownerTagsGone() {
        Scene scene = deleting();
        scene.retag(Map.of("team", "blue"));
        scene.pass();
        scene.afterSeconds(121);
        return scene;
    }

    private static Scene namelessSpec() {
        Scene scene = deleting();
        scene.identityFault = Optional.of("spec.workspaceId is missing.");
        scene.fault = scene.identityFault;
        scene.pass();
        return scene;
    }

    private static Scene otherFinalizers() {
        Scene scene = deleting();
        scene.otherFinalizers = List.of("example.com/backup");
        scene.pass();
        return scene;
    }

    private static Scene deleteFails() {
        Scene scene = deleting();
        scene.jobs.always(DELETE, Fault.refused(Failure.Kind.THROTTLED));
        scene.pass();
        return scene;
    }

    private static Scene busy() {
        Scene scene = deleting();
        scene.jobs.always(LOOK, new Fault.Busy(Duration.ofSeconds(5)));
        scene.pass();
        return scene;
    }

    private static Scene stuck() {
        Scene scene = deleting();
        scene.pass();
        scene.job().errorCode = "SYNC_DELETING_ERROR";
        scene.job().errorMessage = "entity a-1 has children";
        scene.after(Duration.ofMinutes(61));
        return scene;
    }
}
