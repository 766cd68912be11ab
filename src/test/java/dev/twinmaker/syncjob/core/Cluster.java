package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Owner;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One object of one cluster, its API server and its operator, before a service that others use as well. Every pass is
 * checked by {@link Laws}.
 */
final class Cluster {

    private static final Duration TAG_LAG = Duration.ofSeconds(60);

    final Scene scene;
    private final AwsDouble aws;

    /** The account of the operator's credentials. */
    String account = InMemorySyncJobs.ACCOUNT;

    /** Whether the object is not there any more. */
    boolean gone;

    private @Nullable Desired staleView;
    private @Nullable Remembered staleMemory;
    private int incarnations;

    Cluster(Scene scene, AwsDouble aws) {
        this.scene = scene;
        this.aws = aws;
    }

    void pass() {
        passing(scene::pass);
    }

    void follow() {
        passing(scene::follow);
    }

    void crash() {
        passing(scene::passAndCrash);
    }

    /** As the reconciler does it: the finalizer, the pass, and what the API server makes of the finalizer's end. */
    private void passing(Runnable pass) {
        if (gone) {
            return;
        }
        finalizer();
        aws.account(account);
        Laws laws = new Laws(scene, aws);
        Desired before = scene.desired();
        Remembered remembered = scene.remembered();
        pass.run();
        laws.check();
        if (scene.deleting() && !scene.held) {
            staleView = before;
            staleMemory = remembered;
            released(before);
        }
    }

    private void finalizer() {
        Desired desired = scene.desired();
        if (Pass.needsFinalizer(desired, Grant.OPERATOR)) {
            scene.held = true;
            scene.memory = scene.memory.heldByThisProcess();
        } else if (Pass.needsNoFinalizer(desired)) {
            scene.held = false;
        }
    }

    private void released(Desired before) {
        gone = true;
        scene.owners.gone();
        boolean letGo =
                before.policy().observing() || before.requests().forceRelease().isPresent();
        scene.clock.advance(TAG_LAG);
        if (!letGo) {
            assertThat(aws.actual().filter(this::ours))
                    .as("a job that is left behind")
                    .isEmpty();
        }
    }

    private boolean ours(AwsDouble.Actual job) {
        return !"DELETING".equals(job.state())
                && Owner.in(job.tags()).filter(scene.us::equals).isPresent();
    }

    /** A pass of a process that still sees the object that is gone, maybe beside its successor. */
    void stalePass() {
        if (staleView == null || staleMemory == null) {
            return;
        }
        aws.account(account);
        int mark = aws.sent().mark();
        Report report = scene.passOver(staleView, staleMemory);
        assertThat(report.outdated() && report.release()).isFalse();
        String uid = staleView.owner().uid();
        for (SentCalls.Call call : aws.sent().callsSince(mark)) {
            assertThat(call.operation()).isNotEqualTo(Operation.CREATE);
            assertThat(call.seen().flatMap(Job::tags).flatMap(Owner::in).map(Owner::uid))
                    .as("whose job a stale view writes to: %s", call.text())
                    .contains(uid);
        }
    }

    void delete() {
        if (gone || scene.deleting()) {
            return;
        }
        scene.delete();
        if (!scene.held) {
            gone = true;
            scene.owners.gone();
        }
    }

    void recreate() {
        if (gone) {
            incarnations++;
            scene.recreate(scene.us.cluster() + "-uid-" + incarnations);
            account = InMemorySyncJobs.ACCOUNT;
            gone = false;
        }
    }

    /** Credentials of another account; the first look of an object is made with the right ones. */
    void wrongCredentials() {
        SyncJobStatus status = scene.status;
        account = status.accountId() == null ? account : "999999999999";
    }
}
