package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server or etcd that is gone for a while: what was under way goes on afterwards, and nothing is done twice. */
class OutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static FaultyPath path;

    @BeforeAll
    static void start() {
        path = new FaultyPath();
    }

    @AfterAll
    static void stop() {
        path.close();
    }

    @BeforeEach
    void whole() {
        path.stage().plane().resumeEtcd();
    }

    @Test
    void without_an_election_it_lives_through_a_killed_api_server_and_does_everything_once() {
        OperatorProcess operator = past(Map.of("SYNCJOB_LEADER_ELECTION", "false"));
        path.create("edited");
        path.create("deleted");
        path.awaitSettled("edited");
        path.awaitSettled("deleted");
        hangs(Operation.CREATE_SYNC_JOB);
        path.create("made");
        path.tag("edited", "late");
        path.delete("deleted");
        FaultyPath.await("the create is under way").until(() -> path.job("made").isPresent());

        path.stage().plane().stopApiServer();
        lasts(() -> operator.log().contains("default/made: the API server did not take a write"));
        assertThat(operator.isAlive()).isTrue();
        assertThat(operator.status("live")).isEqualTo(200);
        path.stage().plane().restartApiServer();

        assertThat(path.awaitSettled("made").getStatus().arn())
                .isEqualTo(path.job("made").orElseThrow().arn());
        path.awaitTagged("edited", "late");
        path.stage().awaitGone("deleted");
        path.awaitHeard();
        once("made", Operation.CREATE_SYNC_JOB);
        once("edited", Operation.CREATE_SYNC_JOB);
        once("edited", Operation.TAG_RESOURCE);
        once("deleted", Operation.DELETE_SYNC_JOB);
        assertThat(path.job("deleted")).isEmpty();
        assertThat(operator.log()).doesNotContain("ERROR [de.tw");
        operator.kill();
    }

    @Test
    void a_leader_whose_etcd_stands_still_for_longer_than_its_lease_ends_and_the_standby_finds_the_job_it_made() {
        OperatorProcess leader = past(Map.of());
        awaitLeading(leader);
        OperatorProcess standby = past(Map.of());
        hangs(Operation.CREATE_SYNC_JOB);
        path.create("frozen");
        FaultyPath.await("the create is under way")
                .until(() -> path.job("frozen").isPresent());

        path.stage().plane().pauseEtcd();
        assertThat(leader.exitCode(LIMIT)).isEqualTo(1);
        assertThat(leader.log()).contains("lost the lease").doesNotContain("defect");
        assertThat(standby.isAlive()).isTrue();
        assertThat(standby.log()).doesNotContain("leading as");
        path.stage().plane().resumeEtcd();

        awaitLeading(standby);
        assertThat(path.awaitSettled("frozen").getStatus().arn())
                .isEqualTo(path.job("frozen").orElseThrow().arn());
        once("frozen", Operation.CREATE_SYNC_JOB);
        assertThat(path.effects("frozen", Operation.DELETE_SYNC_JOB)).isZero();
        standby.kill();
    }

    @Test
    void without_an_election_an_etcd_that_stands_still_delays_and_repeats_nothing() {
        OperatorProcess operator = past(Map.of("SYNCJOB_LEADER_ELECTION", "false"));
        hangs(Operation.CREATE_SYNC_JOB);
        path.create("stalled");
        FaultyPath.await("the create is under way")
                .until(() -> path.job("stalled").isPresent());

        path.stage().plane().pauseEtcd();
        lasts(() -> operator.log().contains("default/stalled: the API server did not take a write"));
        assertThat(operator.isAlive()).isTrue();
        path.stage().plane().resumeEtcd();

        assertThat(path.awaitSettled("stalled").getStatus().arn())
                .isEqualTo(path.job("stalled").orElseThrow().arn());
        once("stalled", Operation.CREATE_SYNC_JOB);
        assertThat(operator.log()).doesNotContain("ERROR [de.tw");
        operator.kill();
    }

    /** One that reaches the API server without the proxy. */
    private static OperatorProcess past(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("KUBECONFIG", path.stage().rights().toString());
        return path.ready(all);
    }

    /** The next call of this kind takes effect and is answered after a moment. */
    private static void hangs(Operation operation) {
        path.stage()
                .simulator()
                .faults()
                .once(FaultMatch.of(operation), new FaultAction.Hang(true, Duration.ofMillis(1500)));
    }

    /** The operator has tried and failed, which takes it a few seconds each time. */
    private static void lasts(BooleanSupplier seen) {
        Awaitility.await("the outage is noticed").atMost(LIMIT).until(seen::getAsBoolean);
    }

    private static void awaitLeading(OperatorProcess operator) {
        Awaitility.await("it leads").atMost(LIMIT).until(() -> operator.log().contains("leading as"));
    }

    private static void once(String name, Operation operation) {
        assertThat(path.effects(name, operation)).as(operation + " of " + name).isEqualTo(1);
        assertThat(path.stage().simulator().journal().racingCreates()).isEmpty();
    }
}
