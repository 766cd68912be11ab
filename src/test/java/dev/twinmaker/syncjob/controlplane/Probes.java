package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Asks the programs themselves whether they are ready. */
final class Probes {

    private static final int TIMEOUT_MILLIS = 5_000;

    private Probes() {}

    /**
     * Whether the etcd of this name serves there. The name matters: where two control planes start at once, the one that
     * answers at a port may be the other's.
     */
    static boolean etcdServes(URI url, String name) throws IOException {
        var connection = open(url.resolve("/v3/cluster/member/list"));
        connection.setDoOutput(true);
        try (var body = connection.getOutputStream()) {
            body.write("{}".getBytes(StandardCharsets.UTF_8));
        }
        try (var answer = connection.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8).contains(name);
        }
    }

    /** Whether the API server is ready and has made the namespaces that are always there. */
    static boolean apiServerServes(URI url, Path certificate, String token) throws IOException {
        if (!Files.exists(certificate)) {
            return false;
        }
        var trust = trusting(certificate);
        return answers(url.resolve("/readyz"), trust, token)
                && answers(url.resolve("/api/v1/namespaces/default"), trust, token);
    }

    private static boolean answers(URI uri, SSLSocketFactory trust, String token) throws IOException {
        var connection = (HttpsURLConnection) open(uri);
        connection.setSSLSocketFactory(trust);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection open(URI uri) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }

    private static SSLSocketFactory trusting(Path certificates) throws IOException {
        try (var in = Files.newInputStream(certificates)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("api-server-" + store.size(), certificate);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            // The file is there before all of it is.
            throw new IOException(e);
        }
    }
}
