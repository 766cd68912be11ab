package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.Journal;
import dev.twinmaker.syncjob.simulator.Mangling;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A create whose reply says nothing, or the wrong thing, ends with one job and a ready object. */
class AmbiguousCreateIT {

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        stage.operator();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void one_job_and_ready_whatever_became_of_the_reply(String name, String region, FaultAction fault) {
        stage.workspace(region, "plant");
        stage.simulator().faults().once(FaultMatch.of(Operation.CREATE_SYNC_JOB).onWorkspace("plant"), fault);
        stage.create(Stage.syncJob(region, region, "plant"));
        stage.awaitReady(region);
        JobKey key = Stage.key(region, "plant");
        Journal journal = stage.simulator().journal();
        assertThat(journal.createsApplied()).containsEntry(key, 1L);
        assertThat(journal.doubleJobs()).isEmpty();
        assertThat(journal.racingCreates()).isEmpty();
        assertThat(stage.simulator().world().job(key)).isPresent();
        stage.delete(region);
        stage.awaitGone(region);
        assertThat(stage.simulator().world().job(key)).isEmpty();
    }

    static Stream<Arguments> replies() {
        return Stream.of(
                Arguments.of(
                        "the reply is lost after the effect",
                        "us-east-1",
                        new FaultAction.Cut(FaultAction.Moment.AFTER_EFFECT, FaultAction.Kind.RST)),
                Arguments.of(
                        "the reply is cut in the middle",
                        "us-west-2",
                        new FaultAction.Cut(FaultAction.Moment.MID_BODY, FaultAction.Kind.FIN)),
                Arguments.of(
                        "500 after the effect",
                        "eu-west-1",
                        FaultAction.Answer.error(500, "InternalServerException").afterTheEffect()),
                Arguments.of(
                        "429 after the effect",
                        "ap-south-1",
                        FaultAction.Answer.error(429, "ThrottlingException").afterTheEffect()),
                Arguments.of(
                        "the reply comes after the client's time limit",
                        "ap-southeast-1",
                        new FaultAction.Hang(true, Duration.ofSeconds(4))),
                Arguments.of("200 with an empty body", "ap-southeast-2", FaultAction.Mangle.of(Mangling.EMPTY_BODY)),
                Arguments.of("200 with a broken body", "ap-northeast-1", FaultAction.Mangle.of(Mangling.BROKEN_JSON)),
                Arguments.of("200 without the ARN", "ap-northeast-2", FaultAction.Mangle.without("arn")),
                Arguments.of(
                        "409 after the effect, as from a first try of our own",
                        "us-gov-west-1",
                        FaultAction.Answer.error(409, "ConflictException").afterTheEffect()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lags")
    void a_view_that_lags_behind_the_create_leads_to_no_second_one(
            String name, String region, Map<String, Integer> lag) {
        stage.workspace(region, "plant");
        stage.simulator().knobs().consistency.hiddenReadsAfterCreate = lag.getOrDefault("reads", 0);
        stage.simulator().knobs().consistency.tagLag = Duration.ofMillis(lag.getOrDefault("tagMillis", 0));
        try {
            stage.create(Stage.syncJob(region, region, "plant"));
            stage.awaitReady(region);
        } finally {
            stage.simulator().knobs().consistency.hiddenReadsAfterCreate = 0;
            stage.simulator().knobs().consistency.tagLag = Duration.ZERO;
        }
        assertThat(stage.simulator().journal().createsApplied()).containsEntry(Stage.key(region, "plant"), 1L);
        assertThat(stage.simulator().journal().entries(Operation.CREATE_SYNC_JOB).stream()
                        .filter(entry -> Stage.key(region, "plant").equals(entry.key()))
                        .count())
                .isEqualTo(1);
    }

    static Stream<Arguments> lags() {
        return Stream.of(
                Arguments.of("reads do not show it at first", "cn-north-1", Map.of("reads", 4)),
                Arguments.of("tags come later", "eu-central-2", Map.of("tagMillis", 1500)));
    }
}
