package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;
import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Principal;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** As whom calls are made; and an access that is edited to another account takes no object there. */
class GrantedAccountTest {

    private static final Grant OURS = Granted.to(InMemorySyncJobs.ACCOUNT);
    private static final Grant ELSEWHERE = Granted.to(Granted.OTHER_ACCOUNT);

    private final Granted granted = Granted.always(OURS);
    private final List<SyncJobs.Caller> callers = new ArrayList<>();

    @Test
    void aLivingObjectStandsStillAndNamesBothAccounts() {
        Scene scene = steady();
        Condition ready = scene.condition(Condition.READY);
        int calls = scene.jobs.calls.size();
        granted.now(ELSEWHERE);
        scene.edit(Map.of("cost", "7"));
        scene.follow(20);
        assertThat(scene.jobs.calls).hasSize(calls);
        assertThat(scene.condition(Condition.READY)).isEqualTo(ready);
        assertThat(scene.synced()).isEqualTo("False AccountMismatch");
        assertThat(scene.third()).isEqualTo("Stalled AccountMismatch");
        assertThat(scene.condition(Condition.SYNCED).message())
                .contains(Granted.OTHER_ACCOUNT)
                .contains(InMemorySyncJobs.ACCOUNT)
                .doesNotContain(SyncJob.FORCE_RELEASE);
        assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
        assertThat(scene.told()).containsExactly("AccountMismatch");
    }

    @Test
    void theRecordedAccountNeverChangesAndTheJobIsNotMadeAgain() {
        Scene scene = steady();
        granted.now(ELSEWHERE);
        for (int hour = 0; hour < 10; hour++) {
            scene.after(Duration.ofHours(1));
        }
        granted.now(OURS);
        Scenes.untilActive(scene);
        assertThat(scene.jobs.count(CREATE)).isEqualTo(1);
        assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
    }

    @Test
    void aJobThatWasNeverCreatedStaysBoundToTheAccountThatWasLookedAt() {
        Scene scene = new Scene();
        scene.grants = granted;
        scene.jobs.always(CREATE, Fault.refused(Failure.Kind.THROTTLED));
        scene.follow(4);
        assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
        granted.now(ELSEWHERE);
        scene.follow(10);
        assertThat(scene.third()).isEqualTo("Stalled AccountMismatch");
    }

    @Test
    void aDeletionDoesNotEndAndNothingThatIsNotFoundElsewhereCounts() {
        for (int passes : List.of(0, 1)) {
            granted.now(OURS);
            Scene scene = steady();
            scene.delete();
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            granted.now(ELSEWHERE);
            scene.jobs.account = Granted.OTHER_ACCOUNT;
            int calls = scene.jobs.calls.size();
            for (int hour = 0; hour < 10; hour++) {
                scene.after(Duration.ofHours(1));
            }
            assertThat(scene.jobs.calls).hasSize(calls);
            assertThat(scene.released()).isFalse();
            assertThat(scene.third()).isEqualTo("Stalled AccountMismatch");
            assertThat(scene.condition(Condition.STALLED).message())
                    .contains("Lead the access back to that account", SyncJob.FORCE_RELEASE);
            scene.jobs.account = InMemorySyncJobs.ACCOUNT;
            granted.now(OURS);
            Scenes.untilReleased(scene);
            assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
            assertThat(scene.jobs.at(Scene.IDENTITY)).isEmpty();
        }
    }

    @Test
    void theAccountIsInTheStatusBeforeAnythingButACreateIsWrittenThere() {
        for (boolean deleting : List.of(false, true)) {
            granted.now(OURS);
            Scene scene = new Scene();
            scene.grants = granted;
            scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, Scene.PREDECESSOR.tags());
            if (deleting) {
                scene.held = true;
                scene.delete();
            }
            scene.pass();
            assertThat(scene.jobs.sent.mark()).as("writes").isZero();
            assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
            granted.now(ELSEWHERE);
            scene.follow(3);
            assertThat(scene.third()).isEqualTo("Stalled AccountMismatch");
            granted.now(OURS);
            scene.follow(3);
            assertThat(scene.jobs.sent.mark()).as("writes").isPositive();
        }
    }

    @Test
    void aForcedReleaseNeedsNoAccount() {
        Scene scene = steady();
        scene.delete();
        granted.now(ELSEWHERE);
        scene.pass();
        scene.forceRelease("uid-1");
        assertThat(scene.pass().release()).isTrue();
    }

    @Test
    void theOperatorsOwnIdentityIsHeldToTheRecordedAccountByTheCall() {
        Scene scene = before(Grants.OPERATOR);
        Scenes.untilActive(scene);
        scene.edit(Map.of("cost", "7"));
        scene.follow(3);
        assertThat(callers.get(0).account()).isEmpty();
        assertThat(last().account()).contains(InMemorySyncJobs.ACCOUNT);
        assertThat(callers).extracting(SyncJobs.Caller::principal).containsOnly(Principal.OPERATOR);
    }

    @Test
    void everyCallCarriesThePrincipalAndTheAccountOfItsRoleBeforeOneIsRecorded() {
        Scene scene = before(granted);
        scene.pass();
        assertThat(callers).hasSize(1);
        assertThat(callers.get(0).account()).contains(InMemorySyncJobs.ACCOUNT);
        Scenes.untilActive(scene);
        scene.edit(Map.of("cost", "7"));
        scene.follow(3);
        scene.delete();
        scene.follow(3);
        assertThat(callers)
                .hasSizeGreaterThan(5)
                .extracting(SyncJobs.Caller::principal)
                .containsOnly(((Grant.Allowed) OURS).principal());
        assertThat(callers).extracting(SyncJobs.Caller::account).containsOnly(Optional.of(InMemorySyncJobs.ACCOUNT));
    }

    @Test
    void aWatchThatIsBehindBindsAnObjectWithoutAnAccountToNone() {
        for (Grant shown : List.of(ELSEWHERE, Grant.OPERATOR, Granted.notGranted())) {
            callers.clear();
            granted.now(shown);
            granted.behindTheWatch(OURS);
            Scene scene = before(granted);
            scene.pass();
            assertThat(scene.status.accountId()).isEqualTo(InMemorySyncJobs.ACCOUNT);
            assertThat(callers)
                    .isNotEmpty()
                    .extracting(SyncJobs.Caller::principal)
                    .containsOnly(((Grant.Allowed) OURS).principal());
        }
    }

    @Test
    void anObjectWithoutAnAccountIsLeftAloneWhileTheApiServerCannotBeAsked() {
        granted.now(OURS);
        granted.behindTheWatch(new Grant.Unseen());
        Scene scene = before(granted);
        scene.follow(5);
        assertThat(callers).isEmpty();
        assertThat(scene.status.conditions()).isEmpty();
        assertThat(scene.memory).isEqualTo(Memory.NONE);
        granted.behindTheWatch(OURS);
        Scenes.untilActive(scene);
    }

    @Test
    void anotherRoleOfTheSameAccountIsTakenUp() {
        Scene scene = before(granted);
        Scenes.untilActive(scene);
        Principal other = Granted.principal(InMemorySyncJobs.ACCOUNT, "another");
        granted.now(new Grant.Allowed("plant", other));
        scene.follow();
        assertThat(last().principal()).isEqualTo(other);
        assertThat(scene.kstatus()).isEqualTo(Kstatus.Current);
    }

    private SyncJobs.Caller last() {
        return callers.get(callers.size() - 1);
    }

    private Scene steady() {
        Scene scene = Scenes.steady(Policy.DEFAULT);
        scene.grants = granted;
        return scene;
    }

    /** A new object before a service that notes who calls. */
    private Scene before(Grants grants) {
        SettableClock clock = new SettableClock(Scene.START);
        InMemorySyncJobs jobs = new InMemorySyncJobs(clock);
        jobs.moving = true;
        Scene scene = new Scene(clock, Scene.US, new ForwardingSyncJobs(jobs) {
            @Override
            public Observation look(Identity identity, boolean withTags, Caller caller) {
                callers.add(caller);
                return super.look(identity, withTags, caller);
            }

            @Override
            public Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
                callers.add(caller);
                return super.create(identity, roleArn, tags, caller);
            }
        });
        scene.grants = grants;
        return scene;
    }
}
