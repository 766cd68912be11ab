package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.aws.TokenServices;
import dev.twinmaker.syncjob.simulator.RoleAssumption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token of the pod is replaced, as the kubelet does it, and the credential that it stands for ends. */
class PodIdentityIT {

    private static final String NORTH = "700000000001";
    private static final String SOUTH = "700000000002";

    @TempDir
    Path folder;

    @Test
    void who_has_a_session_notices_nothing_and_who_needs_one_gets_it_by_the_new_token() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first-token");
        try (Tenants tenants = Tenants.start();
                TokenServices agent = new TokenServices()) {
            agent.agentGives("AKIDONE", Duration.ofSeconds(2));
            team(tenants, "north", NORTH);
            team(tenants, "south", SOUTH);
            OperatorProcess operator = tenants.operator(agent.settings(
                    token, Map.of("SYNCJOB_BACKOFF_MAX", "1s", "SYNCJOB_AWS_CALL_TIMEOUT", Stage.COLD_CALL)));
            tenants.syncJob("north", "plant", "north-hall", Tenants.sync(NORTH));
            tenants.awaitReady("north", "plant");
            assertThat(agent.asked()).containsOnly("first-token");

            Files.writeString(token, "second-token");
            tenants.simulator().iam().expire("AKIDONE");
            agent.agentGives("AKIDTWO", Duration.ofHours(6));
            tenants.look("north", "plant", "rotated");
            SyncJob north = tenants.awaitLooked("north", "plant", "rotated");
            assertThat(Stage.is(north, Condition.SYNCED, "True", "InSync")).isTrue();
            tenants.simulator().iam().roles().expireSessionsOf(Tenants.hub(SOUTH));
            tenants.syncJob("south", "plant", "south-hall", Tenants.sync(SOUTH));
            tenants.awaitReady("south", "plant");
            Awaitility.await("the agent was shown the new token")
                    .until(() -> agent.asked().contains("second-token"));
            assertThat(tenants.simulator().iam().roles().assumptions())
                    .filteredOn(assumption -> assumption.roleArn().equals(Tenants.hub(NORTH)))
                    .as("sessions of who had one already")
                    .extracting(RoleAssumption::sessionName)
                    .containsOnly("syncjob-operator-north")
                    .hasSize(1);
            assertThat(operator.log()).doesNotContain(" ERROR ").doesNotContain("first-token", "second-token");
        }
    }

    private static void team(Tenants tenants, String name, String account) {
        tenants.account(account, name + "-hall");
        tenants.namespace(name, Map.of());
        tenants.access(name, account);
    }
}
