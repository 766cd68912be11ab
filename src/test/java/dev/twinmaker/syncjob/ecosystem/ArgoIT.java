package dev.twinmaker.syncjob.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.simulator.JobSeed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argo CD's own engine syncs the operator and SyncJobs: hooks, waves, health, pruning, differences. */
class ArgoIT {

    private static final String BEFORE = configMap("before", -1);
    private static final String AFTER = configMap("after", 1);

    private static String configMap(String name, int wave) {
        return """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                  namespace: default
                  annotations: {argocd.argoproj.io/sync-wave: "%d"}
                """.formatted(name, wave);
    }

    @TempDir
    private Path folder;

    private final Site site = new Site();
    private final Argo argo = Argo.of(site.plane().kubeconfig());

    @BeforeEach
    void install() {
        site.plane().kubectl("create", "namespace", Site.OPERATOR).output();
        argo.sync(Site.OPERATOR, Site.OPERATOR, rendered(Site.CHART));
        site.beside();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void the_operator_is_upgraded_with_its_crd_after_its_check_and_never_loses_the_crd() {
        assertThat(argo.sync(Site.OPERATOR, Site.OPERATOR, rendered(Site.CHART)).modified())
                .as("a second sync")
                .isEmpty();
        site.apply(Site.syncJob("plant"));
        site.ready("plant");

        String next = rendered(Site.chartWithAnotherColumn(folder).toString());
        Argo.Sync upgrade = argo.sync(Site.OPERATOR, Site.OPERATOR, next);
        assertThat(upgrade.modified()).containsExactly("CustomResourceDefinition/syncjobs.twinmaker.dev");
        assertThat(upgrade.of("Job/syncjob-operator-upgrade-check").phase()).isEqualTo("Succeeded");
        assertThat(upgrade.order())
                .containsSubsequence(
                        "Job/syncjob-operator-upgrade-check",
                        "CustomResourceDefinition/syncjobs.twinmaker.dev",
                        "Deployment/syncjob-operator");
        assertThat(upgrade.of("Deployment/syncjob-operator").message()).doesNotContain("failed");
        assertThat(site.columns()).contains("Note");

        argo.sync(Site.OPERATOR, Site.OPERATOR, rendered(Site.CHART, "--set", "crds.enabled=false"));
        assertThat(site.plane()
                        .kubectl("get", "syncjob", "plant", "-o", "jsonpath={.status.state}")
                        .output())
                .as("pruning is on and the CRD is no longer among the manifests")
                .isEqualTo("ACTIVE");
    }

    @Test
    void a_later_wave_waits_for_the_job_pruning_goes_the_other_way_and_the_operator_makes_no_difference() {
        site.simulator().knobs().lifecycle.initializing = Duration.ofSeconds(4);
        String manifests = Site.syncJob("plant") + "  tags: {team: north}\n" + BEFORE + AFTER;
        Argo.Sync first = argo.sync("plant", "default", manifests);
        assertThat(first.order()).containsExactly("ConfigMap/before", "SyncJob/plant", "ConfigMap/after");
        assertThat(first.of("SyncJob/plant").phase()).isEqualTo("Succeeded");
        assertThat(created("configmap/after"))
                .isAfterOrEqualTo(created("syncjob/plant").plusSeconds(3));

        String version = read("syncjob/plant", "{.metadata.resourceVersion}");
        assertThat(argo.sync("plant", "default", manifests).modified()).isEmpty();
        assertThat(read("syncjob/plant", "{.metadata.resourceVersion}")).isEqualTo(version);

        site.simulator().knobs().lifecycle.deleting = Duration.ofSeconds(4);
        Argo.Sync pruned = argo.sync("plant", "default", "");
        assertThat(site.simulator().world().job(Site.KEY))
                .as("when the sync has ended")
                .isEmpty();
        assertThat(pruned.order()).containsExactly("ConfigMap/after", "SyncJob/plant", "ConfigMap/before");
        assertThat(pruned.steps()).extracting(Argo.Step::status).containsOnly("Pruned");
        assertThat(deleted("before")).isAfter(deleted("plant").plusSeconds(3));
        assertThat(deleted("after")).isBefore(deleted("plant"));
    }

    @Test
    void where_a_person_must_act_the_sync_fails_at_once_and_a_later_wave_stays_out() {
        site.simulator()
                .world()
                .addJob(JobSeed.active(Site.KEY, "arn:aws:iam::123456789012:role/theirs")
                        .tagged(Map.of("owner", "somebody-else")));
        Argo.Sync failed = argo.sync("plant", "default", Site.syncJob("plant") + AFTER);
        assertThat(failed.of("SyncJob/plant").phase()).isEqualTo("Failed");
        assertThat(failed.of("SyncJob/plant").message()).contains("Workspace plant has a sync job that belongs to");
        assertThat(site.plane().kubectl("get", "configmap", "after").exitCode()).isNotZero();
    }

    private static String rendered(String chart, String... more) {
        Stream<String> usual = Stream.of(
                "template", Site.OPERATOR, chart, "--namespace", Site.OPERATOR, "--set", "aws.region=eu-central-1");
        return new Command(Tools.HELM_4.find(), Map.of())
                .run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new))
                .output();
    }

    private Instant deleted(String name) {
        return site.plane().audit().events().stream()
                .filter(event -> event.verb().equals("delete") && event.name().equals(name))
                .map(AuditEvent::time)
                .findFirst()
                .orElseThrow();
    }

    private Instant created(String object) {
        return Instant.parse(read(object, "{.metadata.creationTimestamp}"));
    }

    private String read(String object, String path) {
        return site.plane()
                .kubectl("get", object, "-n", "default", "-o", "jsonpath=" + path)
                .output();
    }
}
