package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Passes bytes between a client and the API server as they are, TLS included, and breaks what carries them.
 *
 * <p>In contrast to {@link ApiServerProxy} it knows nothing of requests, so clients use what they use in earnest: TLS,
 * and WebSockets to watch.
 */
public final class TcpProxy implements AutoCloseable {

    private final ProxyLoop loop = new ProxyLoop();
    private final NetServer server;
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private final AtomicInteger resets = new AtomicInteger();
    private volatile URI target;
    private volatile Duration latency = Duration.ZERO;
    private volatile long limit = Long.MAX_VALUE;
    private volatile Predicate<String> held = bytes -> false;
    private final AtomicInteger refused = new AtomicInteger();

    private TcpProxy(URI first) {
        target = first;
        NetClient client = loop.vertx().createNetClient(new NetClientOptions());
        // Without lingering a close is a reset.
        server = loop.vertx()
                .createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0).setSoLinger(0))
                .connectHandler(socket -> {
                    socket.pause();
                    var to = target;
                    client.connect(to.getPort(), to.getHost())
                            .onSuccess(upstream -> opened(socket, upstream))
                            .onFailure(failure -> {
                                refused.incrementAndGet();
                                socket.close();
                            });
                });
    }

    /** Starts one in front of a control plane. */
    public static TcpProxy inFrontOf(ControlPlane controlPlane) {
        return start(controlPlane.url());
    }

    /** Starts one in front of any server, which need not speak TLS. */
    public static TcpProxy start(URI target) {
        var proxy = new TcpProxy(target);
        ProxyLoop.await(proxy.server.listen());
        return proxy;
    }

    /** Where it listens; what the API server's certificate says holds here too. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + server.actualPort());
    }

    /** Writes a copy of a kubeconfig, beside it, that goes through this proxy. */
    public Path kubeconfig(Path original) {
        try {
            var copy = original.resolveSibling(original.getFileName() + ".through-" + server.actualPort());
            return Kubeconfig.redirectAsIs(original, copy, url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has connections to come go elsewhere. */
    public void retarget(URI other) {
        target = other;
    }

    /** How many connections there are. */
    public int open() {
        return tunnels.size();
    }

    /**
     * Swallows all bytes of the connections that are open, both ways, for as long as these live. Those to come are whole.
     *
     * @return how many there were
     */
    public int silence() {
        return onAll(Tunnel::silence);
    }

    /** Resets the connections that are open; how many there were. */
    public int reset() {
        return onAll(Tunnel::reset);
    }

    /** Resets each connection to come once the API server has sent so many bytes on it. */
    public void limit(long bytes) {
        limit = bytes;
    }

    /** Ends {@link #limit}. */
    public void unlimited() {
        limit = Long.MAX_VALUE;
    }

    /** How many connections were reset so far. */
    public int resets() {
        return resets.get();
    }

    /** How many clients came while nobody listened behind this. */
    public int refused() {
        return refused.get();
    }

    /**
     * Has what clients send stay on its way from bytes on that are like this. What has left a client that stops or goes to
     * sleep meanwhile arrives all the same; with a client that closes its connection it is lost.
     */
    public void hold(Predicate<String> bytes) {
        held = bytes;
    }

    /** On how many connections something is held. */
    public int holding() {
        return loop.perform(() -> (int)
                tunnels.stream().filter(tunnel -> !tunnel.waiting.isEmpty()).count());
    }

    /** Ends {@link #hold}: what was held arrives. */
    public void letGo() {
        held = bytes -> false;
        onAll(Tunnel::letGo);
    }

    /** Has all bytes from the API server come so much later. */
    public void slowDown(Duration wait) {
        latency = wait;
    }

    @Override
    public void close() {
        loop.close();
    }

    private void opened(NetSocket client, NetSocket upstream) {
        var tunnel = new Tunnel(client, upstream, limit);
        tunnels.add(tunnel);
        tunnel.start();
    }

    private int onAll(Consumer<Tunnel> what) {
        return loop.perform(() -> {
            var open = List.copyOf(tunnels);
            open.forEach(what);
            return open.size();
        });
    }

    /** One connection of a client and the one to the API server that carries it on. */
    private final class Tunnel {

        private final NetSocket client;
        private final NetSocket upstream;
        private long left;
        private boolean silent;
        private final List<Buffer> waiting = new ArrayList<>();

        Tunnel(NetSocket client, NetSocket upstream, long limit) {
            this.client = client;
            this.upstream = upstream;
            this.left = limit;
        }

        void start() {
            client.handler(bytes -> {
                if (silent) {
                    return;
                }
                if (!waiting.isEmpty() || held.test(bytes.toString())) {
                    waiting.add(bytes);
                } else {
                    upstream.write(bytes);
                }
            });
            upstream.handler(bytes -> later(() -> {
                if (silent) {
                    return;
                }
                left -= bytes.length();
                client.write(left < 0 ? bytes.slice(0, (int) Math.max(0, bytes.length() + left)) : bytes);
                if (left < 0) {
                    reset();
                }
            }));
            upstream.exceptionHandler(failure -> {});
            client.exceptionHandler(failure -> {});
            upstream.closeHandler(closed -> later(() -> {
                if (!silent) {
                    client.close();
                }
            }));
            client.closeHandler(closed -> {
                tunnels.remove(this);
                upstream.close();
            });
            client.resume();
        }

        private void later(Runnable what) {
            var wait = latency;
            if (wait.isZero()) {
                what.run();
            } else {
                loop.vertx().setTimer(wait.toMillis(), timer -> what.run());
            }
        }

        void letGo() {
            waiting.forEach(upstream::write);
            waiting.clear();
        }

        void silence() {
            silent = true;
        }

        void reset() {
            resets.incrementAndGet();
            client.close();
        }
    }
}
