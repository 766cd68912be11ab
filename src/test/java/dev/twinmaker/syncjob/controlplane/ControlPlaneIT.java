package dev.twinmaker.syncjob.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneIT {

    private static ControlPlane controlPlane;

    @BeforeAll
    static void start() {
        controlPlane = ControlPlane.start();
    }

    @AfterAll
    static void stop() {
        controlPlane.close();
        assertThat(controlPlane.folder()).doesNotExist();
        assertThat(ProcessHandle.of(controlPlane.apiServerPid())).isEmpty();
    }

    @Test
    void is_the_pinned_release() throws Exception {
        var pinned = "v" + Pins.read(Path.of("src", "kubernetes")).kubernetesMinor() + ".";
        assertThat(controlPlane.kubectl("version").output())
                .contains("Client Version: " + pinned, "Server Version: " + pinned);
    }

    @Test
    void serves_the_admin_and_says_why_it_does_not() {
        assertThat(controlPlane.kubectl("get", "namespaces", "--output", "name").output())
                .contains("namespace/default");
        var refused = controlPlane.kubectl("get", "namespace", "absent");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr()).contains("NotFound");
    }

    @Test
    void has_a_second_api_server_that_shows_an_old_world_while_it_is_frozen_and_reads_and_writes_the_present_one() {
        try (var lagging = controlPlane.lagging()) {
            var there = lagging.kubeconfig(controlPlane.kubeconfig());
            controlPlane.kubectl("create", "configmap", "early").output();
            await("it to learn of the first").until(() -> configMaps(there).contains("\"early\""));

            lagging.freeze();
            controlPlane.kubectl("create", "configmap", "late").output();
            controlPlane.kubectlAs(there, "create", "configmap", "own").output();
            assertThat(controlPlane
                            .kubectlAs(there, "get", "configmap", "late", "own", "--output", "name")
                            .output())
                    .contains("late", "own");
            assertThat(configMaps(there)).contains("\"early\"").doesNotContain("\"late\"", "\"own\"");

            lagging.thaw();
            await("it to catch up").until(() -> configMaps(there).contains("\"late\""));
        }
    }

    private static String configMaps(Path kubeconfig) {
        return controlPlane
                .kubectlAs(kubeconfig, "get", "--raw", "/api/v1/namespaces/default/configmaps?resourceVersion=0")
                .output();
    }

    @Test
    void lets_a_service_account_do_what_its_role_says_and_notes_it() {
        controlPlane.kubectl("create", "namespace", "accounts").output();
        var reader = controlPlane.kubeconfigFor(
                "accounts", "reader", "{apiGroups: [''], resources: [configmaps], verbs: [get]}");
        var from = controlPlane.audit().position();

        await("the API server to learn of the role")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(controlPlane
                                .kubectlAs(reader, "get", "configmap", "absent")
                                .stderr())
                        .contains("NotFound"));
        assertThat(controlPlane.kubectlAs(reader, "get", "secret", "absent").stderr())
                .contains("Forbidden");

        await("the API server to note both requests")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(controlPlane.audit().eventsAfter(from))
                        .filteredOn(event -> event.user().equals("system:serviceaccount:accounts:reader"))
                        .extracting(
                                AuditEvent::verb,
                                AuditEvent::resource,
                                AuditEvent::namespace,
                                AuditEvent::name,
                                AuditEvent::code)
                        .contains(
                                tuple("get", "configmaps", "accounts", "absent", 404),
                                tuple("get", "secrets", "accounts", "absent", 403)));
    }

    @Test
    void a_second_one_shares_nothing_with_the_first() {
        try (var second = ControlPlane.start()) {
            second.kubectl("create", "namespace", "second").output();

            assertThat(controlPlane.kubectl("get", "namespace", "second").stderr())
                    .contains("NotFound");
            assertThat(second.url()).isNotEqualTo(controlPlane.url());
        }
    }

    @Test
    void keeps_port_and_objects_over_the_death_of_the_api_server_and_of_etcd() {
        try (var mortal = ControlPlane.start();
                var client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(mortal.kubeconfig().toFile()))
                        .build()) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("kept")
                            .endMetadata()
                            .build())
                    .create();
            var first = mortal.apiServerPid();

            mortal.stopApiServer();
            assertThat(mortal.kubectl("get", "namespace", "kept").stderr()).contains("refused");
            mortal.restartApiServer();

            assertThat(mortal.apiServerPid()).isNotEqualTo(first);
            assertThat(client.namespaces().withName("kept").get()).isNotNull();

            mortal.stopEtcd();
            assertThat(mortal.kubectl("create", "namespace", "early", "--request-timeout", "1s")
                            .exitCode())
                    .isEqualTo(1);
            mortal.restartEtcd();

            mortal.kubectl("create", "namespace", "late").output();
            assertThat(client.namespaces().withName("kept").get()).isNotNull();
        }
    }

    @Test
    void can_hang_and_come_back() {
        controlPlane.pauseApiServer();
        try {
            assertThat(controlPlane
                            .kubectl("get", "namespaces", "--request-timeout", "1s")
                            .exitCode())
                    .isEqualTo(1);
        } finally {
            controlPlane.resumeApiServer();
        }
        assertThat(controlPlane.kubectl("get", "namespaces").exitCode()).isZero();
    }

    @Test
    void shows_the_log_of_a_program_that_does_not_start(@TempDir Path folder) throws Exception {
        for (var program : Binaries.PROGRAMS) {
            var script =
                    Files.writeString(folder.resolve(program), "#!/bin/sh\necho no space left on device; exit 1\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        assertThatThrownBy(() -> ControlPlane.start(new Binaries(folder)))
                .hasMessageContaining("etcd ended before it was ready")
                .hasMessageContaining("no space left on device");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void listens_on_loopback_only() throws Exception {
        var own = ProcessHandle.of(controlPlane.apiServerPid())
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .toList();

        // The API server, etcd's clients, etcd's peers.
        var addresses = new ArrayList<String>();
        for (var pid : own) {
            addresses.addAll(Descriptors.of(pid).listening());
        }
        assertThat(addresses).hasSize(3).allMatch(address -> address.equals("127.0.0.1"));
    }
}
