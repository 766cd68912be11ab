package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * Stands between an API server and etcd and keeps back what comes on watches, on request.
 *
 * <p>An API server fills its cache by watches, and answers lists at resource version 0 and all watches from it. Reads of
 * one object and all writes go to etcd itself. So an API server behind this proxy shows an old world and takes writes to
 * the present one, as one that lags does. A gRPC call is one HTTP/2 stream here, passed on as it is.
 */
final class EtcdProxy implements AutoCloseable {

    private static final String WATCH = "/etcdserverpb.Watch/Watch";
    private static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";

    private final ProxyLoop loop = new ProxyLoop();
    private final HttpClient client;
    private final HttpServer server;
    private final Set<Answer> watches = new HashSet<>();
    private boolean frozen;

    private EtcdProxy(URI etcd) {
        client = loop.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setDefaultHost(etcd.getHost())
                        .setDefaultPort(etcd.getPort()));
        server = loop.vertx()
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::forward);
    }

    static EtcdProxy inFrontOf(URI etcd) {
        var proxy = new EtcdProxy(etcd);
        ProxyLoop.await(proxy.server.listen());
        return proxy;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Keeps back what comes on watches from now on; turned off, all of it arrives in order. */
    void freeze(boolean wanted) {
        loop.perform(() -> {
            frozen = wanted;
            Set.copyOf(watches).forEach(Answer::flow);
            return wanted;
        });
    }

    @Override
    public void close() {
        loop.close();
    }

    private void forward(HttpServerRequest in) {
        in.pause();
        var options = new RequestOptions().setMethod(in.method()).setURI(in.uri());
        in.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host")) {
                options.addHeader(name, value);
            }
        });
        client.request(options)
                .onSuccess(out -> {
                    out.setChunked(true);
                    out.exceptionHandler(failure -> {});
                    out.response()
                            .onSuccess(response -> new Answer(in, response).start())
                            .onFailure(failure -> in.response().reset());
                    in.exceptionHandler(failure -> out.reset());
                    in.handler(out::write);
                    in.endHandler(end -> out.end());
                    out.sendHead();
                    in.resume();
                })
                .onFailure(failure -> in.response().reset());
    }

    /** The way back of one call. */
    private final class Answer {

        private final HttpServerRequest in;
        private final HttpClientResponse response;
        private final boolean watch;
        private final Queue<Buffer> kept = new ArrayDeque<>();
        private boolean ended;

        Answer(HttpServerRequest in, HttpClientResponse response) {
            this.in = in;
            this.response = response;
            this.watch = WATCH.equals(in.path());
        }

        void start() {
            if (watch) {
                watches.add(this);
            }
            var back = in.response();
            back.setStatusCode(response.statusCode()).setChunked(true);
            back.headers().addAll(response.headers());
            back.exceptionHandler(failure -> {});
            back.closeHandler(closed -> {
                watches.remove(this);
                response.request().reset();
            });
            response.exceptionHandler(failure -> back.reset());
            response.handler(bytes -> {
                kept.add(bytes);
                flow();
            });
            response.endHandler(end -> {
                ended = true;
                flow();
            });
        }

        void flow() {
            if (watch && frozen) {
                return;
            }
            for (var bytes = kept.poll(); bytes != null; bytes = kept.poll()) {
                in.response().write(bytes);
            }
            if (ended && !in.response().ended()) {
                end();
            }
        }

        /** An answer that is nothing but a refusal has said so in its head. */
        private void end() {
            watches.remove(this);
            var trailers = in.response().trailers();
            trailers.addAll(response.trailers());
            for (var name : new String[] {STATUS, MESSAGE}) {
                if (!trailers.contains(name) && response.headers().contains(name)) {
                    trailers.add(name, response.getHeader(name));
                }
            }
            in.response().end();
        }
    }
}
