package dev.twinmaker.syncjob.controlplane;

import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

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
        return rewrite(original, copy, cluster -> {
            cluster.setServer(server.toString());
            cluster.setCertificateAuthority(null);
            cluster.setCertificateAuthorityData(null);
        });
    }

    /** Writes a copy in which every cluster is at another address and shows the same certificate. */
    static Path redirectAsIs(Path original, Path copy, URI server) throws IOException {
        return rewrite(original, copy, cluster -> cluster.setServer(server.toString()));
    }

    private static Path rewrite(Path original, Path copy, Consumer<Cluster> change) throws IOException {
        var config = Serialization.unmarshal(Files.readString(original), Config.class);
        config.getClusters().forEach(named -> change.accept(named.getCluster()));
        return Files.writeString(copy, Serialization.asYaml(config));
    }
}
