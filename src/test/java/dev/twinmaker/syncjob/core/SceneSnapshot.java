package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.SyncJobStatus;

/** What stands on the object, to be put back after a pass whose process died before its status was written. */
record SceneSnapshot(SyncJobStatus status, boolean held) {

    static SceneSnapshot of(Scene scene) {
        return new SceneSnapshot(scene.status, scene.held);
    }

    void restore(Scene scene) {
        scene.status = status;
        scene.held = held;
    }
}
