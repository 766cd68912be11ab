package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A node without a kubelet, and the controllers that want one. */
final class FakeNode {

    private static final String NODE = """
            apiVersion: v1
            kind: Node
            metadata:
              name: fake
              labels: {kubernetes.io/hostname: fake, topology.kubernetes.io/zone: here}
            """;

    private final ControlPlane plane;
    private final Supervisor supervisor;
    private final Credentials credentials;

    FakeNode(ControlPlane plane, Supervisor supervisor, Credentials credentials) {
        this.plane = plane;
        this.supervisor = supervisor;
        this.credentials = credentials;
    }

    void start(Path controllerManager, Path scheduler, Path kwok, String stages) throws IOException {
        supervisor.run(
                "kube-controller-manager",
                List.of(
                        controllerManager.toString(),
                        "--kubeconfig=" + plane.kubeconfig(),
                        "--secure-port=0",
                        "--leader-elect=false",
                        "--service-account-private-key-file=" + credentials.signingKey()));
        supervisor.run(
                "kube-scheduler",
                List.of(
                        scheduler.toString(),
                        "--kubeconfig=" + plane.kubeconfig(),
                        "--secure-port=0",
                        "--leader-elect=false"));
        Path config = Files.writeString(plane.folder().resolve("kwok.yaml"), stages);
        plane.kubectlReading(NODE, "apply", "-f", "-").output();
        supervisor.run(
                "kwok",
                List.of(
                        kwok.toString(),
                        "--kubeconfig=" + plane.kubeconfig(),
                        "--config=" + config,
                        "--manage-all-nodes=true"));
        plane.kubectl("wait", "--for=condition=Ready", "node/fake", "--timeout=60s")
                .output();
    }
}
