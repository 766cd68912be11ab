package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A process without the rights on its lease: it does not act, and says which rights are missing. */
class LeaseRightsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void a_leader_whose_rights_on_the_lease_are_taken_ends_and_the_next_one_names_them_and_leads_when_they_are_back() {
        try (Stage stage = Stage.start()) {
            Rights rights = new Rights(stage);
            OperatorProcess leader = stage.operator();
            Awaitility.await("it leads").atMost(LIMIT).until(() -> leads(leader));
            stage.create(Stage.syncJob("plant"));
            stage.awaitReady("plant");

            rights.takeLeases();

            assertThat(leader.exitCode(LIMIT)).isEqualTo(1);
            assertThat(leader.log()).contains("lost the lease");
            OperatorProcess refused = stage.launch(Map.of());
            assertThat(refused.exitCode(LIMIT)).isEqualTo(2);
            assertThat(refused.log())
                    .contains("the service account may not create, get, update, patch leases of coordination.k8s.io in"
                            + " namespace syncjob-operator")
                    .contains("Role of the chart")
                    .doesNotContain("leading as");

            rights.giveBack();

            OperatorProcess next = stage.operator();
            stage.patch("plant", "{\"spec\":{\"tags\":{\"edit\":\"late\"}}}");
            stage.await(
                    "the edit is done",
                    "plant",
                    object -> object.getMetadata()
                            .getGeneration()
                            .equals(object.getStatus().observedGeneration()));
            assertThat(leads(next)).isTrue();
            assertThat(stage.simulator().journal().createsApplied()).isEqualTo(Map.of(Stage.key(), 1L));
        }
    }

    private static boolean leads(OperatorProcess operator) {
        return operator.log().contains("leading as");
    }
}
