package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CRD that is not there, is not this operator's, goes away, or comes in another version. */
class CrdIT {

    private static final String CRD = "syncjobs.twinmaker.dev";
    private static final String SERVED = "[{\"op\":\"replace\",\"path\":\"/spec/versions/0/served\",\"value\":%s}]";
    private static final String OBJECT = """
            apiVersion: twinmaker.dev/v1alpha2
            kind: SyncJob
            metadata: {name: plant}
            spec: {workspaceId: plant, roleArn: "arn:aws:iam::123456789012:role/twinmaker-sync"}
            """;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Stage stage;

    @BeforeEach
    void start() {
        stage = Stage.start();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void without_a_crd_or_without_its_status_subresource_it_ends_and_names_the_crd_and_what_to_apply() {
        change("[{\"op\":\"remove\",\"path\":\"/spec/versions/0/subresources\"}]");
        awaitServed("syncjobs/status", false);
        assertThat(ended())
                .contains("CRD " + CRD + " has no status subresource")
                .contains("Apply crds/" + CRD + "-v1.yml");

        stage.plane().kubectl("delete", "crd", CRD).output();
        awaitServed("syncjobs", false);
        assertThat(ended()).contains("CRD " + CRD + " is not there").contains("Apply crds/" + CRD + "-v1.yml");
        assertThat(stage.simulator().journal().entries()).isEmpty();

        stage.apply("crds");
        awaitServed("syncjobs/status", true);
        stage.operator();
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");
    }

    @Test
    void another_version_beside_it_changes_nothing_and_one_that_is_not_served_makes_it_not_ready() {
        OperatorProcess operator = stage.operator(Map.of("SYNCJOB_API_SERVER_SILENCE", "4s"));
        String version = stage.plane()
                .kubectl("get", "crd", CRD, "-o", "jsonpath={.spec.versions[0]}")
                .output();
        String next = version.replace("\"name\":\"v1alpha1\"", "\"name\":\"v1alpha2\"");
        change("[{\"op\":\"replace\",\"path\":\"/spec/versions/0/storage\",\"value\":false},"
                + "{\"op\":\"add\",\"path\":\"/spec/versions/-\",\"value\":" + next + "}]");
        Awaitility.await("an object of the other version is taken")
                .atMost(LIMIT)
                .until(() -> stage.plane()
                                .kubectlReading(OBJECT, "create", "-f", "-")
                                .exitCode()
                        == 0);
        stage.awaitReady("plant");
        assertThat(operator.status("ready")).isEqualTo(200);

        change(SERVED.formatted(false));
        awaitReadiness(operator, 503);
        assertThat(operator.told("ready"))
                .contains("there is no watch of syncjobs.twinmaker.dev")
                .contains("not served");
        assertThat(operator.status("live")).isEqualTo(200);

        change(SERVED.formatted(true));
        awaitReadiness(operator, 200);
        stage.delete("plant");
        stage.awaitGone("plant");
        assertThat(stage.job()).isEmpty();
        assertThat(operator.log()).doesNotContain("ERROR");
        assertThat(stage.simulator().journal().createsApplied()).isEqualTo(Map.of(Stage.key(), 1L));
        assertThat(stage.simulator().journal().deletesApplied()).isEqualTo(Map.of(Stage.key(), 1L));
    }

    @Test
    void a_crd_that_is_taken_away_and_put_back_is_watched_again() {
        OperatorProcess operator = stage.operator();
        stage.plane().kubectl("delete", "crd", CRD).output();
        stage.apply("crds");
        Awaitility.await("the API is back")
                .ignoreExceptions()
                .until(() -> stage.create(Stage.syncJob("plant")) != null);
        stage.awaitReady("plant");
        assertThat(operator.isAlive()).isTrue();
    }

    @Test
    void a_crd_that_is_deleted_takes_objects_and_jobs_with_it_and_one_that_comes_back_is_watched() {
        OperatorProcess operator = stage.operator();
        stage.create(Stage.syncJob("plant"));
        stage.awaitReady("plant");

        stage.plane().kubectl("delete", "crd", CRD, "--timeout=60s").output();
        assertThat(stage.job()).isEmpty();
        stage.apply("crds");
        Awaitility.await("the API is back")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> stage.create(Stage.syncJob("again")) != null);

        stage.awaitReady("again");
        assertThat(operator.isAlive()).isTrue();
        assertThat(operator.log()).doesNotContain("ERROR");
        assertThat(stage.simulator().journal().createsApplied()).containsEntry(Stage.key(), 2L);
        assertThat(stage.simulator().journal().deletesApplied()).isEqualTo(Map.of(Stage.key(), 1L));
    }

    private static void awaitReadiness(OperatorProcess operator, int status) {
        Awaitility.await("readiness answers " + status)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> operator.status("ready") == status);
    }

    private void change(String patch) {
        stage.plane().kubectl("patch", "crd", CRD, "--type=json", "-p", patch).output();
    }

    /** The log of an operator that does not start. */
    private String ended() {
        OperatorProcess operator = stage.launch(Map.of());
        assertThat(operator.exitCode(LIMIT)).isEqualTo(2);
        return operator.log();
    }

    private void awaitServed(String resource, boolean served) {
        Awaitility.await(resource + " is served: " + served)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> stage.plane()
                                .kubectl("get", "--raw", "/apis/twinmaker.dev/v1alpha1")
                                .stdout()
                                .contains("\"name\":\"" + resource + "\"")
                        == served);
    }
}
