package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.Hook;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rights that are taken from a running operator and given back: it says so, lives on, and does everything once. */
class RightsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static FaultyPath path;
    private static Rights rights;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        path = new FaultyPath(Stage.start());
        rights = new Rights(path.stage());
        operator = path.ready(Map.of("SYNCJOB_LEADER_ELECTION", "false", "SYNCJOB_API_SERVER_SILENCE", "4s"));
    }

    @AfterAll
    static void stop() {
        path.close();
    }

    @AfterEach
    void it_lives_and_nothing_is_reported_as_a_defect() {
        rights.giveBack();
        assertThat(operator.isAlive()).isTrue();
        assertThat(operator.log()).doesNotContain("ERROR [de.tw");
        assertThat(path.stage().simulator().journal().racingCreates()).isEmpty();
    }

    @Test
    void without_the_right_to_write_a_status_it_is_not_ready_and_says_why_and_no_job_is_made_or_made_twice()
            throws InterruptedException {
        Hook told = path.proxy()
                .hold(request -> FaultyPath.statusWriteOf("mute").test(request)
                        && path.job("mute").isPresent());
        path.create("mute");
        told.awaitArrived(LIMIT);
        rights.take("patch", "syncjobs/status");
        told.release();
        awaitReadiness(503);
        path.create("dumb");
        FaultyPath.await("both are refused")
                .until(() -> operator.log().contains("default/dumb: the API server did not"));
        assertThat(operator.told("ready")).contains("cannot patch").contains("syncjobs/status");
        assertThat(operator.status("live")).isEqualTo(200);
        assertThat(path.stage().get("mute").orElseThrow().getStatus().arn()).isNull();
        assertThat(path.effects("dumb", Operation.CREATE_SYNC_JOB)).isZero();

        rights.giveBack();

        SyncJob ready = path.awaitSettled("mute");
        path.awaitSettled("dumb");
        assertThat(ready.getStatus().arn())
                .isEqualTo(path.job("mute").orElseThrow().arn());
        awaitReadiness(200);
        createdOnce("mute");
        createdOnce("dumb");
    }

    @Test
    void without_the_right_to_hold_an_object_nothing_is_made_in_aws() {
        rights.take("patch", "syncjobs");
        path.create("unheld");
        awaitReadiness(503);
        assertThat(operator.told("ready")).contains("patch").contains("syncjobs");
        assertThat(path.calls("unheld")).isEmpty();

        rights.giveBack();

        path.awaitSettled("unheld");
        awaitReadiness(200);
        createdOnce("unheld");
    }

    @Test
    void without_the_right_to_watch_it_is_not_ready_and_hears_of_everything_later() {
        path.create("edited");
        path.create("deleted");
        path.awaitSettled("edited");
        path.awaitSettled("deleted");
        // One that is allowed and not yet there would stay.
        path.awaitWatch();
        Hook later = path.proxy().hold(FaultyPath::isWatch);
        rights.take("watch", "syncjobs");
        path.proxy().cutWatches();
        later.release();
        path.create("unheard");
        path.tag("edited", "late");
        path.delete("deleted");
        awaitReadiness(503);
        assertThat(operator.told("ready")).contains("may not watch syncjobs");
        assertThat(operator.status("live")).isEqualTo(200);
        assertThat(path.calls("unheard")).isEmpty();

        rights.giveBack();

        path.awaitSettled("unheard");
        path.awaitTagged("edited", "late");
        path.stage().awaitGone("deleted");
        awaitReadiness(200);
        createdOnce("unheard");
        createdOnce("edited");
        assertThat(path.effects("edited", Operation.TAG_RESOURCE)).isEqualTo(1);
        assertThat(path.effects("deleted", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.job("deleted")).isEmpty();
    }

    private static void awaitReadiness(int status) {
        FaultyPath.await("readiness answers " + status)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> operator.status("ready") == status);
    }

    private static void createdOnce(String name) {
        assertThat(path.calls(name))
                .filteredOn(entry -> entry.operation() == Operation.CREATE_SYNC_JOB)
                .singleElement()
                .satisfies(entry -> assertThat(entry.effect()).isTrue());
        assertThat(path.accepted(name, "")).isGreaterThanOrEqualTo(1);
    }
}
