package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.Principal;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job whose object went while it was made is deleted, sooner or later, and no other. */
class TakeBackTest {

    private final Scene scene = new Scene();
    private final Desired desired = scene.desired();
    private final Instant sent = scene.clock.instant();
    private final TakeBack takeBack =
            new TakeBack(scene.jobs, scene.owners, Grants.OPERATOR, Timing.DEFAULT, scene.clock);

    @Test
    void anObjectThatIsThereAfterAllSeesToItsJobItself() {
        scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, scene.wantedAnd(Map.of()));
        assertThat(attempt().settled()).isTrue();
        scene.owners.next(Owners.Standing.CHANGED);
        assertThat(attempt().settled()).isTrue();
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void withoutTheWordOfTheApiServerNothingIsDone() {
        scene.owners.next(Owners.Standing.UNREADABLE);
        assertThat(attempt().settled()).isFalse();
        assertThat(scene.jobs.calls).isEmpty();
    }

    @Test
    void theJobOfAnObjectThatIsGoneIsDeletedOnceAndTold() {
        scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, scene.wantedAnd(Map.of()));
        scene.owners.gone();
        TakeBack.Attempt attempt = attempt();
        assertThat(attempt.settled()).isTrue();
        assertThat(attempt.change())
                .hasValueSatisfying(change -> assertThat(change.operation()).isEqualTo("DeleteSyncJob"));
        assertThat(attempt().settled()).isTrue();
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void aDeleteThatIsRefusedIsTriedAgain() {
        scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, scene.wantedAnd(Map.of()));
        scene.owners.gone();
        scene.jobs.next(DELETE, Fault.refused(Failure.Kind.THROTTLED));
        assertThat(attempt().settled()).isFalse();
        assertThat(attempt().settled()).isTrue();
    }

    @Test
    void aJobThatDoesNotShowIsWaitedForAsLongAsItsCreateCanBeUnderWay() {
        scene.owners.gone();
        assertThat(attempt().settled()).isFalse();
        scene.clock.advance(Timing.DEFAULT.settle());
        assertThat(attempt().settled()).isTrue();
    }

    @Test
    void aJobWithoutOwnerTagsIsWaitedForAndThenLeftAlone() {
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Map.of("team", "red"));
        scene.owners.gone();
        assertThat(attempt().settled()).isFalse();
        scene.clock.advance(Timing.DEFAULT.settle().plus(Timing.PATIENCE));
        assertThat(attempt().settled()).isTrue();
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void aJobOfSomebodyElseIsLeftAlone() {
        for (Map<String, String> owner :
                List.of(Scene.STRANGER.tags(), Scene.NEIGHBOUR.tags(), Scene.PREDECESSOR.tags())) {
            scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, owner);
            scene.owners.gone();
            assertThat(attempt().settled()).isTrue();
        }
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void anotherAccountsCredentialsTakeNothingBack() {
        scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, scene.wantedAnd(Map.of()));
        scene.owners.gone();
        scene.jobs.account = "999999999999";
        scene.clock.advance(Duration.ofHours(1));
        assertThat(attempt().settled()).isFalse();
        scene.jobs.account = InMemorySyncJobs.ACCOUNT;
        assertThat(attempt().settled()).isTrue();
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @Test
    void withoutTheRightItWaitsAndDeletesNothing() {
        for (Grant withdrawn : List.of(Granted.notGranted(), Granted.ambiguous(), new Grant.Unseen())) {
            made();
            Granted granted = Granted.always(withdrawn);
            scene.clock.advance(Duration.ofHours(1));
            int calls = scene.jobs.calls.size();
            assertThat(attempt(granted).settled()).as("%s", withdrawn).isFalse();
            assertThat(scene.jobs.calls).hasSize(calls);
            granted.now(Granted.to(InMemorySyncJobs.ACCOUNT));
            assertThat(attempt(granted).settled()).isTrue();
        }
        assertThat(scene.jobs.count(DELETE)).isEqualTo(3);
    }

    @Test
    void inAnotherAccountItWaitsAndDoesNotEvenLook() {
        for (Grant elsewhere : List.of(Granted.to(Granted.OTHER_ACCOUNT), Grant.OPERATOR)) {
            made();
            scene.clock.advance(Duration.ofHours(1));
            int calls = scene.jobs.calls.size();
            assertThat(attempt(Granted.always(elsewhere)).settled()).isFalse();
            assertThat(scene.jobs.calls).hasSize(calls);
        }
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void whatTheWatchShowsOfTheRightDoesNotCount() {
        made();
        Granted granted = Granted.always(Granted.to(InMemorySyncJobs.ACCOUNT));
        granted.behindTheWatch(Granted.notGranted());
        assertThat(attempt(granted).settled()).isFalse();
        assertThat(scene.jobs.calls).isEmpty();
    }

    @Test
    void itIsDeletedAsTheRoleThatIsGrantedNowAndNotAsTheOneThatMadeIt() {
        made();
        Grant.Allowed now = new Grant.Allowed("plant", Granted.principal(InMemorySyncJobs.ACCOUNT, "its-successor"));
        List<Principal> deleting = new ArrayList<>();
        SyncJobs jobs = new ForwardingSyncJobs(scene.jobs) {
            @Override
            public Outcome delete(Identity identity, Job job, Caller caller) {
                deleting.add(caller.principal());
                return super.delete(identity, job, caller);
            }
        };
        assertThat(attempt(jobs, Granted.always(now)).settled()).isTrue();
        assertThat(deleting).containsExactly(now.principal());
    }

    @Test
    void aRightThatIsWithdrawnWhileItLooksIsNotUsedAnyMore() {
        made();
        Granted granted = Granted.always(Granted.to(InMemorySyncJobs.ACCOUNT));
        SyncJobs jobs = new ForwardingSyncJobs(scene.jobs) {
            @Override
            public Observation look(Identity identity, boolean withTags, Caller caller) {
                granted.now(Granted.notGranted());
                return super.look(identity, withTags, caller);
            }
        };
        assertThat(attempt(jobs, granted).settled()).isFalse();
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    @Test
    void attemptsAreFurtherAndFurtherApartUpToTheCapOfTheBackoff() {
        assertThat(List.of(0, 1, 2, 5, 6, 1000))
                .map(takeBack::pause)
                .map(Duration::toSeconds)
                .containsExactly(2L, 4L, 8L, 64L, 120L, 120L);
    }

    @Test
    void itAsksForWhatADeletionNeedsAlone() {
        made();
        Grants ofDeletions = new Grants() {
            @Override
            public Grant of(Desired desired) {
                return live(desired);
            }

            @Override
            public Grant live(Desired desired) {
                return desired.deleting() ? Granted.to(InMemorySyncJobs.ACCOUNT) : Granted.notGranted();
            }
        };
        assertThat(attempt(ofDeletions).settled()).isTrue();
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    private void made() {
        scene.jobs.seed(Scene.IDENTITY, "CREATING", Scene.ROLE, scene.wantedAnd(Map.of()));
        scene.owners.gone();
    }

    /** An attempt where the job was made as a role of the account. */
    private TakeBack.Attempt attempt(Grants grants) {
        return attempt(scene.jobs, grants);
    }

    private TakeBack.Attempt attempt(SyncJobs jobs, Grants grants) {
        SyncJobs.Caller creator = new SyncJobs.Caller(
                "creator",
                SyncJobs.Lane.URGENT,
                Optional.of(InMemorySyncJobs.ACCOUNT),
                Granted.to(InMemorySyncJobs.ACCOUNT).principal());
        return new TakeBack(jobs, scene.owners, grants, Timing.DEFAULT, scene.clock).attempt(desired, creator, sent);
    }

    private TakeBack.Attempt attempt() {
        return takeBack.attempt(
                desired,
                new SyncJobs.Caller("creator", SyncJobs.Lane.URGENT, Optional.of(InMemorySyncJobs.ACCOUNT)),
                sent);
    }
}
