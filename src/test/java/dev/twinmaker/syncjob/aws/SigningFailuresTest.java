package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.CALLER;
import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.simulator.FaultAction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** No credential, a stale one, and a clock that is wrong. */
class SigningFailuresTest {

    private static final AwsCredentials GOOD = AwsBasicCredentials.create("AKIDTEST", "secret");

    @RegisterExtension
    static final Bench BENCH = new Bench();

    @BeforeEach
    void a_job_is_there() {
        BENCH.seeded();
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsCall.class,
            names = {"GET", "CREATE", "TAG", "UNTAG", "DELETE"})
    void without_any_credential_no_call_is_made(AwsCall call) {
        TwinMakerSyncJobs jobs = BENCH.with(Bench.settings(Duration.ofSeconds(2)), () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers");
        });

        Failure failure = call.failIn(jobs);

        assertThat(failure)
                .isEqualTo(Failure.refused(
                        Kind.NO_CREDENTIALS,
                        "There are no AWS credentials to call " + call.inWords() + " with. Give the operator's service"
                                + " account an IAM role, or set the SDK's environment."));
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void whatever_a_provider_throws_means_that_there_is_no_credential() {
        TwinMakerSyncJobs broken = BENCH.with(Bench.settings(Duration.ofSeconds(2)), () -> {
            throw new IllegalStateException("the token file is a directory");
        });
        TwinMakerSyncJobs late = BENCH.with(Bench.settings(Duration.ofSeconds(2)), new FailingLater());

        assertThat(AwsCall.GET.failIn(broken).kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(AwsCall.GET.failIn(late).kind()).isEqualTo(Kind.NO_CREDENTIALS);
    }

    @Test
    void a_provider_that_fails_at_first_is_asked_again_by_the_next_call() {
        AtomicInteger asked = new AtomicInteger();
        TwinMakerSyncJobs jobs = BENCH.with(Bench.settings(Duration.ofSeconds(5)), () -> {
            if (asked.incrementAndGet() == 1) {
                throw SdkClientException.create("the service of tokens is away");
            }
            return GOOD;
        });

        assertThat(AwsCall.GET.failIn(jobs).kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(jobs.look(IDENTITY, true, CALLER)).isInstanceOf(Observation.Present.class);
        assertThat(BENCH.simulator().journal().entries()).hasSize(2);
    }

    @Test
    @Timeout(10)
    void a_provider_that_hangs_holds_a_call_no_longer_than_any_other() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        TwinMakerSyncJobs jobs = BENCH.with(Bench.settings(Duration.ofMillis(400)), () -> {
            asked.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw SdkClientException.create("interrupted", e);
            }
            return GOOD;
        });

        Failure failure = AwsCall.CREATE.failIn(jobs);
        AwsCall.GET.failIn(jobs);

        never.countDown();
        assertThat(asked).hasValue(1);
        assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void an_expired_token_is_a_matter_of_credentials_until_there_is_a_new_one() {
        BENCH.simulator().iam().expire("AKIDOLD");
        AtomicInteger asked = new AtomicInteger();
        TwinMakerSyncJobs jobs = BENCH.with(
                Bench.settings(Duration.ofSeconds(5)),
                () -> asked.incrementAndGet() == 1 ? AwsBasicCredentials.create("AKIDOLD", "secret") : GOOD);

        Failure failure = AwsCall.GET.failIn(jobs);

        assertThat(failure)
                .isEqualTo(Failure.refused(
                        Kind.NO_CREDENTIALS,
                        "AWS does not accept the credentials for " + AwsCall.GET.inWords()
                                + ": ExpiredTokenException."));
        assertThat(jobs.look(IDENTITY, false, CALLER)).isInstanceOf(Observation.Present.class);
    }

    @Test
    void a_key_that_is_not_known_is_a_matter_of_credentials() {
        BENCH.simulator().knobs().identity.knownKeysOnly = true;

        assertThat(AwsCall.GET.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.NO_CREDENTIALS);
    }

    @ParameterizedTest
    @CsvSource({"GET,PT2H", "CREATE,PT2H", "DELETE,-PT2H", "TAG,P9999D"})
    void a_signature_with_the_wrong_time_is_told_after_one_try(AwsCall call, Duration skew) {
        BENCH.simulator().faults().always(call.match(), new FaultAction.SkewedDate(skew));

        Failure failure = call.failIn(BENCH.jobs());

        assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.text()).endsWith("InvalidSignatureException.");
        assertThat(BENCH.tries(call.operation())).containsExactly(1);
    }

    @Test
    void a_clock_that_is_wrong_is_known_to_be_wrong_by_the_next_call() {
        BENCH.simulator().knobs().identity.checksDate = true;
        BENCH.simulator().clock().advance(Duration.ofHours(2));

        assertThat(AwsCall.GET.failIn(BENCH.jobs()).kind()).isEqualTo(Kind.NO_CREDENTIALS);
        assertThat(BENCH.jobs().look(IDENTITY, false, CALLER)).isInstanceOf(Observation.Present.class);
        assertThat(BENCH.tries(AwsCall.GET.operation())).containsExactly(1, 1);
    }

    @Test
    void the_reason_that_a_provider_gives_is_kept_as_the_cause() {
        Credentials credentials = new Credentials(
                () -> {
                    throw SdkClientException.create("the token file is empty");
                },
                Duration.ofSeconds(2));

        assertThatThrownBy(credentials::resolveIdentity)
                .isInstanceOf(Credentials.Unavailable.class)
                .hasRootCauseMessage("the token file is empty");
    }

    /** Fails only in the future that it returns. */
    private static final class FailingLater implements AwsCredentialsProvider {
        @Override
        public AwsCredentials resolveCredentials() {
            return GOOD;
        }

        @Override
        public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
            return CompletableFuture.failedFuture(SdkClientException.create("too late"));
        }
    }
}
