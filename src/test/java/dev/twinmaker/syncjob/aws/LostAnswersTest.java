package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultAction.Cut;
import dev.twinmaker.syncjob.simulator.FaultAction.Moment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that get no answer, and what they may have done all the same. */
class LostAnswersTest {

    private static final Duration SHORT = Duration.ofMillis(400);

    @RegisterExtension
    static final Bench BENCH = new Bench();

    private static void prepare(AwsCall call, FaultAction fault) {
        if (call != AwsCall.CREATE) {
            BENCH.seeded();
        }
        BENCH.simulator().faults().always(call.match(), fault);
    }

    private static Failure lost(AwsCall call, Effect effect, String fault) {
        return new Failure(
                Kind.UNAVAILABLE,
                effect,
                "AWS did not answer " + call.inWords() + " in full: " + fault + ".",
                Optional.empty());
    }

    static Stream<Arguments> cuts() {
        return Arrays.stream(AwsCall.values())
                .flatMap(call -> Stream.of(Moment.BEFORE_READING, Moment.AFTER_READING, Moment.AFTER_EFFECT)
                        .flatMap(moment -> Arrays.stream(FaultAction.Kind.values())
                                .map(kind -> Arguments.of(call, moment, kind))));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void a_connection_that_is_cut_leaves_the_call_under_way(AwsCall call, Moment moment, FaultAction.Kind kind) {
        prepare(call, new Cut(moment, kind));

        assertThat(call.failIn(BENCH.jobs())).isEqualTo(lost(call, Effect.UNDER_WAY, "the connection was lost"));
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"GET,RST", "GET,FIN", "LIST_TAGS,RST", "CREATE,RST", "CREATE,FIN", "DELETE,RST", "DELETE,FIN"})
    void an_answer_that_is_cut_off_shows_that_the_service_is_done(AwsCall call, FaultAction.Kind kind) {
        prepare(call, new Cut(Moment.MID_BODY, kind));

        assertThat(call.failIn(BENCH.jobs())).isEqualTo(lost(call, Effect.POSSIBLE, "an answer that cannot be read"));
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(AwsCall.class)
    void a_silent_service_is_left_after_the_call_timeout(AwsCall call) {
        prepare(call, new FaultAction.Hang(false, null));
        TwinMakerSyncJobs hasty = BENCH.with(Bench.settings(SHORT));

        assertThat(call.failIn(hasty)).isEqualTo(lost(call, Effect.UNDER_WAY, "no answer within 400 ms"));
    }

    @Test
    void an_answer_that_drips_is_left_after_the_call_timeout() {
        prepare(AwsCall.CREATE, new FaultAction.Drip(1, Duration.ofMillis(50)));
        TwinMakerSyncJobs hasty = BENCH.with(Bench.settings(SHORT));

        assertThat(AwsCall.CREATE.failIn(hasty))
                .isEqualTo(lost(AwsCall.CREATE, Effect.UNDER_WAY, "no answer within 400 ms"));
    }

    @Test
    void a_thread_that_was_interrupted_sends_nothing_and_stays_interrupted() {
        Thread.currentThread().interrupt();

        Failure failure = AwsCall.CREATE.failIn(BENCH.jobs());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsCall.class,
            names = {"GET", "CREATE", "TAG", "UNTAG", "DELETE"})
    void where_nobody_listens_nothing_was_done(AwsCall call) throws IOException {
        System.setProperty(Bench.ENDPOINT, "http://127.0.0.1:" + portOfNobody());

        assertThat(call.failIn(BENCH.jobs())).isEqualTo(lost(call, Effect.NONE, "no connection"));
    }

    /** A label of more than 63 characters is refused by every resolver, without asking anybody. */
    @Test
    void where_the_host_is_not_known_nothing_was_done() {
        System.setProperty(Bench.ENDPOINT, "http://" + "a".repeat(64) + ".invalid:4567");

        assertThat(AwsCall.CREATE.failIn(BENCH.jobs())).isEqualTo(lost(AwsCall.CREATE, Effect.NONE, "no connection"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a url", "http://", "127.0.0.1:4567", "ftp://127.0.0.1:4567", "http://127.0.0.1:99999"})
    void an_endpoint_that_makes_no_sense_is_a_failure_and_no_exception(String endpoint) {
        System.setProperty(Bench.ENDPOINT, endpoint);

        assertThat(AwsCall.CREATE.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(AwsCall.GET.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_host_that_cannot_bear_the_prefix_of_the_service_is_a_failure_and_no_exception() {
        AwsSettings prefixing = new AwsSettings(Bench.REGION, false, false, Duration.ofSeconds(2), 1, 10, 1, 10);

        Failure failure = AwsCall.CREATE.failIn(BENCH.with(prefixing));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void a_server_that_does_not_speak_tls_is_a_failure_and_no_exception() {
        System.setProperty(
                Bench.ENDPOINT, "https://127.0.0.1:" + BENCH.simulator().port());

        assertThat(AwsCall.CREATE.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"RST", "FIN"})
    void a_create_whose_answer_is_lost_is_not_sent_again_and_left_its_owner_tags(FaultAction.Kind kind) {
        prepare(AwsCall.CREATE, new FaultAction.Cut(Moment.AFTER_EFFECT, kind));

        AwsCall.CREATE.failIn(BENCH.jobs());

        assertThat(BENCH.simulator().journal().createsApplied()).containsEntry(Bench.KEY, 1L);
        assertThat(BENCH.simulator().world().job(Bench.KEY)).isPresent();
        assertThat(BENCH.simulator().world().job(Bench.KEY).orElseThrow().tags())
                .isEqualTo(Bench.TAGS);
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
