package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and the API server and makes a fault at an exact request.
 *
 * <p>It speaks plain HTTP on loopback and adds nothing: a client comes with its own token. It refuses WebSockets, so that
 * clients watch over HTTP, which can be held and cut. Hooks are asked in the order they were made; each kind of hook is
 * asked once for a request, at its own moment: answers, holds, and after the effect held and dropped responses.
 */
public final class ApiServerProxy implements AutoCloseable {

    private static final int LONG_HEADERS = 1 << 16;

    private final ProxyLoop loop = new ProxyLoop();
    private final HttpClient client;
    private final HttpServer server;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final List<Hook> holds = new CopyOnWriteArrayList<>();
    private final List<Hook> responseHolds = new CopyOnWriteArrayList<>();
    private final List<Hook> drops = new CopyOnWriteArrayList<>();
    private final List<Hook> observers = new CopyOnWriteArrayList<>();
    private final List<Rewrite> rewrites = new CopyOnWriteArrayList<>();
    private final Set<WatchStream> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean watchesDelayed;
    private volatile Duration latency = Duration.ZERO;

    private record Rewrite(
            Predicate<ProxiedRequest> matches, UnaryOperator<String> request, UnaryOperator<String> response) {}

    record Answer(Hook hook, int status, Map<String, String> headers, String body) {}

    private ApiServerProxy(URI target, @Nullable Path certificate) {
        var options = new HttpClientOptions()
                .setDefaultHost(target.getHost())
                .setDefaultPort(target.getPort())
                // Each watch holds a connection.
                .setMaxPoolSize(10_000);
        if (certificate != null) {
            options.setSsl(true).setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
        }
        client = loop.vertx().createHttpClient(options);
        server = loop.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(LONG_HEADERS)
                        .setMaxHeaderSize(LONG_HEADERS))
                .requestHandler(request -> new Exchange(this, client, loop.context(), request).begin());
    }

    /** Starts one in front of a control plane. */
    public static ApiServerProxy inFrontOf(ControlPlane controlPlane) {
        return start(controlPlane.url(), controlPlane.caCertificate());
    }

    /**
     * Starts one in front of any server.
     *
     * @param certificate what to trust there; plain HTTP without
     */
    static ApiServerProxy start(URI target, @Nullable Path certificate) {
        var proxy = new ApiServerProxy(target, certificate);
        ProxyLoop.await(proxy.server.listen());
        return proxy;
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /**
     * Writes a copy of a kubeconfig, beside it, that goes through this proxy. For the fabric8 client: kubectl shows no
     * token to a server without TLS.
     */
    public Path kubeconfig(Path original) {
        try {
            var copy = original.resolveSibling(original.getFileName() + ".through-" + server.actualPort());
            return Kubeconfig.redirect(original, copy, url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Holds each matching request before it is forwarded, until release. One whose client has gone by then is not
     * forwarded at all.
     */
    public Hook hold(Predicate<ProxiedRequest> matches) {
        return add(holds, new Hook(matches, Integer.MAX_VALUE));
    }

    /** Holds the response to each matching request, whose effect has happened, until release. Not for watches. */
    public Hook holdResponse(Predicate<ProxiedRequest> matches) {
        return add(responseHolds, new Hook(matches, Integer.MAX_VALUE));
    }

    /** Closes the connection instead of the response, after the effect, so many times. Not for watches. */
    public Hook dropResponse(Predicate<ProxiedRequest> matches, int times) {
        return add(drops, new Hook(matches, times));
    }

    /** Answers so many matching requests itself; the API server never hears of them. */
    public Hook answer(Predicate<ProxiedRequest> matches, int status, String json, int times) {
        return answer(matches, status, Map.of(), json, times);
    }

    /** The same with headers, such as {@code Retry-After}. */
    public Hook answer(
            Predicate<ProxiedRequest> matches, int status, Map<String, String> headers, String json, int times) {
        var hook = new Hook(matches, times);
        answers.add(new Answer(hook, status, headers, json));
        return hook;
    }

    /** Changes what matching requests say, and what is answered to them. Not for watches. */
    public void rewrite(
            Predicate<ProxiedRequest> matches, UnaryOperator<String> request, UnaryOperator<String> response) {
        rewrites.add(new Rewrite(matches, request, response));
    }

    /** Takes note of each matching request, whatever becomes of it, and changes nothing. */
    public Hook observe(Predicate<ProxiedRequest> matches) {
        return add(observers, new Hook(matches, Integer.MAX_VALUE));
    }

    /** Has every request, those for watches too, wait so long before anything else happens to it. */
    public void slowDown(Duration wait) {
        latency = wait;
    }

    /**
     * Closes the connections of all open watches.
     *
     * @return how many there were
     */
    public int cutWatches() {
        return onWatches(WatchStream::cut);
    }

    /** Ends the answers to all open watches in good order; how many there were. */
    public int endWatches() {
        return onWatches(WatchStream::end);
    }

    /**
     * Makes all open watches half-open: their connections stay, nothing more comes from the API server. Those to come
     * are whole.
     *
     * @return how many there were
     */
    public int swallowWatches() {
        return onWatches(WatchStream::swallow);
    }

    /** Writes into all open watches what the API server never said; how many there were. */
    public int feedWatches(String text) {
        return onWatches(watch -> watch.feed(Buffer.buffer(text)));
    }

    private int onWatches(Consumer<WatchStream> what) {
        return loop.perform(() -> {
            var open = List.copyOf(watches);
            open.forEach(what);
            return open.size();
        });
    }

    /** Keeps back what comes on watches, those open and those to come; turned off, all of it arrives in order. */
    public void delayWatches(boolean delayed) {
        loop.perform(() -> {
            watchesDelayed = delayed;
            watches.forEach(watch -> watch.delay(delayed));
            return delayed;
        });
    }

    /** How many watches are open. */
    public int openWatches() {
        return watches.size();
    }

    /** Lets go what is held and closes all connections. */
    @Override
    public void close() {
        var all = new ArrayList<>(holds);
        all.addAll(responseHolds);
        all.forEach(Hook::release);
        loop.close();
    }

    @Nullable Answer answerFor(ProxiedRequest request) {
        return answers.stream()
                .filter(answer -> answer.hook().takes(request))
                .findFirst()
                .orElse(null);
    }

    /** The first thing that happens to a request. */
    Future<Void> untilArrived(ProxiedRequest request) {
        observers.forEach(observer -> observer.takes(request));
        var wait = latency;
        return wait.isZero()
                ? Future.succeededFuture()
                : loop.vertx().timer(wait.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    Future<Void> untilMayGo(ProxiedRequest request) {
        return releaseOf(holds, request);
    }

    Future<Void> untilMayReturn(ProxiedRequest request) {
        return releaseOf(responseHolds, request);
    }

    Buffer asked(ProxiedRequest request, Buffer body) {
        return rewritten(request, body, Rewrite::request);
    }

    Buffer answered(ProxiedRequest request, Buffer body) {
        return rewritten(request, body, Rewrite::response);
    }

    private Buffer rewritten(ProxiedRequest request, Buffer body, Function<Rewrite, UnaryOperator<String>> how) {
        return rewrites.stream()
                .filter(rewrite -> rewrite.matches().test(request))
                .findFirst()
                .map(rewrite -> Buffer.buffer(how.apply(rewrite).apply(body.toString())))
                .orElse(body);
    }

    boolean drops(ProxiedRequest request) {
        return drops.stream().anyMatch(hook -> hook.takes(request));
    }

    void opened(WatchStream watch) {
        watches.add(watch);
        watch.delay(watchesDelayed);
        watch.start(() -> watches.remove(watch));
    }

    private static Future<Void> releaseOf(List<Hook> hooks, ProxiedRequest request) {
        return hooks.stream()
                .filter(hook -> hook.takes(request))
                .findFirst()
                .map(Hook::released)
                .orElse(Future.succeededFuture());
    }

    private static Hook add(List<Hook> hooks, Hook hook) {
        hooks.add(hook);
        return hook;
    }
}
