package dev.twinmaker.syncjob.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The two services that give a pod its AWS credentials: STS for IRSA, and the agent of EKS Pod Identity. */
public final class TokenServices implements AutoCloseable {

    public static final String STS_KEY = "AKIDFROMSTS";
    static final String AGENT_KEY = "AKIDFROMAGENT";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile boolean down;
    private volatile String key = STS_KEY;
    private volatile String agentKey = AGENT_KEY;
    private volatile Duration lifetime = Duration.ofDays(10_000);

    public TokenServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::sts);
        server.createContext("/v1/credentials", this::agent);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Has an operator ask the agent with the token in that file, and nobody else, beside other settings. */
    public Map<String, String> settings(Path token, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID",
                "",
                "AWS_SECRET_ACCESS_KEY",
                "",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                endpoint() + "/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                token.toString()));
        settings.putAll(more);
        return settings;
    }

    /** What was asked, with the proof that came with it. */
    public List<String> asked() {
        return asked;
    }

    /** Whether STS answers nothing but errors. */
    public void down(boolean is) {
        down = is;
    }

    /** What STS gives out from now on, and for how long. */
    public void give(String accessKey, Duration time) {
        key = accessKey;
        lifetime = time;
    }

    /** What the agent gives out from now on, and for how long. */
    public void agentGives(String accessKey, Duration time) {
        agentKey = accessKey;
        lifetime = time;
    }

    private String expiration() {
        return Instant.now().plus(lifetime).toString();
    }

    private void sts(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
        if (down) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
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
                        + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>" + key
                        + "</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>"
                        + "<Expiration>" + expiration() + "</Expiration></Credentials>"
                        + "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>");
    }

    private void agent(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(
                exchange,
                "application/json",
                "{\"AccessKeyId\":\"" + agentKey + "\",\"SecretAccessKey\":\"secret\",\"Token\":\"session\","
                        + "\"Expiration\":\"" + expiration() + "\"}");
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
