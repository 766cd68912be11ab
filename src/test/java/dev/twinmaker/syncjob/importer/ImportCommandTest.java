package dev.twinmaker.syncjob.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.aws.AwsSettings;
import dev.twinmaker.syncjob.aws.TwinMakerSyncJobs;
import dev.twinmaker.syncjob.core.SpecRules;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import dev.twinmaker.syncjob.simulator.Verdict;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest {

    private static final String REGION = "eu-central-1";
    private static final Place PLACE = new Place(Place.DEFAULT_ACCOUNT, REGION);
    private static final String ROLE = "arn:aws:iam::123456789012:role/sync";
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.defaults()
                    .withWorkspaces(List.of("plant", "Barn_2"))
                    .withoutThrottling(),
            InstantSource.system());

    @BeforeEach
    void environment() {
        CREDENTIALS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrlIoTTwinMaker", simulator.endpoint().toString());
    }

    @AfterEach
    void clean() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrlIoTTwinMaker");
        simulator.close();
    }

    @Test
    void a_job_becomes_a_manifest_that_adopts_it() {
        seed("plant", Map.of("team", "blue", "aws:cloudformation:stack-name", "s", "twinmaker.dev/uid", "u"));

        assertThat(run("--workspace", "plant")).isZero();

        SyncJob manifest = manifests().get("plant");
        assertThat(manifest.getMetadata().getNamespace()).isNull();
        assertThat(manifest.getSpec().workspaceId()).isEqualTo("plant");
        assertThat(manifest.getSpec().syncSource()).isEqualTo("SITEWISE");
        assertThat(manifest.getSpec().roleArn()).isEqualTo(ROLE);
        assertThat(manifest.getSpec().region()).isEqualTo(REGION);
        assertThat(manifest.getSpec().adoptionPolicy()).isEqualTo(AdoptionPolicy.IF_UNOWNED);
        assertThat(manifest.getSpec().tags()).containsExactly(Map.entry("team", "blue"));
        assertThat(complaint()).isEmpty();
    }

    @Test
    void all_jobs_of_the_region_come_out_under_names_that_the_api_server_takes() {
        simulator.knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        seed("plant", Map.of());
        seed("Barn_2", Map.of());

        assertThat(run("--all", "--namespace", "twins")).isZero();

        assertThat(manifests()).hasSize(2).allSatisfy((name, manifest) -> {
            assertThat(name).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
            assertThat(manifest.getMetadata().getNamespace()).isEqualTo("twins");
            assertThat(SpecRules.fault(manifest.getSpec())).isEmpty();
            assertThat(manifest.getSpec().tags()).isNull();
        });
        assertThat(manifests().keySet()).anyMatch(name -> name.startsWith("barn-2-"));
    }

    @Test
    void the_workspace_that_aws_manages_is_only_observed() {
        simulator.world().addWorkspace(PLACE, "IoTSiteWiseDefaultWorkspace");
        seed("IoTSiteWiseDefaultWorkspace", Map.of());

        assertThat(run("--workspace", "IoTSiteWiseDefaultWorkspace")).isZero();

        assertThat(manifests().values())
                .singleElement()
                .satisfies(manifest ->
                        assertThat(manifest.getSpec().managementPolicy()).isEqualTo(ManagementPolicy.OBSERVE_ONLY));
    }

    @Test
    void who_owns_a_job_already_is_said_in_a_comment() {
        seed("plant", owner("cluster-b", "factory", "line", "uid-9"));
        assertThat(run("--all")).isZero();
        assertThat(printed()).contains("# This job belongs to SyncJob factory/line (uid uid-9) of cluster cluster-b.");
    }

    @Test
    void tags_that_no_spec_may_hold_are_left_out_and_told() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 46; i++) {
            many.put("key-" + i, "x");
        }
        seed("plant", many);
        assertThat(run("--all")).isEqualTo(1);
        assertThat(manifests().get("plant").getSpec().tags()).isNull();
        assertThat(complaint()).contains("its tags has 46 entries");
    }

    @Test
    void a_job_that_no_syncjob_can_keep_is_told_and_the_others_are_printed() {
        simulator.knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        seed("plant", Map.of());
        simulator.world().addJob(JobSeed.active(JobKey.of(REGION, "Barn_2"), "arn:aws:iam::1:user/odd-role-arn"));
        assertThat(run("--all")).isEqualTo(1);
        assertThat(manifests()).containsOnlyKeys("plant");
        assertThat(complaint()).contains("Barn_2", "spec.roleArn");
    }

    @Test
    void throttling_is_sat_out() {
        seed("plant", Map.of());
        FaultAction busy = FaultAction.Answer.error(429, "ThrottlingException");
        simulator.faults().once(FaultMatch.of(Operation.LIST_SYNC_JOBS), busy);
        simulator.faults().once(FaultMatch.of(Operation.GET_SYNC_JOB), busy);
        assertThat(run("--workspace", "plant")).isZero();
        assertThat(manifests()).containsOnlyKeys("plant");
    }

    @Test
    void what_may_not_be_read_is_told_on_stderr() {
        simulator
                .faults()
                .always(
                        FaultMatch.of(Operation.LIST_WORKSPACES),
                        FaultAction.Answer.error(403, "AccessDeniedException"));
        assertThat(run("--all")).isEqualTo(1);
        assertThat(complaint()).contains("iottwinmaker:ListWorkspaces");
        assertThat(printed()).isEmpty();
    }

    @Test
    void many_pages_are_read_to_the_last() {
        simulator.knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        for (int i = 0; i < 230; i++) {
            simulator.world().addWorkspace(PLACE, "ws-" + i);
        }
        seed("ws-229", Map.of());
        seed("ws-0", Map.of());
        assertThat(run("--all")).isZero();
        assertThat(manifests()).containsOnlyKeys("ws-0", "ws-229");
    }

    @Test
    void nothing_is_written_to_aws() {
        seed("plant", Map.of("team", "blue"));
        run("--all");
        assertThat(simulator.journal().entries())
                .extracting(JournalEntry::operation)
                .isSubsetOf(
                        Operation.LIST_WORKSPACES,
                        Operation.LIST_SYNC_JOBS,
                        Operation.GET_SYNC_JOB,
                        Operation.LIST_TAGS_FOR_RESOURCE);
    }

    @Test
    void a_job_that_aws_is_deleting_is_told_to_be_so() {
        simulator
                .world()
                .addJob(JobSeed.active(JobKey.of(REGION, "plant"), ROLE).in(JobState.DELETING));
        assertThat(run("--workspace", "plant")).isZero();
        assertThat(printed()).startsWith("# AWS is deleting this job");
    }

    @Test
    void without_the_api_server_no_job_is_called_an_orphan() {
        seed("plant", owner("here", "factory", "line", "uid-1"));
        assertThat(run("--orphans")).isEqualTo(1);
        assertThat(printed()).isEmpty();
        assertThat(complaint()).contains("could not be read", "no cluster here");
    }

    @Test
    void help_is_given() {
        assertThat(run("--help")).isZero();
        assertThat(printed()).contains("--workspace", "--all", "--orphans", "--namespace", "--cluster-id");
    }

    @ParameterizedTest
    @CsvSource({
        "'','one of --workspace, --all and --orphans is needed'",
        "--all --workspace plant,exclude each other",
        "--workspace,--workspace",
        "--workspace --all,--workspace",
        "--everything,--everything"
    })
    void an_argument_that_makes_no_sense_is_named(String line, String named) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
        assertThat(complaint()).contains(named);
        assertThat(printed()).isEmpty();
    }

    @Test
    void without_a_region_it_says_which_variable_is_missing() {
        assertThat(command(Optional.empty()).execute("--all")).isEqualTo(2);
        assertThat(complaint()).contains("AWS_REGION");
    }

    private int run(String... args) {
        return command(Optional.of(REGION)).execute(args);
    }

    private ImportCommand command(Optional<String> region) {
        return new ImportCommand(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                () -> region,
                ImportCommandTest::adapter,
                () -> {
                    throw new KubernetesClientException("no cluster here");
                });
    }

    private static TwinMakerSyncJobs adapter(String region) {
        return TwinMakerSyncJobs.ofEnvironment(
                new AwsSettings(region, true, false, Duration.ofSeconds(5), 1000, 100_000, 1, 1),
                InstantSource.system());
    }

    private void seed(String workspace, Map<String, String> tags) {
        simulator
                .world()
                .addJob(JobSeed.active(JobKey.of(REGION, workspace), ROLE).tagged(tags));
    }

    private static Map<String, String> owner(String cluster, String namespace, String name, String uid) {
        return new Owner(cluster, namespace, name, uid).tags();
    }

    private Map<String, SyncJob> manifests() {
        return Pattern.compile("(?m)^---$")
                .splitAsStream(printed())
                .filter(document -> document.contains("kind:"))
                .map(document -> Serialization.unmarshal(document, SyncJob.class))
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), object -> object));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
