package dev.twinmaker.syncjob.controlplane;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files that tell a client where the API server is and who the client is. */
final class Kubeconfig {

    private static final String NAME = "test";

    private Kubeconfig() {}

    /** Refers to the certificate by its path, because some clients read it again after a restart. */
    static Path write(Path file, URI server, Path certificate, String token, String namespace) throws IOException {
        var config = new ConfigBuilder()
                .withApiVersion("v1")
                .withKind("Config")
                .withCurrentContext(NAME)
                .addNewCluster()
                .withName(NAME)
                .withNewCluster()
                .withServer(server.toString())
                .withCertificateAuthority(certificate.toString())
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName(NAME)
                .withNewUser()
                .withToken(token)
                .endUser()
                .endUser()
                .addNewContext()
                .withName(NAME)
                .withNewContext()
                .withCluster(NAME)
                .withUser(NAME)
                .withNamespace(namespace)
                .endContext()
                .endContext()
                .build();
        return Files.writeString(file, Serialization.asYaml(config));
    }

    /** Writes a copy in which every cluster is at another address, reached in plain text. */
    static Path redirect(Path original, Path copy, URI server) throws IOException {
        var config = Serialization.unmarshal(Files.readString(original), Config.class);
        for (var named : config.getClusters()) {
            named.getCluster().setServer(server.toString());
            named.getCluster().setCertificateAuthority(null);
            named.getCluster().setCertificateAuthorityData(null);
        }
        return Files.writeString(copy, Serialization.asYaml(config));
    }
}
