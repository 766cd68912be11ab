package dev.twinmaker.syncjob.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The two services that give a pod its AWS credentials: STS for IRSA, and the agent of EKS Pod Identity. */
final class TokenServices implements AutoCloseable {

    static final String STS_KEY = "AKIDFROMSTS";
    static final String AGENT_KEY = "AKIDFROMAGENT";

    private static final String EXPIRATION = "2099-01-01T00:00:00Z";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TokenServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::sts);
        server.createContext("/v1/credentials", this::agent);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked, with the proof that came with it. */
    List<String> asked() {
        return asked;
    }

    private void sts(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
        if (form.contains("Action=GetCallerIdentity")) {
            answer(
                    exchange,
                    "text/xml",
                    "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                            + "<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>"
                            + "</GetCallerIdentityResponse>");
            return;
        }
        answer(
                exchange,
                "text/xml",
                "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                        + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>" + STS_KEY
                        + "</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>"
                        + "<Expiration>" + EXPIRATION + "</Expiration></Credentials>"
                        + "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>");
    }

    private void agent(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(
                exchange,
                "application/json",
                "{\"AccessKeyId\":\"" + AGENT_KEY + "\",\"SecretAccessKey\":\"secret\",\"Token\":\"session\","
                        + "\"Expiration\":\"" + EXPIRATION + "\"}");
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
