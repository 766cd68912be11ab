package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object of one namespace in a history of accesses, and what its operator does about it. */
final class Tenant {

    private record Left(Desired desired, SyncJobs.Caller creator, Instant sent) {}

    final Scene scene;
    private final Admins admins;
    private final SyncJobs service;
    private final List<Left> left = new ArrayList<>();

    /** The object that calls are made for at the moment. */
    @Nullable Desired acting;

    boolean gone;
    private int incarnations;

    Tenant(Scene scene, Admins admins, SyncJobs service) {
        this.scene = scene;
        this.admins = admins;
        this.service = service;
        scene.grants = admins;
        scene.held = false;
    }

    /** As the reconciler does it: the finalizer, the pass, and what the API server makes of the finalizer's end. */
    Report pass() {
        Grant grant = admins.of(scene.desired());
        if (Pass.needsFinalizer(scene.desired(), grant)) {
            assertThat(admins.filled).as("held while nothing is known").isTrue();
            scene.held = true;
            scene.memory = scene.memory.heldByThisProcess();
        }
        Desired desired = scene.desired();
        SyncJobStatus before = scene.status;
        acting = desired;
        Report report = scene.follow();
        acting = null;
        report.abandoned().ifPresent(creator -> left.add(new Left(desired, creator, scene.clock.instant())));
        if (before.accountId() != null) {
            assertThat(report.status().accountId()).as("the recorded account").isEqualTo(before.accountId());
        }
        if (grant instanceof Grant.Unseen) {
            assertThat(report.status()).as("while nothing is known").isEqualTo(before);
            assertThat(report.release()).isFalse();
            assertThat(report.next()).isPositive();
        }
        if (scene.deleting() && !scene.held) {
            goes();
        }
        return report;
    }

    /** Tries to take back the jobs of incarnations that went while they were made. */
    void takeBack() {
        for (Left job : List.copyOf(left)) {
            acting = job.desired();
            TakeBack.Attempt attempt = new TakeBack(service, scene.owners, admins, Timing.DEFAULT, scene.clock)
                    .attempt(job.desired(), job.creator(), job.sent());
            acting = null;
            if (attempt.settled()) {
                left.remove(job);
            }
        }
    }

    void delete() {
        if (!gone && !scene.deleting()) {
            scene.delete();
            if (!scene.held) {
                goes();
            }
        }
    }

    /** Removed by force, or let go. */
    void goes() {
        gone = true;
        scene.owners.gone();
    }

    void recreate() {
        if (gone) {
            incarnations++;
            scene.recreate(scene.us.namespace() + "-" + incarnations);
            gone = false;
        }
    }
}
