package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinmaker.syncjob.core.SyncJobsContract;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The promises of the port against AWS itself. The name is not that of a test class, so only who asks for it by name
 * runs it: see docs/real-account.md.
 */
class RealAccountContract extends SyncJobsContract {

    private static final Map<String, String> VARIABLES = System.getenv();
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static Identity identity;
    private static String role;
    private static Clients clients;
    private static TwinMakerSyncJobs jobs;

    @BeforeAll
    static void only_where_it_was_asked_for_and_nobody_is_disturbed() {
        String region = AwsEnvironment.region().orElseThrow(() -> new IllegalStateException("set AWS_REGION"));
        identity = new Identity(region, needed("SYNCJOB_CONTRACT_WORKSPACE"), "SITEWISE");
        role = needed("SYNCJOB_CONTRACT_ROLE_ARN");
        AwsSettings settings = new AwsSettings(
                region,
                AwsEnvironment.endpointOverridden(),
                AwsEnvironment.stsReachable(),
                Duration.ofSeconds(20),
                10,
                50,
                2,
                20);
        clients = new Clients(settings, DefaultCredentialsProvider.builder().build());
        jobs = TwinMakerSyncJobs.ofEnvironment(settings, Instant::now);
        for (Identity place : places()) {
            Observation before = jobs.look(place, true, CALLER);
            if (!(before instanceof Observation.Absent)) {
                throw new IllegalStateException("nothing was touched, since it cannot be told that workspace "
                        + place.workspaceId() + " has no sync job: " + before);
            }
        }
    }

    @AfterAll
    static void nothing_stays_open() {
        if (jobs != null) {
            jobs.close();
            clients.close();
        }
    }

    /** For a while, since a job that was just made may not be seen yet. */
    @AfterEach
    void nothing_stays_in_the_account() {
        for (Identity place : places()) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .during(Duration.ofSeconds(5))
                    .untilAsserted(() -> takeAway(place));
        }
    }

    /** Only a job with the tags of this contract is taken away. */
    private static void takeAway(Identity place) {
        Observation look = jobs.look(place, true, CALLER);
        if (look instanceof Observation.Present present && ours(present.job())) {
            if (present.job().known() != Job.State.DELETING) {
                done(jobs.delete(place, present.job(), CALLER));
            }
            throw new AssertionError("the job in workspace " + place.workspaceId() + " is still there");
        }
        assertThat(look).isInstanceOfAny(Observation.Absent.class, Observation.Present.class);
    }

    private static List<Identity> places() {
        return Stream.concat(Stream.of(identity), second().stream()).toList();
    }

    private static Optional<Identity> second() {
        return Optional.ofNullable(VARIABLES.get("SYNCJOB_CONTRACT_SECOND_WORKSPACE"))
                .filter(workspace -> !workspace.isBlank())
                .map(workspace -> new Identity(identity.region(), workspace, "SITEWISE"));
    }

    private static boolean ours(Job job) {
        return job.tags().orElseThrow().containsKey("syncjob-contract");
    }

    private static String needed(String variable) {
        String value = VARIABLES.getOrDefault(variable, "");
        if (value.isBlank()) {
            throw new IllegalStateException("set " + variable + ", as docs/real-account.md says");
        }
        return value;
    }

    private void untilAbsent() {
        eventually(() -> assertThat(jobs.look(identity, true, CALLER)).isInstanceOf(Observation.Absent.class));
    }

    @Override
    protected SyncJobs jobs() {
        return jobs;
    }

    @Override
    protected Identity identity() {
        return identity;
    }

    @Override
    protected Identity withoutWorkspace() {
        return new Identity(identity.region(), "syncjob-contract-no-such-workspace", "SITEWISE");
    }

    @Override
    protected Optional<Identity> elsewhere() {
        return second();
    }

    @Override
    protected String roleArn() {
        return role;
    }

    /** The limits of the service are not published. */
    @Override
    protected int crowd() {
        return 3;
    }

    @Override
    protected void vanish() {
        clients.in(identity.region())
                .deleteSyncJob(r -> r.workspaceId(identity.workspaceId()).syncSource(identity.syncSource()));
        untilAbsent();
    }

    @Override
    protected void eventually(Runnable assertion) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(assertion::run);
    }

    @Test
    void what_the_documentation_leaves_open_is_asked_and_printed() {
        OpenQuestions questions = new OpenQuestions(clients.in(identity.region()), identity.workspaceId(), role, TAGS);

        questions.askWithoutAJob(withoutWorkspace().workspaceId());
        questions.askWithAJob(elsewhere().map(Identity::workspaceId));
    }
}
