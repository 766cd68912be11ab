package dev.twinmaker.syncjob.controlplane;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** How etcd and the API server are started, and where they find and leave what they need. */
record Commands(Binaries binaries, Path folder, Credentials credentials) {

    Path auditPolicy() {
        return folder.resolve("audit-policy.yaml");
    }

    Path auditLog() {
        return folder.resolve("audit.log");
    }

    /** The API server makes its own there. */
    Path certificates() {
        return folder.resolve("certificates");
    }

    List<String> etcd(String name, URI client, URI peer) {
        return List.of(
                binaries.etcd().toString(),
                "--name=" + name,
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=" + name + "=" + peer,
                "--log-level=warn",
                // Nobody wants the data after a power cut.
                "--unsafe-no-fsync");
    }

    List<String> apiServer(URI store, URI place) {
        return List.of(
                binaries.kubeApiServer().toString(),
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--secure-port=" + place.getPort(),
                // Else it looks for a network interface to be found at. Loopback is no address for an Endpoints object.
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--cert-dir=" + certificates(),
                "--token-auth-file=" + credentials.tokenFile(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + credentials.checkingKey(),
                "--service-account-signing-key-file=" + credentials.signingKey(),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--authorization-mode=RBAC",
                // Nothing runs in pods here, and no controller makes the default account they would need.
                "--disable-admission-plugins=ServiceAccount",
                "--audit-policy-file=" + auditPolicy(),
                "--audit-log-path=" + auditLog(),
                // One file, however long.
                "--audit-log-maxsize=0");
    }
}
