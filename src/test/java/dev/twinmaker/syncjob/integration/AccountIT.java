package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator comes back with the credentials of another account. */
class AccountIT {

    private static final String AWAY = "999999999999";

    private Stage stage;

    @BeforeEach
    void start() {
        stage = Stage.shared();
        stage.simulator().iam().mapAccessKey("AKIDAWAY", AWAY);
        stage.simulator().world().addWorkspace(new Place(AWAY, Stage.REGION), "plant");
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_wrong_credential_neither_creates_nor_lets_a_deletion_leak(boolean sts) {
        OperatorProcess right = stage.operator(settings(sts, "AKIDHOME"));
        stage.create(Stage.syncJob("plant"));
        assertThat(stage.awaitReady("plant").getStatus().accountId()).isEqualTo(Stage.ACCOUNT);
        right.kill();

        OperatorProcess wrong = stage.operator(settings(sts, "AKIDAWAY"));
        stage.annotate("plant", SyncJob.RECONCILE_REQUESTED_AT, "1");
        SyncJob mismatch = mismatch();
        assertThat(Stage.is(mismatch, Condition.READY, "True", "Active")).isTrue();
        assertThat(message(mismatch)).contains(AWAY, Stage.ACCOUNT);
        stage.delete("plant");
        stage.await(
                "the deletion is seen", "plant", object -> object.getMetadata().getDeletionTimestamp() != null);
        stage.annotate("plant", SyncJob.RECONCILE_REQUESTED_AT, "2");
        mismatch();
        assertThat(stage.job()).isPresent();
        assertThat(stage.simulator().world().job(new JobKey(new Place(AWAY, Stage.REGION), "plant", "SITEWISE")))
                .isEmpty();
        assertThat(stage.calls(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(stage.calls(Operation.DELETE_SYNC_JOB)).isZero();
        wrong.kill();

        stage.operator(settings(sts, "AKIDHOME"));
        stage.awaitGone("plant");
        assertThat(stage.job()).isEmpty();
    }

    private SyncJob mismatch() {
        return stage.await(
                "it is refused", "plant", object -> Stage.is(object, Condition.STALLED, "True", "AccountMismatch"));
    }

    private Map<String, String> settings(boolean sts, String accessKey) {
        Map<String, String> settings =
                new HashMap<>(Map.of("SYNCJOB_LEADER_ELECTION", "false", "AWS_ACCESS_KEY_ID", accessKey));
        if (sts) {
            settings.put("AWS_ENDPOINT_URL_STS", stage.simulator().endpoint().toString());
        }
        return settings;
    }

    private static String message(SyncJob object) {
        return Stage.condition(object, Condition.SYNCED).orElseThrow().message();
    }
}
