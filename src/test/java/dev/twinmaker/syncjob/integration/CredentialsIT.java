package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.aws.TokenServices;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS that cannot be reached, or does not accept who calls: it is told, nothing is let go of, and it passes. */
class CredentialsIT {

    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private static Stage stage;

    private OperatorProcess operator;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void the_next_one_is_alone() {
        operator.kill();
        stage.simulator().faults().clear();
    }

    /** Alone, so that it need not wait for the lease of the one before. */
    private void operate(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("SYNCJOB_LEADER_ELECTION", "false");
        all.put("SYNCJOB_BACKOFF_MAX", "1s");
        operator = stage.operator(all);
    }

    @Test
    void the_role_of_a_service_account_may_be_missing_refused_or_expired_for_a_while() throws IOException {
        Path token = folder.resolve("token");
        try (TokenServices sts = new TokenServices()) {
            sts.give("AKIDFIRST", SHORT);
            operate(Map.of(
                    "AWS_ACCESS_KEY_ID",
                    "",
                    "AWS_SECRET_ACCESS_KEY",
                    "",
                    "AWS_ROLE_ARN",
                    "arn:aws:iam::" + Stage.ACCOUNT + ":role/operator",
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    token.toString(),
                    "AWS_ENDPOINT_URL_STS",
                    sts.endpoint(),
                    "SYNCJOB_BACKOFF_MAX",
                    "1s"));
            Plant plant = Plant.of(stage, "role").create();
            plant.await("has no token", Condition.SYNCED, "False", "CredentialsUnavailable");
            assertThat(sts.asked()).isEmpty();

            sts.down(true);
            Files.writeString(token, "signed-by-the-cluster");
            Awaitility.await("STS is asked").until(() -> sts.asked().size() >= 3);
            assertThat(Stage.is(plant.object(), Condition.READY, "False", "CredentialsUnavailable"))
                    .isTrue();
            assertThat(plant.calls()).isEmpty();
            sts.down(false);
            plant.ready();
            assertThat(plant.calls()).allMatch(call -> call.principal().equals("AKIDFIRST"));

            stage.simulator().iam().expire("AKIDFIRST");
            plant.look();
            plant.await("has expired", Condition.SYNCED, "False", "CredentialsUnavailable");
            assertThat(plant.message(Condition.SYNCED)).contains("ExpiredTokenException");
            assertThat(Stage.is(plant.object(), Condition.READY, "True", "Active"))
                    .isTrue();
            plant.delete();
            plant.await("waits", Condition.SYNCED, "False", "CredentialsUnavailable");
            assertThat(plant.object().getMetadata().getFinalizers()).containsExactly(SyncJob.FINALIZER);
            sts.give("AKIDSECOND", SHORT);
            plant.awaitGone();
            assertThat(plant.hasJob()).isFalse();
            assertThat(plant.writes()).contains(Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB);
            assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
            assertThat(operator.status("live")).isEqualTo(200);
            assertThat(operator.log()).doesNotContain(" ERROR ").doesNotContain("signed-by-the-cluster");
        }
    }

    @Test
    void an_endpoint_where_nobody_listens_is_told_and_used_as_soon_as_somebody_does() throws IOException {
        Socket place = new Socket();
        // Bound and not listening: the port is ours, and whoever connects is refused.
        place.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            int port = place.getLocalPort();
            operate(Map.of(
                    "AWS_ENDPOINT_URL_IOTTWINMAKER",
                    "http://127.0.0.1:" + port,
                    "SYNCJOB_AWS_CALL_TIMEOUT",
                    Stage.COLD_CALL));
            SyncJob object = Stage.syncJob("nowhere");
            object.getMetadata().setFinalizers(List.of(SyncJob.FINALIZER));
            stage.create(object);
            SyncJob told = stage.await(
                    "it is told", "nowhere", now -> Stage.is(now, Condition.SYNCED, "False", "ServiceUnavailable"));
            assertThat(Stage.condition(told, Condition.SYNCED).orElseThrow().message())
                    .contains("no connection", "plant", Stage.REGION);
            assertThat(operator.status("live")).isEqualTo(200);
            place.close();
            SimulatorOptions options = SimulatorOptions.defaults().onPort(port).withoutThrottling();
            try (Simulator late = Simulator.start(options, InstantSource.system())) {
                late.world().addWorkspace(Stage.key().place(), "plant");
                stage.await("it has its job", "nowhere", now -> now.getStatus().arn() != null);
                stage.delete("nowhere");
                stage.awaitGone("nowhere");
                assertThat(late.world().jobs()).isEmpty();
                assertThat(late.journal().createsApplied()).containsEntry(Stage.key(), 1L);
            }
        } finally {
            place.close();
        }
        assertThat(operator.log()).doesNotContain(" ERROR ");
    }

    @Test
    void a_clock_that_is_wrong_is_named_and_passes() {
        operate(Map.of());
        Plant skewed = Plant.of(stage, "skewed").create().ready();
        Plant signed = Plant.of(stage, "signed").create().ready();
        skewed.spoil(Operation.GET_SYNC_JOB, FaultAction.Answer.error(403, "RequestTimeTooSkewed"), 0);
        signed.spoil(Operation.GET_SYNC_JOB, new FaultAction.SkewedDate(Duration.ofMinutes(20)), 0);
        skewed.look();
        signed.look();
        skewed.await("is told", Condition.SYNCED, "False", "CredentialsUnavailable");
        signed.await("is told", Condition.SYNCED, "False", "CredentialsUnavailable");
        assertThat(skewed.message(Condition.SYNCED)).contains("RequestTimeTooSkewed");
        assertThat(signed.message(Condition.SYNCED)).contains("InvalidSignatureException");
        skewed.delete();
        skewed.await("waits", Condition.RECONCILING, "True", "Deleting");
        stage.simulator().faults().clear();
        signed.ready();
        skewed.awaitGone();
        assertThat(skewed.hasJob()).isFalse();
        assertThat(signed.writes()).containsExactly(Operation.CREATE_SYNC_JOB);
        signed.delete();
        signed.awaitGone();
        assertThat(operator.log()).doesNotContain(" ERROR ");
    }
}
