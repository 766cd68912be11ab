package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.controlplane.LaggingApiServer;
import dev.twinmaker.syncjob.controlplane.TcpProxy;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server or etcd that is gone for a while: what was under way goes on afterwards, and nothing is done twice. */
class OutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How soon somebody leads when there is something to lead again. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private static FaultyPath path;

    @BeforeAll
    static void start() {
        path = new FaultyPath(Stage.start());
    }

    @AfterAll
    static void stop() {
        path.close();
    }

    /** What is away, as part of an object's name, and how it goes and comes. */
    private record Outage(String name, Consumer<ControlPlane> start, Consumer<ControlPlane> end) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Outage> outages() {
        return Stream.of(
                new Outage("etcd-stands-still", ControlPlane::pauseEtcd, ControlPlane::resumeEtcd),
                new Outage("etcd-is-killed", ControlPlane::stopEtcd, ControlPlane::restartEtcd),
                new Outage("api-server-hangs", ControlPlane::pauseApiServer, ControlPlane::resumeApiServer));
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
        try {
            assertThat(leader.exitCode(LIMIT)).isEqualTo(1);
            assertThat(leader.log()).contains("lost the lease").doesNotContain("defect");
            assertThat(standby.isAlive()).isTrue();
            assertThat(standby.log()).doesNotContain("leading as");
        } finally {
            path.stage().plane().resumeEtcd();
        }

        awaitLeading(standby, AGAIN);
        assertThat(path.awaitSettled("frozen").getStatus().arn())
                .isEqualTo(path.job("frozen").orElseThrow().arn());
        once("frozen", Operation.CREATE_SYNC_JOB);
        assertThat(path.effects("frozen", Operation.DELETE_SYNC_JOB)).isZero();
        standby.kill();
    }

    @Test
    void a_leader_whose_api_server_is_killed_leads_on_where_another_one_answers_within_its_lease() {
        ControlPlane plane = path.stage().plane();
        try (LaggingApiServer other = plane.lagging();
                TcpProxy proxy = TcpProxy.inFrontOf(plane)) {
            OperatorProcess leader = path.ready(
                    Map.of("KUBECONFIG", proxy.kubeconfig(path.stage().rights()).toString()));
            awaitLeading(leader);
            OperatorProcess standby = path.ready(
                    Map.of("KUBECONFIG", other.kubeconfig(path.stage().rights()).toString()));
            String holder = lease().getHolderIdentity();
            hangs(Operation.CREATE_SYNC_JOB);
            path.create("kept");
            FaultyPath.await("the create is under way")
                    .until(() -> path.job("kept").isPresent());

            plane.stopApiServer();
            lasts(() -> proxy.refused() > 0);
            ZonedDateTime last = ZonedDateTime.now(ZoneOffset.UTC);
            proxy.retarget(other.url());
            plane.restartApiServer();

            Awaitility.await("the lease is renewed")
                    .atMost(LIMIT)
                    .until(() -> lease().getRenewTime().isAfter(last));
            assertThat(lease().getHolderIdentity()).isEqualTo(holder);
            assertThat(path.awaitSettled("kept").getStatus().arn())
                    .isEqualTo(path.job("kept").orElseThrow().arn());
            path.awaitHeard();
            assertThat(leader.isAlive()).isTrue();
            assertThat(leader.log()).contains("leading as " + holder).doesNotContain("ERROR [de.tw");
            assertThat(standby.log()).doesNotContain("leading as");
            once("kept", Operation.CREATE_SYNC_JOB);
            leader.kill();
            standby.kill();
        }
    }

    private static LeaseSpec lease() {
        return path.stage()
                .client()
                .resources(Lease.class)
                .inNamespace("syncjob-operator")
                .withName("syncjob-operator")
                .get()
                .getSpec();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void without_an_election_an_outage_delays_and_repeats_nothing(Outage outage) {
        String name = outage.name();
        OperatorProcess operator = past(Map.of("SYNCJOB_LEADER_ELECTION", "false"));
        hangs(Operation.CREATE_SYNC_JOB);
        path.create(name);
        FaultyPath.await("the create is under way").until(() -> path.job(name).isPresent());

        outage.start().accept(path.stage().plane());
        try {
            lasts(() -> operator.log().contains("default/" + name + ": the API server did not take a write"));
            assertThat(operator.isAlive()).isTrue();
        } finally {
            outage.end().accept(path.stage().plane());
        }

        assertThat(path.awaitSettled(name).getStatus().arn())
                .isEqualTo(path.job(name).orElseThrow().arn());
        path.awaitHeard();
        once(name, Operation.CREATE_SYNC_JOB);
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
        awaitLeading(operator, LIMIT);
    }

    private static void awaitLeading(OperatorProcess operator, Duration limit) {
        Awaitility.await("it leads").atMost(limit).until(() -> operator.log().contains("leading as"));
    }

    private static void once(String name, Operation operation) {
        assertThat(path.effects(name, operation)).as(operation + " of " + name).isEqualTo(1);
        assertThat(path.stage().simulator().journal().racingCreates()).isEmpty();
    }
}
