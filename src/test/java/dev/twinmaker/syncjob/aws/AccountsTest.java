package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import dev.twinmaker.syncjob.core.port.Tally;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** A call that a credential of another account would sign is never sent. */
class AccountsTest {

    private static final String STS_ENDPOINT = "aws.endpointUrlSts";
    private static final String HOME = "123456789012";
    private static final String AWAY = "999999999999";

    @RegisterExtension
    private static final Bench BENCH = new Bench();

    private final AtomicReference<AwsCredentials> credential =
            new AtomicReference<>(AwsBasicCredentials.create("AKIDHOME", "secret"));

    @BeforeEach
    void sts_is_beside_the_service() {
        System.setProperty(STS_ENDPOINT, BENCH.simulator().endpoint().toString());
        BENCH.simulator().iam().mapAccessKey("AKIDAWAY", AWAY);
    }

    @AfterEach
    void sts_is_gone() {
        System.clearProperty(STS_ENDPOINT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_call_is_sent_with_a_credential_of_another_account(boolean sts) {
        BENCH.seeded();
        TwinMakerSyncJobs jobs = adapter(sts);
        rotateTo("AKIDAWAY");

        List<Failure> failures = List.of(
                unreadable(jobs.look(Bench.IDENTITY, true, expecting(HOME))),
                rejected(jobs.create(Bench.IDENTITY, Bench.ROLE, Bench.TAGS, expecting(HOME))),
                rejected(jobs.tag(Bench.IDENTITY, Bench.shown(), Map.of("a", "b"), expecting(HOME))),
                rejected(jobs.untag(Bench.IDENTITY, Bench.shown(), Set.of("owner"), expecting(HOME))),
                rejected(jobs.delete(Bench.IDENTITY, Bench.shown(), expecting(HOME))),
                ((Tally.Unreadable) jobs.tally(Bench.IDENTITY, expecting(HOME))).failure());

        // Without STS the account shows only in what a workspace of that account answers.
        Failure.Kind kind = sts ? Failure.Kind.OTHER_ACCOUNT : Failure.Kind.NO_CREDENTIALS;
        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
            assertThat(failure.text()).contains(HOME);
        });
        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::operation)
                .doesNotContain(
                        Operation.GET_SYNC_JOB,
                        Operation.CREATE_SYNC_JOB,
                        Operation.TAG_RESOURCE,
                        Operation.UNTAG_RESOURCE,
                        Operation.DELETE_SYNC_JOB,
                        Operation.LIST_SYNC_RESOURCES);
    }

    @Test
    void the_text_names_both_accounts() {
        TwinMakerSyncJobs jobs = adapter(true);
        rotateTo("AKIDAWAY");
        assertThat(unreadable(jobs.look(Bench.IDENTITY, false, expecting(HOME))).text())
                .contains("belong to account " + AWAY, "kept in account " + HOME);
    }

    @Test
    void without_sts_an_account_that_has_a_workspace_is_known_by_its_arn() {
        BENCH.simulator().world().addWorkspace(new Place(AWAY, Bench.REGION), "abroad");
        TwinMakerSyncJobs jobs = adapter(false);
        rotateTo("AKIDAWAY");

        Failure failure = unreadable(jobs.look(Bench.IDENTITY, false, expecting(HOME)));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.OTHER_ACCOUNT);
        assertThat(BENCH.tries(Operation.GET_SYNC_JOB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_right_account_is_asked_for_once_for_each_access_key(boolean sts) {
        BENCH.seeded();
        TwinMakerSyncJobs jobs = adapter(sts);
        Operation asked = sts ? Operation.GET_CALLER_IDENTITY : Operation.GET_WORKSPACE;
        for (int look = 0; look < 3; look++) {
            assertThat(jobs.look(Bench.IDENTITY, true, expecting(HOME))).isInstanceOf(Observation.Present.class);
        }
        assertThat(BENCH.tries(asked)).hasSize(1);
        rotateTo("AKIDHOME2");
        assertThat(jobs.look(Bench.IDENTITY, true, expecting(HOME))).isInstanceOf(Observation.Present.class);
        assertThat(BENCH.tries(asked)).hasSize(2);
    }

    @Test
    void an_absent_job_tells_the_account_that_answered() {
        assertThat(adapter(true).look(Bench.IDENTITY, true, expecting(null)))
                .isEqualTo(new Observation.Absent(Optional.of(HOME)));
        assertThat(adapter(false).look(Bench.IDENTITY, true, expecting(null)))
                .isEqualTo(new Observation.Absent(Optional.empty()));
    }

    @Test
    void without_sts_the_arn_of_any_job_tells_the_account_from_then_on() {
        BENCH.seeded();
        TwinMakerSyncJobs jobs = adapter(false);
        jobs.look(Bench.IDENTITY, false, expecting(null));

        Identity other = new Identity(Bench.REGION, "annex", "SITEWISE");
        assertThat(jobs.look(other, false, expecting(HOME))).isEqualTo(new Observation.Absent(Optional.of(HOME)));
        assertThat(BENCH.tries(Operation.GET_WORKSPACE)).isEmpty();
    }

    @Test
    void while_sts_fails_nothing_is_sent_and_sts_is_asked_once_in_five_seconds() {
        BENCH.simulator()
                .faults()
                .always(FaultMatch.of(Operation.GET_CALLER_IDENTITY), FaultAction.Answer.error(500, "InternalFailure"));
        TwinMakerSyncJobs jobs = adapter(true);

        for (int look = 0; look < 5; look++) {
            Failure failure = unreadable(jobs.look(Bench.IDENTITY, false, expecting(HOME)));
            assertThat(failure.kind()).isEqualTo(Failure.Kind.NO_CREDENTIALS);
            assertThat(failure.text()).contains("sts:GetCallerIdentity");
            AwsCall.assertFitForAStatus(failure.text());
        }
        assertThat(BENCH.tries(Operation.GET_CALLER_IDENTITY)).hasSize(1);
        assertThat(BENCH.tries(Operation.GET_SYNC_JOB)).isEmpty();

        BENCH.simulator().reset();
        BENCH.pass(Duration.ofSeconds(5));
        assertThat(jobs.look(Bench.IDENTITY, false, expecting(HOME))).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void a_create_whose_account_could_not_be_asked_for_had_no_effect() {
        BENCH.simulator()
                .faults()
                .always(
                        FaultMatch.of(Operation.GET_WORKSPACE),
                        FaultAction.Answer.error(500, "InternalServerException"));

        Failure failure = rejected(adapter(false).create(Bench.IDENTITY, Bench.ROLE, Bench.TAGS, expecting(HOME)));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
    }

    @Test
    void the_call_is_signed_with_the_credential_whose_account_was_asked_for() {
        BENCH.seeded();
        TwinMakerSyncJobs jobs = adapter(true);
        jobs.look(Bench.IDENTITY, true, expecting(HOME));
        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::principal)
                .containsOnly("AKIDHOME");
    }

    private TwinMakerSyncJobs adapter(boolean sts) {
        AwsSettings settings =
                new AwsSettings(Bench.REGION, true, sts, Duration.ofSeconds(5), 1000, 100_000, 1000, 100_000);
        return BENCH.with(settings, credential::get);
    }

    private void rotateTo(String accessKey) {
        credential.set(AwsBasicCredentials.create(accessKey, "secret"));
    }

    private static Caller expecting(@Nullable String account) {
        return new Caller("uid", Lane.URGENT, Optional.ofNullable(account));
    }

    private static Failure unreadable(Observation seen) {
        assertThat(seen).isInstanceOf(Observation.Unreadable.class);
        return ((Observation.Unreadable) seen).failure();
    }

    private static Failure rejected(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).failure();
    }
}
