package dev.twinmaker.syncjob.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.controlplane.GoTool;
import dev.twinmaker.syncjob.simulator.JobSeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The chart in the hands of the real Helm, of both kinds, with the operator beside it under the chart's account. */
class HelmIT {

    private static final String CHART = Site.CHART;
    private static final String NAME = Site.OPERATOR;
    private static final String REGION = "aws.region=eu-central-1";

    /** The two that people have. */
    enum Version {
        HELM_3(Tools.HELM_3),
        HELM_4(Tools.HELM_4);

        @SuppressWarnings("ImmutableEnumChecker") // A record of values.
        private final GoTool tool;

        Version(GoTool tool) {
            this.tool = tool;
        }
    }

    @TempDir
    private Path folder;

    private Site site;
    private ControlPlane plane;

    @BeforeEach
    void start() {
        site = new Site();
        plane = site.plane();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_release_is_installed_upgraded_with_its_crd_rolled_back_and_uninstalled_and_the_jobs_stay(Version version) {
        Command helm = helm(version);
        helm.run("lint", "--strict", CHART, "--set", REGION, "--kube-version", "1.30.0")
                .output();
        assertThat(helm.run("template", NAME, CHART, "--set", REGION, "--kube-version", "1.30.0")
                        .output())
                .contains("kind: Deployment");

        install(helm);
        site.beside();
        site.apply(Site.syncJob("plant"));
        site.ready("plant");
        String arn = site.simulator().world().job(Site.KEY).orElseThrow().arn();

        Path next = Site.chartWithAnotherColumn(folder);
        String hooked = helm.run(
                        "upgrade",
                        NAME,
                        next.toString(),
                        "-n",
                        NAME,
                        "--reset-then-reuse-values",
                        "--wait",
                        "--timeout",
                        "3m")
                .output();
        assertThat(hooked).contains("deployed");
        assertThat(site.columns()).contains("Note");
        Awaitility.await("it is told that the check before the upgrade has run")
                .until(() -> plane.kubectl("get", "events", "-n", NAME, "-o", "jsonpath={.items[*].message}")
                        .output()
                        .contains("Job completed"));

        helm.run("rollback", NAME, "1", "-n", NAME, "--wait", "--timeout", "3m").output();
        assertThat(site.columns()).doesNotContain("Note");

        helm.run("uninstall", NAME, "-n", NAME, "--wait").output();
        site.leave();
        assertThat(plane.kubectl("get", "syncjob", "plant", "-o", "jsonpath={.status.state}")
                        .output())
                .isEqualTo("ACTIVE");
        assertThat(site.simulator().world().job(Site.KEY).orElseThrow().arn()).isEqualTo(arn);

        install(helm);
        site.beside();
        plane.kubectl("delete", "syncjob", "plant", "--timeout=60s").output();
        assertThat(site.simulator().world().job(Site.KEY)).isEmpty();
        assertThat(site.simulator().journal().createsApplied()).containsEntry(Site.KEY, 1L);
    }

    /** What a newcomer types, as far as no kubelet is needed: the pods are there in name, and this test is what runs in them. */
    @Test
    void a_trial_without_aws_needs_one_value_more() {
        Command helm = helm(Version.HELM_4);
        install(helm, "--set", "simulator.enabled=true");
        assertThat(plane.kubectl(
                                "get", "deployments", "-n", NAME, "-o", "jsonpath={.items[*].status.availableReplicas}")
                        .output())
                .isEqualTo("1 1");
        Awaitility.await("the Services lead to the pods")
                .untilAsserted(() -> assertThat(plane.kubectl(
                                        "get", "endpointslices", "-n", NAME, "-o", "jsonpath={.items[*].ports[*].port}")
                                .output())
                        .contains("4567")
                        .contains("8080"));
        site.beside();
        plane.kubectl("apply", "-f", "deploy/samples").output();
        site.ready("plant");
    }

    /** By the controller that puts roles together, and a login of each kind. */
    @ParameterizedTest
    @CsvSource({
        "view, get list watch, create update patch delete deletecollection",
        "edit, get list watch create update patch delete, deletecollection",
        "admin, get list watch create update patch delete deletecollection, ''"
    })
    void who_holds_a_role_of_kubernetes_in_a_namespace_holds_it_for_syncjobs_and_nobody_for_their_status(
            String role, String allowed, String refused) {
        install(helm(Version.HELM_4));
        plane.kubectl("create", "rolebinding", "team", "-n", "default", "--clusterrole=" + role, "--user=somebody")
                .output();
        Awaitility.await("the role is put together")
                .untilAsserted(() -> assertThat(words(allowed))
                        .allSatisfy(verb -> assertThat(may(verb, "")).as(verb).isTrue()));
        assertThat(words(refused))
                .allSatisfy(verb -> assertThat(may(verb, "")).as(verb).isFalse());
        assertThat(List.of("update", "patch"))
                .allSatisfy(verb -> assertThat(may(verb, "status")).as(verb).isFalse());
    }

    private boolean may(String verb, String subresource) {
        return plane.kubectl(
                                "auth",
                                "can-i",
                                verb,
                                "syncjobs.twinmaker.dev",
                                "--subresource=" + subresource,
                                "-n",
                                "default",
                                "--as=somebody")
                        .exitCode()
                == 0;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void kustomize_makes_the_same_of_the_plain_manifest() {
        plane.kubectl("apply", "--server-side", "-k", "deploy").output();
        plane.kubectl("wait", "--for=condition=Available", "deployment/" + NAME, "-n", NAME, "--timeout=90s")
                .output();
        site.beside();
        site.apply(Site.syncJob("plant"));
        site.ready("plant");
    }

    @Test
    void helm_4_waits_for_a_syncjob_of_a_release_until_it_is_ready() {
        Command helm = helm(Version.HELM_4);
        install(helm);
        site.beside();
        helm.run("install", "plant", plantChart().toString(), "--wait", "--timeout", "2m")
                .output();
        assertThat(plane.kubectl(
                                "get",
                                "syncjob",
                                "plant",
                                "-o",
                                "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
                        .output())
                .isEqualTo("True");
        helm.run("uninstall", "plant", "--wait", "--timeout", "2m").output();
        assertThat(site.simulator().world().job(Site.KEY)).isEmpty();
    }

    @Test
    void helm_4_fails_at_once_where_a_person_must_act() {
        Command helm = helm(Version.HELM_4);
        install(helm);
        site.beside();
        site.simulator()
                .world()
                .addJob(JobSeed.active(Site.KEY, "arn:aws:iam::123456789012:role/theirs")
                        .tagged(Map.of("owner", "somebody-else")));
        Command.Result failed = helm.run("install", "plant", plantChart().toString(), "--wait", "--timeout", "5m");
        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.stderr()).contains("Failed", "Workspace plant has a sync job that belongs to");
        assertThat(failed.took()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void helm_3_does_not_wait_for_a_syncjob_and_kubectl_does() {
        Command helm = helm(Version.HELM_3);
        install(helm);
        site.beside();
        helm.run("install", "plant", plantChart().toString(), "--wait", "--timeout", "2m")
                .output();
        site.ready("plant");
    }

    private Command helm(Version version) {
        return new Command(
                version.tool.find(),
                Map.of(
                        "KUBECONFIG",
                        plane.kubeconfig().toString(),
                        "HELM_CACHE_HOME",
                        folder.resolve("cache").toString(),
                        "HELM_CONFIG_HOME",
                        folder.resolve("config").toString(),
                        "HELM_DATA_HOME",
                        folder.resolve("data").toString()));
    }

    private static void install(Command helm, String... more) {
        Stream<String> usual = Stream.of(
                "install", NAME, CHART, "-n", NAME, "--create-namespace", "--wait", "--timeout", "3m", "--set", REGION);
        helm.run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new)).output();
    }

    /** A chart of a user, with one SyncJob. */
    private Path plantChart() {
        try {
            Path chart = Files.createDirectories(folder.resolve("plant"));
            Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: plant\nversion: 1.0.0\n");
            Files.writeString(
                    Files.createDirectories(chart.resolve("templates")).resolve("plant.yaml"), Site.syncJob("plant"));
            return chart;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
